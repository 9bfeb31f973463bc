#pragma once

#include "stiff/phantom/cohort_phantom.h"

#include <span>
#include <string>

namespace stiff::tool {

/// What a recording of a simulated cohort is called: `sub-01_muscle-soleus_side-left_swe`.
std::string cohort_recording_id(const CohortRecording& recording, int people,
                                const std::string& muscle);

/// participants.tsv: participant_id, sex, age, group (`healthy`, `patient`).
std::string cohort_participants_text(std::span<const CohortPerson> people);

/// lesions.tsv, a row a nodule or band: recording_id, lesion (`nodule-1`, `band-1`, ...), kind,
/// lateral_mm, axial_mm (its middle), length_mm, width_mm, angle_deg (from lateral towards depth),
/// ratio, modulus_kpa, muscle_modulus_kpa.
std::string cohort_lesions_text(std::span<const CohortPerson> people, const std::string& muscle);

/// labels.tsv as a clinician would have written it: recording_id, label (`trigger_point`,
/// `taut_band`, `none`),
/// lateral_mm, axial_mm, radius_mm; a row a lesion, and one of label `none` where there is none.
/// The radius is half the lesion's length.
std::string cohort_labels_text(std::span<const CohortPerson> people, const std::string& muscle);

}  // namespace stiff::tool
