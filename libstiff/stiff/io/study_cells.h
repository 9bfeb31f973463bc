#pragma once

#include "stiff/io/delimited_table.h"

#include <cstddef>
#include <initializer_list>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace stiff {

/// A word as results name things: lower case, `_` for blanks and `-`, nothing but letters, digits
/// and `_` ("Range of motion" is `range_of_motion`).
std::string as_label(std::string_view text);

/// The cells of a study's table (`sessions.tsv` and its like), which lab members write by hand.
class StudyCells {
 public:
  /// \pre the table outlives it.
  explicit StudyCells(const DelimitedTable& table) : table_(table) {}

  /// The column of one of the names. \throws Error (bad_data) where there is none.
  std::size_t required(std::initializer_list<std::string_view> names) const;
  std::optional<std::size_t> find(std::initializer_list<std::string_view> names) const;

  /// The cell's text; empty where there is no column, or the cell says n/a.
  std::string text(std::size_t row, std::optional<std::size_t> column) const;
  /// The same without a prefix of BIDS (`sub-`, `ses-`).
  std::string label(std::size_t row, std::optional<std::size_t> column,
                    std::string_view prefix) const;
  /// All numbers of a column; NaN for all rows where there is none. \throws Error (bad_data).
  std::vector<double> numbers(std::optional<std::size_t> column) const;

  /// Names of the columns that were never asked for: they are not kept.
  std::vector<std::string> not_kept() const;

 private:
  const DelimitedTable& table_;
  mutable std::set<std::size_t> used_;
};

/// Whether a cell of text says that nothing is known: empty, n/a, na, nan, -, --, ?. Not `none`,
/// which is a treatment.
bool is_missing_text(std::string_view text);

}  // namespace stiff
