#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace stiff::tool {

/// What a row of a simulated recording's estimates must come back as.
struct TruthRow {
  std::string recording_id;
  std::string quantity;  ///< a name of `all_quantities()`
  std::string roi = "all";
  int repeat = 0;
  double value = 0;  ///< in the quantity's unit; NaN where there must be no value
};

/// The truth of a simulated study as `truth.tsv` holds it, with the columns of the table of
/// estimates:
///
///     recording_id    quantity    roi    repeat    value    units
///
/// so that the two are joined by the first four. n/a where there must be no value.
/// \throws Error (bad_data) for a quantity that there is not.
std::string truth_text(std::span<const TruthRow> rows);

/// \throws Error (bad_data, no_input) for a file that is no such table.
std::vector<TruthRow> read_truth_table(const std::filesystem::path& file);

}  // namespace stiff::tool
