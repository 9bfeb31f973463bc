#pragma once

#include "stiff/core/estimate.h"

#include <span>
#include <vector>

namespace stiff {

/// The mean over cycles that have a value. Where they agree within their own errors (Cochran's Q at
/// 5 %, Cochran1954), weighted by these, and its error is theirs; where not, the plain mean with
/// Student's t of the scatter between them. No value: the first one's reason, `too_few` of none.
Estimate mean_over_cycles(std::span<const Estimate> cycles);

/// The exponent n of E ~ rate^n over cycles: a line through ln E over ln rate, weighted by the
/// errors of E, which are widened by the line's own chi-squared where that is above its degrees of
/// freedom. `too_few` of fewer than two, or where the largest rate is not `least_ratio` times the
/// smallest. Two cycles have the error of theirs alone.
Estimate rate_exponent(std::span<const Estimate> modulus, std::span<const double> rate,
                       double least_ratio);

/// Relative change from the first value to the last, (last - first) / first, with their errors.
Estimate relative_change(const Estimate& first, const Estimate& last);

}  // namespace stiff
