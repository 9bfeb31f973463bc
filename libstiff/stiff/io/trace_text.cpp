#include "stiff/io/trace_text.h"

#include "stiff/core/error.h"
#include "stiff/core/estimate.h"
#include "stiff/io/byte_file.h"
#include "stiff/io/delimited_rows.h"
#include "stiff/io/number_text.h"
#include "stiff/io/table_text.h"
#include "stiff/io/unit_spelling.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>
#include <string>
#include <utility>

namespace stiff {
namespace {

constexpr std::size_t kMostCells = 64'000'000;  // half a GiB of numbers

// What people save under a text file's name, by its first bytes.
constexpr auto kOtherKinds = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"PK\x03\x04", "a packed file (an Excel workbook is one): save it as CSV"},
    {"\xd0\xcf\x11\xe0", "an old Excel or Word file: save it as CSV"},
    {"\xff\xd8\xff", "a JPEG picture"},
    {"\x89PNG", "a PNG picture"},
    {"%PDF", "a PDF document"},
    {"\x1f\x8b", "a file packed with gzip: unpack it"},
    {"\x89HDF", "a damaged HDF5 file"},
    {"MATLAB ", "a damaged MATLAB file"},
});

void refuse_other_kinds(const std::string& bytes, const std::filesystem::path& file) {
  const std::string name = file.filename().string();
  if (bytes.empty()) throw Error(ErrorKind::bad_data, name + ": it is empty");
  for (const auto& [start, kind] : kOtherKinds) {
    if (!bytes.starts_with(start)) continue;
    throw Error(ErrorKind::bad_data, name + ": it is no table of numbers but " + std::string(kind));
  }
}

void refuse_missing_header(const DelimitedRows& rows, const std::filesystem::path& file) {
  const bool numbers =
      std::all_of(rows.columns().begin(), rows.columns().end(), [](const std::string& cell) {
        return parse_number(cell, cell.find(',') == std::string::npos ? '.' : ',').has_value();
      });
  if (!numbers) return;
  throw Error(ErrorKind::bad_data,
              file.filename().string() +
                  ": it has numbers where its header should be; name the columns in a first line, "
                  "as 'time [s],force [N]'");
}

// Units in a line of their own below the names, "(s),(mm),(N)" or "s,mm,N". \returns whether the
// row is one.
bool take_units(std::span<const std::string_view> cells, TraceTable& table) {
  std::vector<std::string> units;
  bool any = false;
  for (std::string_view cell : cells) {
    if (cell.size() > 2 && (cell.front() == '(' || cell.front() == '[')) {
      cell = cell.substr(1, cell.size() - 2);
    }
    units.push_back(parse_number(cell) ? "" : usual_unit(cell));
    if (units.back().empty() && !is_missing(cell)) return false;
    any = any || !units.back().empty();
  }
  for (std::size_t i = 0; any && i < cells.size(); ++i) {
    if (table.columns[i].units.empty()) table.columns[i].units = units[i];
  }
  return any;
}

void refuse_no_numbers(const TraceTable& table) {
  const bool none = std::all_of(table.columns.begin(), table.columns.end(), [](const auto& column) {
    return !column.fault.empty() && std::all_of(column.values.begin(), column.values.end(),
                                                [](double value) { return std::isnan(value); });
  });
  if (!none) return;
  throw Error(ErrorKind::bad_data,
              table.path.filename().string() +
                  ": it is no table of numbers: " + table.columns.front().fault);
}

}  // namespace

TraceTable parse_trace_text(std::string bytes, const std::filesystem::path& file) {
  refuse_other_kinds(bytes, file);
  const std::string text = table_text(std::move(bytes));
  DelimitedRows from(text, file);
  refuse_missing_header(from, file);
  const std::size_t columns = from.columns().size();
  TraceTable table;
  table.path = file;
  table.format = "text";
  // Most rows have a character for each cell and each mark between them.
  const auto lines = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')) + 1;
  const std::size_t rows_at_most = std::min(lines, text.size() / (2 * columns) + 1);
  for (const std::string& heading : from.columns()) {
    Heading parts = split_heading(heading);
    table.columns.push_back({std::move(parts.name), std::move(parts.units), {}});
    table.columns.back().values.reserve(rows_at_most);
  }
  std::vector<NumberCells> cells(columns, NumberCells(from.separator()));
  std::string fault;
  std::size_t rows = 0;
  bool more = from.next();
  if (more && take_units(from.cells(), table)) more = from.next();
  for (; more; more = from.next()) {
    for (std::size_t i = 0; i < columns; ++i) {
      TraceColumn& column = table.columns[i];
      if (!column.fault.empty()) continue;
      column.values.push_back(cells[i].read(from.cells()[i], fault));
      if (fault.empty()) continue;
      column.fault = "line " + std::to_string(from.line()) + ": " + std::exchange(fault, {});
    }
    if (++rows > kMostCells / columns) {
      throw Error(ErrorKind::bad_data, file.filename().string() + ": it has more than " +
                                           std::to_string(kMostCells / 1000000) +
                                           " million cells; cut it into parts");
    }
  }
  if (rows == 0) {
    throw Error(ErrorKind::bad_data, file.filename().string() + ": it has a header and no row");
  }
  refuse_no_numbers(table);
  for (TraceColumn& column : table.columns) column.values.resize(rows, kNaN);
  return table;
}

}  // namespace stiff
