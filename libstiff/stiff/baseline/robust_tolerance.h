#pragma once

#include "stiff/baseline/tolerance_limit.h"
#include "stiff/result/baseline.h"

#include <cstdint>
#include <map>
#include <span>
#include <utility>
#include <vector>

namespace stiff {

/// Qn: 2.2191 times the k-th smallest of all distances between two values, k = h (h - 1) / 2 with
/// h = n / 2 + 1 (Rousseeuw1993): the standard deviation of normal values, up to half of which may
/// be wild. Biased for few values, which the simulated factor below takes up. NaN for fewer than
/// two.
double qn_scale(std::span<const double> values);

/// Tolerance limits that some wild people do not move: median of the people's means and
///
///     scale^2 = Qn(means)^2 + (1 - h) W
///
/// W the median over people of their variances within, each over its chi-square's median.
/// location +- factor * scale are one-sided limits; the factor is the confidence's quantile over
/// simulated normal cohorts of this design (people, values each, and the ratio of the components as
/// found), so that it counts what robustness costs and Qn's bias in small cohorts. Above 100 people
/// the factor is non-central t's with the efficiencies of median (0.637) and Qn (0.823) and
/// Qn's bias by Rousseeuw1993, n / (n + 3.8) for even and n / (n + 1.4) for odd n.
struct RobustLimit {
  Reason reason = Reason::none;  ///< `too_few` below 5 people; `low_signal` where half are alike
  double location = kNaN;
  double scale = kNaN;
  double factor = kNaN;
};

struct RobustToleranceOptions {
  int simulations = 4000;  ///< error of the confidence: 0.0035
  std::uint64_t seed = 1;
};

/// The simulated factors of one level, each made when it is first asked for: the entries of a study
/// have few designs. Between tenths of the share of the variance that lies within people a factor
/// is interpolated, from the same random numbers (error below 0.01). The order of asking changes
/// nothing.
class RobustFactors {
 public:
  explicit RobustFactors(const ToleranceLevel& level, const RobustToleranceOptions& options = {})
      : level_(level), options_(options) {}

  const ToleranceLevel& level() const { return level_; }
  /// \param values of each person, in ascending order. \param within_share 0 to 1.
  double factor(const std::vector<std::int64_t>& values, double within_share);

 private:
  double at_tenth(const std::vector<std::int64_t>& values, int tenth);

  ToleranceLevel level_;
  RobustToleranceOptions options_;
  std::map<std::pair<std::vector<std::int64_t>, int>, double> known_;
};

RobustLimit robust_tolerance(std::span<const PersonSummary> people, RobustFactors& factors);
RobustLimit robust_tolerance(std::span<const PersonSummary> people, const ToleranceLevel& level,
                             const RobustToleranceOptions& options = {});

}  // namespace stiff
