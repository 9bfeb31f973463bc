#pragma once

#include "stiff/comparison/tested_estimate.h"

namespace stiff {

/// Two one-sided tests (Schuirmann1987): is a change, whatever it is, smaller than a margin that
/// was stated beforehand? From an estimate with its standard error and degrees of freedom:
///
///     p_low = P(T >= (value - low) / se),  p_high = P(T <= (value - high) / se),  p = the larger
///
/// p below alpha is the same as the 1 - 2 alpha interval (90 % for 5 %) within the margin.
struct Equivalence {
  double p_low = kNaN;   ///< of "not above the lower bound"
  double p_high = kNaN;  ///< of "not below the upper bound"
  double p = kNaN;
  double ci_low = kNaN;  ///< 1 - 2 alpha
  double ci_high = kNaN;
  bool equivalent = false;
};

/// NaN throughout where the estimate has no standard error. \throws Error (usage) unless low < 0 <
/// high and alpha lies between 0 and 0.5.
Equivalence equivalence(const TestedEstimate& estimate, double low, double high,
                        double alpha = 0.05);

}  // namespace stiff
