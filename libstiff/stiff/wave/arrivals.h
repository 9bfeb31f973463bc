#pragma once

#include "stiff/core/axis.h"
#include "stiff/core/reason.h"

#include <limits>
#include <vector>

namespace stiff {

/// When a wave passes each distance from the push. Where `reason` is not `none` the time is NaN.
struct Arrivals {
  Axis distance_m;
  double resolution_s = 0;  ///< half the time between frames: what is closer to a line lies on it
  std::vector<double> time_s;
  std::vector<double> std_error_s;  ///< from the noise of the traces alone
  std::vector<double> quality;      ///< 0..1: of a peak 1 - 1/SNR, of a lag its correlation
  std::vector<Reason> reason;

  Arrivals(const Axis& distance, const Axis& time)
      : distance_m(distance),
        resolution_s(0.5 * time.step),
        time_s(static_cast<std::size_t>(distance.size), kNotArrived),
        std_error_s(time_s),
        quality(time_s),
        reason(time_s.size(), Reason::no_wave) {}

 private:
  static constexpr double kNotArrived = std::numeric_limits<double>::quiet_NaN();
};

}  // namespace stiff
