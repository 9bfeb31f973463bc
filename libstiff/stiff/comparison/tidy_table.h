#pragma once

#include "stiff/comparison/compared_kind_columns.h"
#include "stiff/result/table_columns.h"

#include <cstdint>
#include <span>
#include <string>
#include <utility>

namespace stiff {

/// A table that is put together column by column.
template <class Row>
class TidyTable {
 public:
  TidyTable(std::string name, std::span<const Row> rows)
      : table_{std::move(name), {}}, rows_(rows) {}

  template <class Get>
  void text(const char* name, const char* long_name, Get get) {
    table_.columns.push_back(column_of_rows<std::string>(rows_, name, "", long_name, get));
  }
  template <class Get>
  void real(const char* name, const char* units, const char* long_name, Get get) {
    table_.columns.push_back(column_of_rows<double>(rows_, name, units, long_name, get));
  }
  template <class Get>
  void whole(const char* name, const char* long_name, Get get) {
    table_.columns.push_back(column_of_rows<std::int64_t>(rows_, name, "1", long_name, get));
  }
  template <class KindOf>
  void kinds(KindOf kind_of) {
    for (Column& column : kind_columns(rows_, kind_of)) table_.columns.push_back(std::move(column));
  }
  Table table() && { return std::move(table_); }

 private:
  Table table_;
  std::span<const Row> rows_;
};

}  // namespace stiff
