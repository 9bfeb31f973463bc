#include "tools/truth_table.h"

#include "stiff/core/error.h"
#include "stiff/io/delimited_table.h"
#include "stiff/result/quantity.h"

#include <array>
#include <cmath>

#include "tools/option_text.h"

namespace stiff::tool {
namespace {

std::size_t column_of(const DelimitedTable& table, std::string_view name) {
  const auto column = table.find({name});
  if (column) return *column;
  throw Error(ErrorKind::bad_data, table.path.string() +
                                       ": is not the truth of a simulated study (no column '" +
                                       std::string(name) + "')");
}

/// Nine digits: more than any figure is held to, and free of rounding's last digits.
std::string cell(double value) {
  if (std::isnan(value)) return "n/a";
  if (value == 0) return "0";
  const double scale = std::pow(10.0, 8 - std::floor(std::log10(std::abs(value))));
  return number_text(std::round(value * scale) / scale);
}

}  // namespace

std::string truth_text(std::span<const TruthRow> rows) {
  std::string text = "recording_id\tquantity\troi\trepeat\tvalue\tunits\n";
  for (const TruthRow& row : rows) {
    text += row.recording_id + "\t" + row.quantity + "\t" + row.roi + "\t" +
            std::to_string(row.repeat) + "\t" + cell(row.value) + "\t" +
            std::string(quantity(row.quantity).units) + "\n";
  }
  return text;
}

std::vector<TruthRow> read_truth_table(const std::filesystem::path& file) {
  const DelimitedTable table = read_delimited_table(file);
  const std::size_t id = column_of(table, "recording_id");
  const std::size_t named = column_of(table, "quantity");
  const std::size_t roi = column_of(table, "roi");
  const std::vector<double> repeats = table.numbers(column_of(table, "repeat"));
  const std::vector<double> values = table.numbers(column_of(table, "value"));
  std::vector<TruthRow> rows;
  for (std::size_t i = 0; i < table.rows.size(); ++i) {
    const auto& cells = table.rows[i];
    rows.push_back({cells[id], cells[named], cells[roi], static_cast<int>(repeats[i]), values[i]});
  }
  return rows;
}

}  // namespace stiff::tool
