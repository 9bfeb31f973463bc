#pragma once

#include <cstddef>
#include <deque>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace stiff {

/// Walks over a delimited text row by row without copying its cells: what `DelimitedTable` and
/// `read_trace_table` stand on, so that a table of text and a long trace follow the same rules.
class DelimitedRows {
 public:
  /// Reads the header. \param text as `table_text` gives it; it outlives the object. \param path
  /// what to call it in errors. \throws Error (bad_data) where it is no text, is empty, or its
  /// header is empty or names a column twice.
  DelimitedRows(std::string_view text, std::filesystem::path path);

  char separator() const { return separator_; }
  const std::vector<std::string>& columns() const { return columns_; }

  /// The next row that is neither blank nor a comment. \returns false at the end. \throws Error
  /// (bad_data) with the line: more cells than columns, an open quote, an end within a row.
  bool next();
  /// One cell a column, trimmed; empty where the row is short. Valid until `next`.
  std::span<const std::string_view> cells() const { return cells_; }
  std::size_t line() const { return row_line_; }  ///< where the row starts, from 1
  /// "table.csv, line 12, column 'value': <what>" about the present row.
  [[noreturn]] void refuse(std::size_t column, const std::string& what) const;

 private:
  void take_separator();
  bool split();
  void skip_blank_lines();
  std::string_view cell();
  std::string_view quoted();
  bool take(char c);
  [[noreturn]] void refuse_line(std::size_t line, const std::string& what) const;

  std::string_view text_;
  std::filesystem::path path_;
  char separator_ = ',';
  std::vector<std::string> columns_;
  std::vector<std::string_view> cells_;
  std::deque<std::string> unquoted_;  ///< what cells in quotes say; a deque moves none of them
  std::size_t at_ = 0;
  std::size_t line_ = 1;
  std::size_t row_line_ = 1;
  bool closed_ = true;  ///< a line end follows the row
};

/// The cells of one column as numbers. Fractions come after a point or a comma, throughout the
/// column.
class NumberCells {
 public:
  explicit NumberCells(char separator) : separator_(separator) {}
  /// NaN where the cell says n/a. \param fault set to what is wrong where it is no number.
  double read(std::string_view cell, std::string& fault);

 private:
  char separator_;
  bool points_ = false;
  bool commas_ = false;
};

}  // namespace stiff
