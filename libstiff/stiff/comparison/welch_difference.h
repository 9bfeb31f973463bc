#pragma once

#include "stiff/comparison/tested_estimate.h"

#include <span>

namespace stiff {

/// The difference of the means of two groups of people whose spreads may differ (Welch1947):
///
///     mean(a) - mean(b) +- t(.; dof) sqrt(va + vb),   va = s_a^2 / n_a
///     dof = (va + vb)^2 / (va^2 / (n_a - 1) + vb^2 / (n_b - 1))
///
/// Reason `too_few` where a group has fewer than two people; `bad_input` where a number is not
/// finite. No interval and no p where neither group scatters.
TestedEstimate welch_difference(std::span<const double> a, std::span<const double> b,
                                double confidence = 0.95);

}  // namespace stiff
