#pragma once

#include "stiff/core/options.h"

#include <cstddef>

namespace stiff {

/// Tolerance limits of a normal population of which a mean and a standard deviation are known only
/// by a sample: mean +- k SD holds at least the share `content` of the population with the
/// probability `confidence`. Unlike mean + 2 SD they count that the sample is random, so that few
/// people give wide limits.
struct ToleranceLevel {
  double content = 0.95;
  double confidence = 0.95;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    visit(Option{"content", "", "Share of healthy values that the limits hold", 0.5, 0.9999},
          self.content);
    visit(Option{"confidence", "", "Chance that they hold at least that share", 0.5, 0.9999},
          self.confidence);
  }
};

/// k of a one-sided limit: t'(confidence; dof, z sqrt(n)) / sqrt(n), z the normal quantile of the
/// content, t' the quantile of non-central t (OdehOwen1980). Exact. \param effective_n variance of
/// a value over the variance of the mean: n for a simple sample, any number above 0. \param dof of
/// the standard deviation, above 0. NaN where either is not.
double one_sided_tolerance_factor(double effective_n, double dof, const ToleranceLevel& level);

/// k of a two-sided limit: the integral equation of Wald and Wolfowitz over the mean's error
/// (Krishnamoorthy2009), by the trapezoidal rule; error below 1e-6. Arguments as above.
double two_sided_tolerance_factor(double effective_n, double dof, const ToleranceLevel& level);

/// The quantile of (centile's location - sample mean) / SD: with probability `confidence` the
/// population's centile of `share` is at most mean + k SD. One-sided limits are the case share =
/// content; the 95 % interval of a centile is the pair of 0.025 and 0.975.
double centile_factor(double share, double effective_n, double dof, double confidence);

/// The other way round, for a value that lies `k` SD above the sample mean: the bound that the
/// share of the population below it does not exceed with the probability `confidence` (0.025 and
/// 0.975: its 95 % interval). Error below 1e-6 within 60 standard errors, an approximation beyond.
double share_below(double k, double effective_n, double dof, double confidence);

/// The rank (1 = smallest) of the order statistic that is an upper limit whatever the
/// distribution's shape, by the binomial distribution (Wilks1941); 0 where n people are too few (59
/// are needed for 0.95 with 0.95). The lower limit's rank is n + 1 less it.
std::size_t upper_tolerance_rank(std::size_t n, const ToleranceLevel& level);

}  // namespace stiff
