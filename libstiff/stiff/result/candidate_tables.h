#pragma once

#include "stiff/result/candidates.h"
#include "stiff/result/table.h"

#include <vector>

namespace stiff {

/// The groups of a candidates file. Columns are called as the structs' fields, in their order; an
/// Estimate `mean` becomes `mean`, `mean_std_error`, `mean_ci_low`, `mean_ci_high` (its quality, n
/// and reason are not kept); a recording's identity becomes the columns of `recordings`; flags are
/// 0 or 1. Rows are ordered by recording_id, then quantity, then number.
Table candidates_table(const std::vector<Candidate>& candidates);
Table flagged_recordings_table(const std::vector<FlaggedRecording>& recordings);
Table marks_table(const std::vector<CandidateMark>& marks);

/// The other way round. An Estimate without a value has the reason `too_few`. \throws Error
/// (bad_data): a column is missing or of another kind, a word is none of its list.
std::vector<Candidate> candidates_of_table(const Table& table);
std::vector<FlaggedRecording> flagged_recordings_of_table(const Table& table);
std::vector<CandidateMark> marks_of_table(const Table& table);

}  // namespace stiff
