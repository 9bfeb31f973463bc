#pragma once

#include "stiff/core/axis.h"
#include "stiff/core/estimate.h"

#include <span>

namespace stiff {

struct TapWindowOptions {
  double smallest_jump = 8;  ///< of the push's edges, in standard deviations of the noise
  double shortest_s = 2e-3;  ///< of the push
  double longest_s = 60e-3;
};

/// Where the push lies in a tap's trace, and the line that the sensor reads before it.
struct TapWindow {
  Reason reason = Reason::none;  ///< `no_push`: no tap in it; `outside_field`: no rest before it
  Index onset = 0;               ///< the sample nearest to the push's first edge
  Index end = 0;                 ///< the sample nearest to its second edge
  double onset_s = kNaN;         ///< between samples, from the share of the jump that they show
  double end_s = kNaN;
  double sign = 1;                ///< of the push in the trace
  double jump_m_per_s2 = kNaN;    ///< the push's first edge, signed: tap force by moving mass
  double offset_m_per_s2 = kNaN;  ///< at the first sample, of the line before the tap
  double drift_m_per_s3 = kNaN;
  double drift_std_error = kNaN;
  double noise_m_per_s2 = kNaN;  ///< standard deviation about that line

  bool ok() const { return reason == Reason::none; }
};

/// Finds the push by its two edges: the force, and with it the acceleration, jumps there by more
/// than a swing moves in two samples. An edge is where a[n+1] - a[n-1] is largest; it lies within
/// one sample of that n, and the middle sample's share of the jump says where. The rest before the
/// tap (at least 8 samples) gives noise, offset and drift. A spike of one sample is no push. Limit:
/// ten samples a push at least; verdicts on slower sampling are in `tap_quality.h`.
TapWindow find_tap(std::span<const double> trace, double sampling_frequency_hz,
                   const TapWindowOptions& options = {});

}  // namespace stiff
