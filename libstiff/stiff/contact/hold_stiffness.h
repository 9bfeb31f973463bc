#pragma once

#include "stiff/contact/hold_detection.h"
#include "stiff/contact/release_detection.h"

#include <span>

namespace stiff {

/// Force over displacement, N/m, around a hold.
struct HoldStiffness {
  Estimate before;   ///< the ramp's middle, 20 to 80 % of its time
  Estimate in_hold;  ///< small movements during the hold
  Estimate after;    ///< likewise of letting go; `outside_field` where the record ends before
  /// How far the probe drew back across the release (m, above 0: outwards); NaN without one.
  double retreat_m = kNaN;
};

/// `before` and `after` are lines by least squares of force on displacement, their standard errors
/// widened by the residuals' correlation from sample to sample. `in_hold` is generalised least
/// squares of the slow force on the slow displacement beside passive course and release, in
/// noise that is estimated beside them all: the stiffness that movements of 0.1 Hz to some Hz meet,
/// which is a tangent, and neither that of the ramp nor the tissue's at rest. Where the
/// displacement does not move (below three standard errors, or where its own noise is a tenth of
/// its movement, which would bend the slope down) the reason is `low_signal`.
HoldStiffness hold_stiffness(std::span<const double> force_n,
                             std::span<const double> displacement_m, double sampling_frequency_hz,
                             const Hold& hold, const ReleaseDetection& release);

}  // namespace stiff
