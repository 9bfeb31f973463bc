#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "stiff/core/estimate.h"
#include "stiff/recording/identity.h"
#include "stiff/result/table.h"

namespace stiff {

/// One number of a recording, in the quantity's unit (kPa, m s-1, ms ...).
struct EstimateRow {
  std::string quantity;     ///< a name of `all_quantities()`
  std::string roi = "all";  ///< `all`: everything valid; or a region's name
  std::string method;
  int repeat = 0;           ///< 0: the whole recording; 1, 2, ...: a push, tap or cycle
  bool primary = false;     ///< the one row of its quantity that a person should quote
  Estimate estimate;
};

enum class Status { ok, refused, failed };
std::string_view to_string(Status status);
/// \throws Error (bad_data) for a name that there is not.
Status status_from_string(std::string_view name);

/// A recording with its numbers: what a worker hands on.
struct RecordingResult {
  RecordingIdentity identity;
  Status status = Status::ok;
  std::string message;  ///< one line where the status is not `ok`, or a note
  std::vector<EstimateRow> estimates;
};

/// The groups `recordings` and `estimates` of a results file, rows ordered by recording_id, then
/// quantity, primary first, then roi, method, repeat.
Table recordings_table(const std::vector<RecordingResult>& results);
Table estimates_table(const std::vector<RecordingResult>& results);

}  // namespace stiff
