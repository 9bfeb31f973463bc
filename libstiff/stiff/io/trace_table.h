#pragma once

#include "stiff/io/sidecar.h"
#include "stiff/io/units.h"

#include <filesystem>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace stiff {

/// A column of a trace file as its maker wrote it.
struct TraceColumn {
  std::string name;   ///< the header's text without its unit: "time", "tap1", "Force"
  std::string units;  ///< in brackets behind it, or behind its first `_` where what follows is a
                      ///< unit ("tap1_m_s2"), in the usual spelling; empty where none is said
  std::vector<double> values;  ///< in those units; NaN where a cell is missing
  std::string fault = {};      ///< why it is no column of numbers; `si` refuses it with this
};

/// A trace file: columns of one length, and what the file says of itself. From CSV of real life
/// (`read_delimited_table`'s tolerance) or from the project's own HDF5.
struct TraceTable {
  std::filesystem::path path;
  std::string format;  ///< `text`, `stiff`, `hdf5` or `mat`: which reader made it
  std::vector<TraceColumn> columns;
  std::vector<std::pair<std::string, double>> numbers;     ///< attributes by sidecar key, SI
  std::vector<std::pair<std::string, std::string>> texts;  ///< likewise

  /// The column of one of the names, compared without case, blanks, `_`, `-`; nothing where there
  /// is none. \throws Error (bad_data) where several columns go by these names.
  std::optional<std::size_t> find(std::initializer_list<std::string_view> names) const;
  /// The columns whose name is one of these, or one of these and a number, in the number's order:
  /// "tap1", "tap 2", "acceleration". \throws Error (bad_data) where a number stands twice.
  std::vector<std::size_t> find_numbered(std::initializer_list<std::string_view> names) const;
  /// A column in SI. \param assumed the unit where the header says none; empty: that is an error
  /// which names the column and the units it may have. \throws Error (bad_data) for a unit of
  /// another dimension or one that is not known, and for a missing value (with its row).
  std::vector<double> si(std::size_t column, Dimension dimension,
                         std::string_view assumed = {}) const;
  /// What the file says of itself by a sidecar's key; NaN or empty where it does not.
  double number(std::string_view key) const;
  std::string text(std::string_view key) const;
  /// The columns' names, for a person who is told that the right one is missing.
  std::string column_list() const;
  /// "file.csv, column 'force': <what>" as an Error (bad_data).
  [[noreturn]] void refuse(std::size_t column, const std::string& what) const;
};

/// Reads a file of any of the kinds, by its content. \param sidecar its `Variables` may say which
/// column is what, and in which unit, where the file's own headings do not:
/// `"Variables": {"Force": {"Name": "Kraft", "Units": "N"}, "Time": {"Units": "ms"}}`.
/// \throws Error (no_input) where there is no file; (bad_data) where it is no table of numbers, is
/// empty, has columns doubled or no row; each with the file's name and, where one is at fault, the
/// line.
TraceTable read_trace_table(const std::filesystem::path& file, const Sidecar& sidecar = {});

/// A trace's time axis.
struct TraceClock {
  std::vector<double> time_s;
  double sampling_frequency_hz = 0;  ///< one over the mean step where uniform, else the median one
  bool uniform = false;              ///< every step within 2 % of the median (rounded times are)
  double largest_step = 0;           ///< in medians: above 1.5 a gap
  std::size_t largest_step_at = 0;   ///< the row behind it
};

/// The times of a table: its time column (`time`, `t`; s, ms, us), or `SamplingFrequency` of the
/// sidecar or file. \throws Error (bad_data): neither is there, both are and disagree by more than
/// 1 %, times that do not increase (with the row).
TraceClock trace_clock(const TraceTable& table, const Sidecar& sidecar);

/// Refuses a clock that jitters or has a gap, for analyses that need even steps: one line which
/// says where and by how much. \throws Error (bad_data)
void require_uniform(const TraceClock& clock, const TraceTable& table);

/// A recording of traces in the project's own HDF5, for `stiff simulate` and `stiff import`.
struct TraceRecordingFile {
  std::vector<TraceColumn> columns;                        ///< units as `unit_in_si` knows them
  std::vector<std::pair<std::string, double>> numbers;     ///< by sidecar key, SI
  std::vector<std::pair<std::string, std::string>> texts;  ///< by sidecar key
  std::vector<std::pair<std::string, std::vector<double>>>
      truth;  ///< of a phantom: name with its unit ("stiffness_n_per_m") and values
};

}  // namespace stiff
