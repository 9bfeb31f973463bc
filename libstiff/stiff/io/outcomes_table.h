#pragma once

#include "stiff/io/sessions_table.h"
#include "stiff/result/study_rows.h"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace stiff {

/// What an outcome is called in results: `pain` for NRS, `pressure_pain_threshold` for PPT,
/// `range_of_motion` for ROM; else the word in lower case with `_` for blanks.
std::string outcome_label(std::string_view word);

struct OutcomesTable {
  std::vector<OutcomeRow> rows;       ///< in the table's order
  std::vector<std::string> faults;    ///< a line each, with file, line and column
  std::vector<std::string> not_kept;  ///< columns that were dropped unread
};

/// `outcomes.tsv`: participant_id, outcome, value; session_id, day or date (of a journal's entry),
/// or none of the three in a study without sessions;
/// and any of units, scale_min, scale_max, direction (`higher is better`, `higher is worse`),
/// muscle, side, pain_region. Three outcomes have a meaning where their cells are empty: `pain` is
/// 0 to 10 and worse when higher (unless it has a unit), `pressure_pain_threshold` (PPT) and
/// `range_of_motion` (ROM) are not negative and better when higher. One outcome has one unit, scale
/// and direction throughout. A value out of its scale is a fault. \param origins of the same
/// study's sessions, from which days are counted; a date becomes a day and is not kept.
/// \throws Error (bad_data): a required column is missing, a value that is no number.
OutcomesTable read_outcomes_table(const std::filesystem::path& path, const DayOrigins& origins);

}  // namespace stiff
