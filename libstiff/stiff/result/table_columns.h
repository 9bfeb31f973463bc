#pragma once

#include "stiff/core/error.h"
#include "stiff/result/table.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace stiff {

/// A column with one value a row, T being std::string, double or std::int64_t.
template <class T, class Rows, class Get>
Column column_of_rows(const Rows& rows, std::string_view name, std::string_view units,
                      std::string_view long_name, Get get) {
  std::vector<T> values;
  values.reserve(rows.size());
  for (const auto& row : rows) values.push_back(get(row));
  return {std::string(name), std::string(units), std::string(long_name), std::move(values)};
}

/// The values of a column; null where there is none of this name and kind.
template <class T>
const std::vector<T>* column_if(const Table& table, std::string_view name) {
  for (const Column& column : table.columns) {
    if (column.name != name) continue;
    if (const auto* values = std::get_if<std::vector<T>>(&column.values)) return values;
  }
  return nullptr;
}

/// The same. \throws Error (bad_data) where there is none of this name and kind.
template <class T>
const std::vector<T>& values_of_column(const Table& table, std::string_view name) {
  if (const auto* values = column_if<T>(table, name)) return *values;
  throw Error(ErrorKind::bad_data, "the table '" + table.name + "' has no column '" +
                                       std::string(name) + "' of its kind");
}

/// Rows of a table; 0 where it has no columns.
inline std::size_t rows_of(const Table& table) {
  return table.columns.empty() ? 0 : table.columns.front().size();
}

}  // namespace stiff
