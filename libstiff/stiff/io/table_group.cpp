#include "stiff/io/table_group.h"

#include "stiff/core/error.h"
#include "stiff/io/hdf5_strings.h"

#include <cstddef>
#include <cstdint>
#include <numeric>
#include <span>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace stiff {

void write_table(hdf5::OutGroup& parent, const Table& table) {
  const std::size_t rows = table.columns.empty() ? 0 : table.columns.front().size();
  hdf5::OutGroup group = parent.group(table.name);
  std::vector<std::int32_t> numbers(rows);
  std::iota(numbers.begin(), numbers.end(), 0);
  group.scale("row", std::span<const std::int32_t>(numbers), {"1", "row of the table"});
  for (const Column& column : table.columns) {
    if (column.size() != rows) {
      throw Error(ErrorKind::usage, "the column '" + column.name + "' of the table '" + table.name +
                                        "' is not as long as the others");
    }
    std::visit(
        [&](const auto& values) {
          using T = typename std::decay_t<decltype(values)>::value_type;
          const std::span<const T> span(values);
          if constexpr (std::is_same_v<T, std::string>) {
            group.texts(column.name, span, "row", column.long_name);
          } else {
            group.variable(column.name, span, {"row"}, {column.units, column.long_name});
          }
        },
        column.values);
  }
}

Table read_table(const hdf5::InGroup& parent, const std::string& name) {
  const hdf5::InGroup group = parent.group(name);
  const auto damaged = [&](const std::string& what) {
    return Error(ErrorKind::bad_data,
                 "'" + parent.file_name() + "': the table '" + name + "' " + what);
  };
  if (group.text_attribute(hdf5::kStringsChecksum) != group.strings_checksum()) {
    throw damaged("is damaged or was edited: its texts do not have the checksum written with them");
  }
  Table table{name, {}};
  for (const std::string& column_name : group.names_in_order()) {
    if (column_name == "row" || !group.has_dataset(column_name)) continue;
    const hdf5::InDataset dataset = group.dataset(column_name);
    if (dataset.shape().size() != 1) throw damaged("has a column that is not 1-D: " + column_name);
    Column column{column_name,
                  dataset.text_attribute("units").value_or(""),
                  dataset.text_attribute("long_name").value_or(""),
                  {}};
    if (dataset.type() == hdf5::Type::text) {
      column.values = dataset.texts();
    } else if (dataset.type() == hdf5::Type::integer) {
      column.values = dataset.values<std::int64_t>();
    } else {
      column.values = dataset.values<double>();
    }
    if (!table.columns.empty() && column.size() != table.columns.front().size()) {
      throw damaged("has columns of different lengths");
    }
    table.columns.push_back(std::move(column));
  }
  return table;
}

}  // namespace stiff
