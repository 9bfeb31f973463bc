#pragma once

#include "stiff/core/axis.h"
#include "stiff/core/cube.h"
#include "stiff/recording/identity.h"

#include <cstdint>
#include <string>

namespace stiff {

/// What changed between two maps of one place, on the first one's grid, NaN where one says nothing.
struct MapChange {
  RecordingIdentity before;
  RecordingIdentity after;
  std::string quantity;
  std::string registered_by;  ///< `bmode`, `map` or `none`
  double shift_lateral_mm = 0;
  double shift_axial_mm = 0;
  double rotation_deg = 0;
  Axis axial_m;
  Axis lateral_m;
  Picture<float> pre;
  Picture<float> post;       ///< resampled
  Picture<float> log_ratio;  ///< ln(post / pre)
  Picture<float> log_ratio_std_error;
  Picture<float> difference;  ///< post - pre
  Picture<float> difference_std_error;
  Picture<std::int32_t> candidate_pre;   ///< 0: none; else its number; empty: none were looked for
  Picture<std::int32_t> candidate_post;  ///< likewise, laid on the first map
};

}  // namespace stiff
