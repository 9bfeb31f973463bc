#pragma once

#include "stiff/comparison/tested_estimate.h"

#include <cstdint>
#include <span>

namespace stiff {

/// The Hodges-Lehmann estimate of a change: the median of all M = n (n + 1) / 2 Walsh averages
/// (d_i + d_j) / 2, i <= j, zeros included (HodgesLehmann1963). Few wild people do not move it; for
/// symmetric differences it is the mean.
///
/// Its interval inverts the signed rank test (Hollander2014, section 3.3): from the k-th smallest
/// to the k-th largest Walsh average, k the smallest whole number with P(V <= k) > (1 - confidence)
/// / 2, so that it holds at least the stated share: exact to 50 people, by the normal approximation
/// above; ties only make it hold more. None below 6 people, of whom even the whole range holds less
/// than 95 %. `statistic` and `p` are those of `signed_rank_test`.
///
/// Reason `too_few` for nobody; `bad_input` where a number is not finite.
TestedEstimate hodges_lehmann(std::span<const double> differences, double confidence = 0.95);

/// The k-th smallest (from 1) Walsh average of ascending values, exactly, in time n and no memory.
double walsh_average(std::span<const double> ascending, std::int64_t k);

}  // namespace stiff
