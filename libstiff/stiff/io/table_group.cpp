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

namespace {

[[noreturn]] void refuse(const hdf5::InGroup& group, const std::string& what) {
  throw Error(ErrorKind::bad_data,
              "'" + group.file_name() + "': the table '" + group.name() + "' " + what);
}

Column read_column(const hdf5::InDataset& dataset) {
  Column column{dataset.name(),
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
  return column;
}

}  // namespace

Table read_table(const hdf5::InGroup& parent, const std::string& name) {
  const hdf5::InGroup group = parent.group(name);
  hdf5::StringsChecksum sum;
  group.add_attributes(sum, "");
  Table table{name, {}};
  for (const hdf5::InDataset& dataset : group.datasets()) {
    dataset.add_attributes(sum, dataset.name());
    if (dataset.name() == "row") continue;
    if (dataset.shape().size() != 1)
      refuse(group, "has a column that is not 1-D: " + dataset.name());
    Column column = read_column(dataset);
    if (dataset.is_variable_text()) {
      sum.add(column.name, std::get<std::vector<std::string>>(column.values));
    }
    if (!table.columns.empty() && column.size() != table.columns.front().size()) {
      refuse(group, "has columns of different lengths");
    }
    table.columns.push_back(std::move(column));
  }
  if (group.text_attribute(hdf5::kStringsChecksum) != sum.hex()) {
    refuse(group, "is damaged or was edited: its texts do not have the checksum written with them");
  }
  return table;
}

}  // namespace stiff
