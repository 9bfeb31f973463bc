#pragma once

#include "stiff/io/technique_table.h"
#include "stiff/result/study_rows.h"

#include <filesystem>
#include <string>
#include <vector>

namespace stiff {

struct TreatmentsTable {
  std::vector<TreatmentRow> rows;     ///< in the table's order
  std::vector<std::string> faults;    ///< a line each, with file, line and column
  std::vector<std::string> not_kept;  ///< columns that were dropped unread, among them free notes
};

/// `treatments.tsv`: participant_id, session_id (the last one recorded before the treatment),
/// technique (a name of `techniques`), and any of muscle, side, hold_time_s, repetitions,
/// pressure_kpa, needles, minutes. Without a muscle or side it is of all, or both. \throws Error
/// (bad_data): a required column is missing, a dose that is no number.
TreatmentsTable read_treatments_table(const std::filesystem::path& path,
                                      const TechniqueTable& techniques);

}  // namespace stiff
