#include "stiff/comparison/trial_power.h"

#include "stiff/core/estimate.h"

#include <cmath>

#include <boost/math/distributions/non_central_t.hpp>
#include <boost/math/distributions/students_t.hpp>

namespace stiff {
namespace {

/// Power where the statistic has `dof` and its centrality grows as sqrt(weight n).
double power_of(const PlannedChange& planned, double dof, double root) {
  if (!(dof >= 1) || !(planned.sd_change > 0) || !std::isfinite(planned.change) ||
      !(planned.alpha > 0 && planned.alpha < 1)) {
    return kNaN;
  }
  const double critical = quantile(complement(boost::math::students_t(dof), planned.alpha / 2));
  const double centrality = root * std::abs(planned.change) / planned.sd_change;
  // Beyond it the distribution's series are slow and the answer is 1 to every digit.
  if (centrality > 40 + 2 * critical) return 1;
  const boost::math::non_central_t statistic(dof, centrality);
  return cdf(complement(statistic, critical)) + cdf(statistic, -critical);
}

template <class Power>
std::int64_t least_people(Power&& power, double wanted, std::int64_t most) {
  if (!(power(most) >= wanted)) return -1;
  std::int64_t low = 1;
  std::int64_t high = 2;
  while (high < most && !(power(high) >= wanted)) {
    low = high;
    high = high > most / 2 ? most : 2 * high;
  }
  while (high - low > 1) {
    const std::int64_t middle = low + (high - low) / 2;
    (power(middle) >= wanted ? high : low) = middle;
  }
  return high;
}

double half_width(const PlannedChange& planned, double dof, double root) {
  if (!(dof >= 1) || !(planned.sd_change >= 0)) return kNaN;
  return quantile(complement(boost::math::students_t(dof), planned.alpha / 2)) * planned.sd_change /
         root;
}

double dof_paired(std::int64_t n) {
  return static_cast<double>(n - 1);
}
double dof_two_arm(std::int64_t n) {
  return static_cast<double>(2 * n - 2);
}
double root_paired(std::int64_t n) {
  return std::sqrt(static_cast<double>(n));
}
double root_two_arm(std::int64_t n) {
  return std::sqrt(static_cast<double>(n) / 2);
}

}  // namespace

double paired_power(const PlannedChange& planned, std::int64_t people) {
  return power_of(planned, dof_paired(people), root_paired(people));
}

double two_arm_power(const PlannedChange& planned, std::int64_t people_per_arm) {
  return power_of(planned, dof_two_arm(people_per_arm), root_two_arm(people_per_arm));
}

std::int64_t people_for_paired_power(const PlannedChange& planned, double power,
                                     std::int64_t most) {
  return least_people([&](std::int64_t n) { return paired_power(planned, n); }, power, most);
}

std::int64_t people_for_two_arm_power(const PlannedChange& planned, double power,
                                      std::int64_t most) {
  return least_people([&](std::int64_t n) { return two_arm_power(planned, n); }, power, most);
}

double paired_half_width(const PlannedChange& planned, std::int64_t people) {
  return half_width(planned, dof_paired(people), root_paired(people));
}

double two_arm_half_width(const PlannedChange& planned, std::int64_t people_per_arm) {
  return half_width(planned, dof_two_arm(people_per_arm), root_two_arm(people_per_arm));
}

}  // namespace stiff
