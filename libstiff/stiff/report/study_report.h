#pragma once

#include "stiff/report/reported_recording.h"
#include "stiff/result/table.h"

#include <compare>
#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace stiff {

/// One file of comparisons/: its tables (datasets/FORMAT.md, Comparisons) and how they were made.
struct StudyComparison {
  std::string name;  ///< the file's stem
  std::vector<Table> tables;
  PageMethods methods;

  /// Null where there is no such table.
  const Table* table(std::string_view table_name) const;
  /// An option's value; empty where it is not there.
  std::string option(std::string_view option_name) const;
};

struct StudyReport {
  std::vector<StudyComparison> comparisons;
  std::map<std::string, std::string> muscle_names;  ///< as people say them, by label
  std::vector<std::string> faults;                  ///< what could not be read, a line each

  /// "upper trapezius, right, s1"; empty parts are left out.
  std::string place(const std::string& muscle, const std::string& side,
                    const std::string& site = {}) const;
};

/// What numbers of several muscles have in common when they stand in one picture.
struct Measure {
  std::string quantity, method, roi, state, posture, probe_direction;
  auto operator<=>(const Measure&) const = default;

  std::string title() const;    ///< "Shear modulus"
  std::string details() const;  ///< "method wave equation, state rest"
};

/// The measure of a row of a table that has these columns. \throws Error (bad_data) where it has
/// not.
Measure measure_at(const Table& table, std::size_t row);

/// The measures of a table, those that people quote first.
std::vector<Measure> measures_of(const Table& table);

}  // namespace stiff
