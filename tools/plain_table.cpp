#include "tools/plain_table.h"

#include <algorithm>
#include <cmath>
#include <iomanip>
#include <string>
#include <vector>

#include "tools/baseline_text.h"

namespace stiff::tool {
namespace {

std::string cell(const std::string& text) {
  std::string out = text.empty() ? "n/a" : text;
  std::replace(out.begin(), out.end(), ' ', '_');
  return out;
}
std::string cell(double value) {
  return std::isnan(value) ? "n/a" : four_digits(value);
}
std::string cell(std::int64_t value) {
  return std::to_string(value);
}

}  // namespace

void print_plain_table(std::ostream& out, const Table& table) {
  out << "# " << table.name << "\n";
  std::vector<std::vector<std::string>> columns;
  for (const Column& column : table.columns) {
    out << "# " << column.name << ": " << column.long_name;
    if (!column.units.empty() && column.units != "1") out << " (" << column.units << ")";
    out << "\n";
    columns.push_back({column.name});
    std::visit(
        [&](const auto& values) {
          for (const auto& value : values) columns.back().push_back(cell(value));
        },
        column.values);
  }
  std::vector<int> widths;
  for (const auto& column : columns) {
    std::size_t width = 0;
    for (const std::string& text : column) width = std::max(width, text.size());
    widths.push_back(static_cast<int>(width));
  }
  const std::size_t rows = columns.empty() ? 0 : columns.front().size();
  for (std::size_t row = 0; row < rows; ++row) {
    for (std::size_t i = 0; i < columns.size(); ++i) {
      out << (i > 0 ? "  " : "") << std::setw(widths[i]) << columns[i][row];
    }
    out << "\n";
  }
}

}  // namespace stiff::tool
