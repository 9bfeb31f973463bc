#pragma once

#include "stiff/core/estimate.h"

#include <cstdint>

namespace stiff {

/// A share k / n with its exact 95 % interval (ClopperPearson1934), by quantiles of the beta
/// distribution. NaN throughout for n = 0. \throws Error (usage) unless 0 <= k <= n.
struct Share {
  double value = kNaN;
  double ci_low = kNaN;
  double ci_high = kNaN;
};
Share exact_share(std::int64_t k, std::int64_t n);

/// P(X >= k) of a binomial count. \pre 0 <= share <= 1.
double binomial_tail(std::int64_t k, std::int64_t n, double share);

/// P(X >= k) of n people without a change being called lower (or higher) by a limit of `factor`
/// standard deviations that is itself estimated on `dof` degrees of freedom. All are held to the
/// same limit, so that the count is no binomial one but a mixture of such:
///
///     P = integral of P(Bin(n, Phi(-factor sqrt(u / dof))) >= k) f(u) du,  f: chi-square of dof
///
/// With dof -> infinity the binomial test. Trapezoidal rule over ln u; error below 1e-6, absolute.
double chance_of_count(std::int64_t k, std::int64_t n, double factor, double dof);

}  // namespace stiff
