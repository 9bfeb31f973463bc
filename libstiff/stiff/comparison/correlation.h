#pragma once

#include "stiff/core/estimate.h"

#include <cstdint>
#include <span>

namespace stiff {

/// A correlation with its 95 % interval and the two-sided p value of "none". Where there is none, r
/// is NaN and `reason` says why: `too_few`, `no_spread` (one of the two is constant) or `bad_input`
/// (a value is not finite).
struct Correlation {
  double r = kNaN;
  double ci_low = kNaN;  ///< NaN where the degrees of freedom bear no interval
  double ci_high = kNaN;
  double p = kNaN;
  double dof = kNaN;
  double slope = kNaN;  ///< of y on x, in y's unit over x's; not of ranks
  double slope_std_error = kNaN;
  std::int64_t people = 0;
  std::int64_t pairs = 0;
  Reason reason = Reason::none;
};

/// Pearson's r of pairs that are independent (one a person): t on n - 2, the interval by Fisher's z
/// with the standard error 1 / sqrt(n - 3) (Fisher1921), exact for normal pairs but for terms of
/// 1/n^2. `too_few` below three pairs.
Correlation pearson_correlation(std::span<const double> x, std::span<const double> y);

/// Spearman's: Pearson's r of midranks, t on n - 2, the interval by Fisher's z with the standard
/// error sqrt((1 + r^2/2) / (n - 3)) (Bonett2000). Slopes are NaN.
Correlation spearman_correlation(std::span<const double> x, std::span<const double> y);

/// Repeated-measures correlation (BakdashMarusich2017, after BlandAltman1995): how y goes with x
/// within people, all with one slope and each with a level of their own. With deviations from each
/// person's means,
///
///     r = Sxy / sqrt(Sxx Syy),  dof = pairs - people - 1,  t = r sqrt(dof / (1 - r^2)),
///
/// and the interval by Fisher's z with the standard error 1 / sqrt(dof - 1): that of a Pearson
/// correlation of dof + 2 pairs, which it is for one person. \param person of each pair, any
/// numbers. People with one pair say nothing and are not counted. `too_few` where dof is below 1.
Correlation repeated_correlation(std::span<const std::int64_t> person, std::span<const double> x,
                                 std::span<const double> y);

}  // namespace stiff
