#include "tools/cohort_tables.h"

#include <cmath>
#include <numbers>

#include "tools/option_text.h"
#include "tools/simulated_study.h"

namespace stiff::tool {
namespace {

/// A thousandth is more than any of these is known to.
std::string cell(double value) {
  const double rounded = std::round(value * 1e3) / 1e3;
  return number_text(rounded == 0 ? 0 : rounded);
}

std::string mm(double value_m) {
  return cell(value_m * 1e3);
}

/// Each recording with its id, then each of its lesions with its name.
template <class Visit>
void for_each_recording(std::span<const CohortPerson> people, const std::string& muscle,
                        Visit&& visit) {
  for (const CohortPerson& person : people) {
    for (const CohortRecording& one : person.recordings) {
      visit(one, cohort_recording_id(one, static_cast<int>(people.size()), muscle));
    }
  }
}

}  // namespace

std::string cohort_recording_id(const CohortRecording& recording, int people,
                                const std::string& muscle) {
  return "sub-" + numbered_label(recording.person, people) + "_muscle-" + muscle + "_side-" +
         recording.side + "_swe";
}

std::string cohort_participants_text(std::span<const CohortPerson> people) {
  std::string text = "participant_id\tsex\tage\tgroup\n";
  for (const CohortPerson& person : people) {
    text += "sub-" + numbered_label(person.number, static_cast<int>(people.size())) + "\t" +
            person.sex + "\t" + std::to_string(person.age) + "\t" +
            (person.patient ? "patient" : "healthy") + "\n";
  }
  return text;
}

std::string cohort_lesions_text(std::span<const CohortPerson> people, const std::string& muscle) {
  std::string text =
      "recording_id\tlesion\tkind\tlateral_mm\taxial_mm\tlength_mm\twidth_mm\tangle_deg\tratio\t"
      "modulus_kpa\tmuscle_modulus_kpa\n";
  for_each_recording(people, muscle, [&](const CohortRecording& one, const std::string& id) {
    int nodules = 0, bands = 0;
    for (const CohortLesion& lesion : one.lesions) {
      const bool band = lesion.kind == LesionKind::band;
      const std::string kind = band ? "band" : "nodule";
      text += id + "\t" + kind + "-" + std::to_string(band ? ++bands : ++nodules) + "\t" + kind +
              "\t" + mm(lesion.place.centre.lateral_m) + "\t" + mm(lesion.place.centre.axial_m) +
              "\t" + mm(2 * lesion.place.semi_lateral_m) + "\t" +
              mm(2 * lesion.place.semi_axial_m) + "\t" +
              cell(lesion.place.tilt_rad * 180 / std::numbers::pi) + "\t" + cell(lesion.ratio) +
              "\t" + cell(lesion.modulus_kpa) + "\t" + cell(one.modulus_kpa) + "\n";
    }
  });
  return text;
}

std::string cohort_labels_text(std::span<const CohortPerson> people, const std::string& muscle) {
  std::string text = "recording_id\tlabel\tlateral_mm\taxial_mm\tradius_mm\n";
  for_each_recording(people, muscle, [&](const CohortRecording& one, const std::string& id) {
    for (const CohortLesion& lesion : one.lesions) {
      const bool band = lesion.kind == LesionKind::band;
      text += id + (band ? "\ttaut_band\t" : "\ttrigger_point\t") +
              mm(lesion.place.centre.lateral_m) + "\t" + mm(lesion.place.centre.axial_m) + "\t" +
              mm(lesion.place.semi_lateral_m) + "\n";
    }
    if (one.lesions.empty()) text += id + "\tnone\tn/a\tn/a\tn/a\n";
  });
  return text;
}

}  // namespace stiff::tool
