#pragma once

#include "stiff/core/estimate.h"

#include <cstdint>
#include <span>

namespace stiff {

/// Limits of agreement: where 95 % of the differences between two measurements of one person lie.
struct AgreementLimits {
  Reason reason = Reason::none;
  std::int64_t people = 0;
  std::int64_t pairs = 0;
  Estimate bias;  ///< mean difference, Student's t interval
  double sd = kNaN;
  Estimate lower;  ///< bias - 1.96 SD with its 95 % interval: exact, or MOVER for repeated pairs
  Estimate upper;
  Estimate lower_1999;  ///< the same with the approximate interval of BlandAltman1999
  Estimate upper_1999;
};

/// Of one difference a person (BlandAltman1986): bias +- 1.96 SD, 1.96 as it is printed. Intervals
/// of mu +- z sigma, z = 1.959964: exact (Carkeet2015), the limit's bound being mean + c SD with
/// c sqrt(n) a quantile of non-central t with the centrality z sqrt(n); and the approximate one of
/// 1999, SE^2 = SD^2 (1 / n + z^2 / (2 (n - 1))) with Student's t. Reasons: `too_few` below two
/// differences, `bad_input` where one is not finite, `no_spread` where all are equal.
AgreementLimits agreement_limits(std::span<const double> differences);

/// Whether the difference goes with the size: least squares of y - x on (x + y) / 2.
struct ProportionalBias {
  Estimate slope;
  Estimate intercept;
  double t = kNaN;
  double p_value = kNaN;  ///< of slope 0, two-sided, Student's t on n - 2
};

/// Equal slopes of both measurements give 0 only where their variances are equal: this is Pitman's
/// test of that, too. Reasons as above, `too_few` below three pairs.
ProportionalBias proportional_bias(std::span<const double> x, std::span<const double> y);

}  // namespace stiff
