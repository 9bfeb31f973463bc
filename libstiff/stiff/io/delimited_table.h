#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace stiff {

/// A table of text as people and programs export it. Each row has one cell a column.
struct DelimitedTable {
  std::filesystem::path path;
  char separator = ',';
  std::vector<std::string> columns;            ///< names of the header, trimmed
  std::vector<std::vector<std::string>> rows;  ///< cells, trimmed, UTF-8
  std::vector<std::size_t> lines;              ///< where each row starts in the file, from 1

  /// The column of one of the names, compared without case, blanks, `_`, `-`; nothing where there
  /// is none.
  std::optional<std::size_t> find(std::initializer_list<std::string_view> names) const;
  /// The numbers of a column, NaN where a cell says n/a. Fractions come after a point or a comma,
  /// throughout the column. \throws Error (bad_data) with line and column for any other text, for
  /// both kinds in one column, and for thousands separators.
  std::vector<double> numbers(std::size_t column) const;
  /// "table.csv, line 12, column 'value': <what>".
  std::string fault(std::size_t row, std::size_t column, const std::string& what) const;
  /// The same as an Error (bad_data).
  [[noreturn]] void refuse(std::size_t row, std::size_t column, const std::string& what) const;
};

/// Reads CSV, semicolon- or tab-separated text: the separator is found in the header. Byte order
/// marks, UTF-16 and Latin-1, quotes (with separators, line ends and doubled quotes in them), CRLF,
/// blank lines, comment lines (`#`) and missing cells at a row's end are in order. \throws Error
/// (bad_data) with the line: no header, a column named twice, more cells than columns, an open
/// quote, or an end in the middle of a row.
DelimitedTable read_delimited_table(const std::filesystem::path& path);

/// The same of a text that is at hand. \param path what to call it in errors.
DelimitedTable parse_delimited_table(std::string text, const std::filesystem::path& path);

}  // namespace stiff
