#pragma once

#include "stiff/core/axis.h"
#include "stiff/core/estimate.h"
#include "stiff/core/options.h"

#include <span>

#include <Eigen/Core>

namespace stiff {

struct TapWindowOptions {
  double smallest_jump = 8;  ///< of the push's edges, in standard deviations of the noise
  double shortest_s = 2e-3;  ///< of the push
  double longest_s = 60e-3;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    visit(Option{"tap-jump", "1", "Smallest edge of the push, in standard deviations of the noise",
                 3, 1000},
          self.smallest_jump);
    visit(Option{"tap-shortest", "s", "Shortest push that is looked for", 1e-4, 0.2},
          self.shortest_s);
    visit(Option{"tap-longest", "s", "Longest push that is looked for", 1e-3, 0.5}, self.longest_s);
  }
};

/// Where the push lies in a tap's trace, and the line that the sensor reads before it.
struct TapWindow {
  Reason reason = Reason::none;  ///< `no_push`: no tap in it; `outside_field`: no rest before it
  Index onset = 0;               ///< the sample nearest to the push's first edge
  Index end = 0;                 ///< the sample nearest to its second edge
  double onset_s = kNaN;         ///< between samples, from the share of the jump that they show
  double end_s = kNaN;
  Index edge = 1;                 ///< samples to each side of an edge that it may touch
  double sign = 1;                ///< of the push in the trace
  double jump_m_per_s2 = kNaN;    ///< the push's first edge, signed: tap force by moving mass
  double offset_m_per_s2 = kNaN;  ///< at the first sample, of the line before the tap
  double drift_m_per_s3 = kNaN;
  Eigen::Matrix2d rest_covariance =
      Eigen::Matrix2d::Constant(kNaN);  ///< of the two; NaN for the drift of a short rest
  double noise_m_per_s2 = kNaN;         ///< standard deviation of a sample, see below
  double quantum_m_per_s2 = 0;          ///< smallest step between two neighbours that differ

  bool ok() const { return reason == Reason::none; }
};

/// Finds the push by its two edges: the force, and with it the acceleration, jumps there by more
/// than a swing moves in two samples. An edge is where a[n+1] - a[n-1] is largest; it lies within
/// one sample of that n, and the middle sample's share of the jump says where. A spike of one
/// sample is no push. Limit: ten samples a push at least; verdicts on slower sampling are in
/// `tap_quality.h`.
///
/// The rest before the tap (at least 8 samples) gives noise, offset and drift. Of 2 to 7 samples
/// only the offset is taken, and the noise from third differences of the record's last half, where
/// the swing is smooth and small: their median, which a sine of 20 samples a period raises by less
/// than 3 % of its amplitude. The noise is never below that of rounding to the sensor's steps,
/// quantum / sqrt(12). With less rest there is no tap: its edge cannot be told.
TapWindow find_tap(std::span<const double> trace, double sampling_frequency_hz,
                   const TapWindowOptions& options = {});

}  // namespace stiff
