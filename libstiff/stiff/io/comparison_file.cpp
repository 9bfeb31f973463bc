#include "stiff/io/comparison_file.h"

#include "stiff/core/error.h"
#include "stiff/io/atomic_file.h"
#include "stiff/io/results_file.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>

namespace stiff {
namespace {

void add_cell(std::string& out, const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) {
    out += text;
    return;
  }
  out += '"';
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

template <class Number>
void add_number(std::string& out, Number value) {
  std::array<char, 32> text{};
  out.append(text.data(), std::to_chars(text.data(), text.data() + text.size(), value).ptr);
}

void add_cell(std::string& out, std::int64_t value) {
  add_number(out, value);
}

void add_cell(std::string& out, double value) {
  if (!std::isnan(value)) add_number(out, value);
}

}  // namespace

std::string csv_text(const Table& table) {
  const std::size_t rows = table.columns.empty() ? 0 : table.columns.front().size();
  std::string out;
  for (const Column& column : table.columns) {
    if (column.size() != rows) {
      throw Error(ErrorKind::usage, "the column '" + column.name + "' of the table '" + table.name +
                                        "' is not as long as the others");
    }
    if (&column != &table.columns.front()) out += ',';
    add_cell(out, column.name);
  }
  out += '\n';
  for (std::size_t i = 0; i < rows; ++i) {
    for (const Column& column : table.columns) {
      if (&column != &table.columns.front()) out += ',';
      std::visit([&](const auto& values) { add_cell(out, values[i]); }, column.values);
    }
    out += '\n';
  }
  return out;
}

void write_comparison(const std::filesystem::path& path, const std::vector<Table>& tables,
                      const Provenance& provenance) {
  write_tables(path, tables, provenance, kComparisonFormat);
  for (const Table& table : tables) {
    std::filesystem::path csv = path;
    csv.replace_filename(path.stem().string() + "_" + table.name + ".csv");
    write_file_atomically(csv, csv_text(table));
  }
}

}  // namespace stiff
