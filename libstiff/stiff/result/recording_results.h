#pragma once

#include "stiff/result/estimates.h"
#include "stiff/result/table.h"

#include <vector>

namespace stiff {

/// The recordings of a results file with their numbers: `recordings_table` and `estimates_table`
/// the other way round, both in the tables' order. \throws Error (bad_data): a column is missing or
/// of another kind, a status, reason or quantity that there is not, a quantity in another unit, two
/// recordings with one id, a number of no recording.
std::vector<RecordingResult> recording_results(const Table& recordings, const Table& estimates);

}  // namespace stiff
