#include "stiff/io/delimited_table.h"

#include "stiff/core/error.h"
#include "stiff/io/byte_file.h"
#include "stiff/io/delimited_rows.h"
#include "stiff/io/table_text.h"

#include <utility>

namespace stiff {
namespace {

std::string folded(std::string_view name) {
  std::string key;
  for (const char c : name) {
    if (c == ' ' || c == '_' || c == '-') continue;
    key.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c);
  }
  return key;
}

}  // namespace

std::optional<std::size_t> DelimitedTable::find(
    std::initializer_list<std::string_view> names) const {
  for (const std::string_view name : names) {
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (folded(columns[i]) == folded(name)) return i;
    }
  }
  return std::nullopt;
}

std::vector<double> DelimitedTable::numbers(std::size_t column) const {
  std::vector<double> values;
  values.reserve(rows.size());
  NumberCells cells(separator);
  std::string fault;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    values.push_back(cells.read(rows[i][column], fault));
    if (!fault.empty()) refuse(i, column, fault);
  }
  return values;
}

std::string DelimitedTable::fault(std::size_t row, std::size_t column,
                                  const std::string& what) const {
  return path.filename().string() + ", line " + std::to_string(lines[row]) + ", column '" +
         columns[column] + "': " + what;
}

void DelimitedTable::refuse(std::size_t row, std::size_t column, const std::string& what) const {
  throw Error(ErrorKind::bad_data, fault(row, column, what));
}

DelimitedTable parse_delimited_table(std::string text, const std::filesystem::path& path) {
  const std::string clean = table_text(std::move(text));
  DelimitedRows from(clean, path);
  DelimitedTable table{path, from.separator(), from.columns(), {}, {}};
  while (from.next()) {
    table.rows.emplace_back(from.cells().begin(), from.cells().end());
    table.lines.push_back(from.line());
  }
  return table;
}

DelimitedTable read_delimited_table(const std::filesystem::path& path) {
  return parse_delimited_table(read_text(path), path);
}

}  // namespace stiff
