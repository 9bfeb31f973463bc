#pragma once

#include "stiff/core/estimate.h"

#include <cstdint>

namespace stiff {

/// A number with its interval and the test of "no change". Where there is no number, `value` is NaN
/// and `reason` says why. Where the people do not scatter at all there is a number, but neither
/// interval nor test: these are NaN.
struct TestedEstimate {
  double value = kNaN;
  double std_error = kNaN;
  double ci_low = kNaN;
  double ci_high = kNaN;
  double statistic = kNaN;  ///< t, or the rank sum
  double dof = kNaN;
  double p = kNaN;     ///< two-sided
  std::int64_t n = 0;  ///< people
  Reason reason = Reason::none;
};

}  // namespace stiff
