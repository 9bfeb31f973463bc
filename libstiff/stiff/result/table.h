#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace stiff {

/// One column of a tidy table: categories as text, numbers with their unit.
struct Column {
  std::string name;
  std::string units;      ///< empty for text; "1" for a pure number
  std::string long_name;
  std::variant<std::vector<std::string>, std::vector<double>, std::vector<std::int64_t>> values;

  std::size_t size() const {
    return std::visit([](const auto& all) { return all.size(); }, values);
  }
};

/// A table as it is written to a group of a results file. All columns have one length.
struct Table {
  std::string name;  ///< the group
  std::vector<Column> columns;
};

}  // namespace stiff
