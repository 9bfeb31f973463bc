#pragma once

#include "stiff/comparison/measurement.h"

#include <span>
#include <string>
#include <vector>

namespace stiff {

/// What the table of the means of people's sides has for a side.
inline constexpr const char* kMeanOfSides = "mean";

/// One person's value in one table: missing where it has no values, several where the repeats were
/// repeated themselves (runs of a session).
struct RepeatTable {
  std::string side;                        ///< `left`, `right`, ...; `mean`: of a person's sides
  std::vector<std::string> people;         ///< rows, in order of their names
  std::vector<std::string> repeats;        ///< columns, in the order of time where that is known
  std::vector<std::vector<double>> cells;  ///< (person, repeat)

  const std::vector<double>& cell(std::size_t person, std::size_t repeat) const {
    return cells[person * repeats.size() + repeat];
  }
  /// The mean of a cell; NaN where it is missing.
  double mean(std::size_t person, std::size_t repeat) const;
};

/// A person, or a whole repeat, that an analysis of complete rows leaves out.
struct LeftOut {
  std::string participant;  ///< empty: everybody's repeat of that name
  std::string repeat;
  std::string why;
};

/// The rows that have all of the repeats: a repeat that fewer than half of the people have is left
/// out, then people who lack one of the others.
struct CompleteRows {
  std::vector<std::string> people;
  std::vector<std::string> repeats;
  std::vector<double> values;  ///< (person, repeat), cell means
  std::vector<LeftOut> left_out;
};
CompleteRows complete_rows(const RepeatTable& table);

/// One measurement with the name of the repeat that it is.
struct NamedRepeat {
  const Measurement* measurement = nullptr;
  std::string repeat;
};

/// The tables of numbers that are alike in all but person, side and repeat: one a side, in order of
/// the sides' names, and behind them, where there are several, that of their means, of the people
/// who have all of them (two or more), in which a cell is missing where a side of it is. \param
/// order the repeats' names in their order; others are not in the tables.
std::vector<RepeatTable> repeat_tables(std::span<const NamedRepeat> numbers,
                                       const std::vector<std::string>& order);

/// Names in order: by their mean day where all numbers have one; else those that begin with `pre`
/// or `base` first, and numbers within names by their size (run 2 before run 10).
std::vector<std::string> repeats_in_order(std::span<const NamedRepeat> numbers);

/// Numbers within names by their size, else by letters.
bool natural_less(const std::string& a, const std::string& b);

}  // namespace stiff
