#include "stiff/comparison/welch_difference.h"

#include "stiff/comparison/sample_moments.h"

#include <cmath>

#include <boost/math/distributions/students_t.hpp>

namespace stiff {

TestedEstimate welch_difference(std::span<const double> a, std::span<const double> b,
                                double confidence) {
  TestedEstimate out;
  const SampleMoments of_a = sample_moments(a);
  const SampleMoments of_b = sample_moments(b);
  out.n = of_a.n + of_b.n;
  out.reason = of_a.reason != Reason::none ? of_a.reason : of_b.reason;
  if (out.reason != Reason::none) return out;
  const auto n_a = static_cast<double>(of_a.n);
  const auto n_b = static_cast<double>(of_b.n);
  const double v_a = of_a.variance / n_a;
  const double v_b = of_b.variance / n_b;
  out.value = of_a.mean - of_b.mean;
  out.std_error = std::sqrt(v_a + v_b);
  if (!(out.std_error > 0)) return out;
  out.dof = (v_a + v_b) * (v_a + v_b) / (v_a * v_a / (n_a - 1) + v_b * v_b / (n_b - 1));
  const boost::math::students_t distribution(out.dof);
  const double half = boost::math::quantile(distribution, 0.5 + 0.5 * confidence) * out.std_error;
  out.ci_low = out.value - half;
  out.ci_high = out.value + half;
  out.statistic = out.value / out.std_error;
  out.p = 2 * boost::math::cdf(complement(distribution, std::abs(out.statistic)));
  return out;
}

}  // namespace stiff
