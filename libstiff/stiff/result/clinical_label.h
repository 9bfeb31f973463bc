#pragma once

#include "stiff/core/estimate.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace stiff {

/// What a clinician says of a muscle, or of a place in it.
enum class LabelKind {
  none,           ///< examined, and nothing found: healthy
  trigger_point,  ///< not said whether active
  active,
  latent,
  taut_band,  ///< a taut band without a trigger point
};
std::string_view to_string(LabelKind kind);
/// \throws Error (bad_data) for a name that there is not.
LabelKind label_kind_from_string(std::string_view name);

/// One row of a table of labels. It is of every recording that agrees with all that it says; an
/// empty text says nothing.
struct ClinicalLabel {
  std::size_t line = 0;  ///< in the table, for messages
  std::string recording_id;
  std::string participant;
  std::string session;
  std::string muscle;
  std::string side;
  std::string site;
  LabelKind kind = LabelKind::none;
  std::string rater;
  // The place in the recording's own frame, mm; NaN: not said.
  double lateral_mm = kNaN;
  double axial_mm = kNaN;
  double radius_mm = kNaN;
  double width_mm = kNaN;  ///< of a box about the place, along the probe
  double height_mm = kNaN;

  bool has_place() const { return lateral_mm == lateral_mm; }
};

}  // namespace stiff
