#pragma once

#include "stiff/io/muscles_table.h"
#include "stiff/result/clinical_label.h"

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace stiff {

/// What a table of a clinician's labels says.
struct LabelsTable {
  std::vector<ClinicalLabel> labels;
  std::size_t not_said = 0;           ///< rows whose label is n/a: nobody looked
  std::vector<std::string> not_kept;  ///< names of the columns that were not read
};

/// `labels.tsv`, one row a muscle or a place in it; a muscle without a row is unlabelled. Columns,
/// in any order and case:
///
///     label          none (examined and healthy), trigger_point, active, latent, taut_band; also
///                    healthy, normal; active_trigger_point, latent_trigger_point; n/a: not
///                    examined
///     recording_id, participant, session, muscle, side, site     whose, as far as given;
///                    recording_id or participant in each row
///     lateral_mm, axial_mm      the place in the recording's own frame; a depth that was not seen
///     is
///                    left out
///     radius_mm, or width_mm and height_mm      its size: a circle, or a box about it
///     rater
///
/// Muscles and sides are called as the table of muscles calls them. \throws Error (bad_data) with
/// line and column: no column of labels or of people, a word that is no label, a row of nobody, a
/// depth without a place along the probe, `none` with a place, a size that is not positive.
LabelsTable read_labels_table(const std::filesystem::path& path,
                              const MuscleTable& muscles = MuscleTable::shipped());

}  // namespace stiff
