#pragma once

#include "stiff/core/estimate.h"

#include <span>

#include <Eigen/Core>

namespace stiff {

/// A hold's force without what is faster than a release: low-pass filtered and sampled evenly.
struct SlowForce {
  Eigen::VectorXd time_s;  ///< from the first sample of the stretch given
  Eigen::VectorXd force_n;
  double step_s = kNaN;
};

/// Low-pass and thinning by a root raised cosine of roll-off 0.5, cut four steps to either side:
/// pass band up to a quarter of `rate_hz`, half power at a half of it, above three quarters of it
/// less than 1.5 % in amplitude. Of all low-pass filters it is this one because its translates by
/// one step are orthogonal: white noise stays white (correlations below 0.2 %), and what the
/// noise's model has to learn is the noise's own colour. A tremor of 8 to 12 Hz is gone at 10 Hz.
/// \param force N, evenly sampled, no NaN. The first and last 4 / rate_hz hold no sample.
/// \returns no sample where the stretch is too short.
SlowForce slow_force(std::span<const double> force, double sampling_frequency_hz, double rate_hz);

/// What `slow_force` makes of a fall from 0 to 1 that takes `width_s` and is half done at time 0,
/// at `time_s`: 0 well before, 1 well after.
class SlowStep {
 public:
  explicit SlowStep(double rate_hz);
  double at(double time_s, double width_s) const;
  /// Beyond this time from its middle a step of no width is over.
  double reach_s() const;

 private:
  double ramp(double time_s) const;  // the integral of the step's response

  double step_s_;
  Eigen::VectorXd step_, ramp_;  // on a fine grid
};

}  // namespace stiff
