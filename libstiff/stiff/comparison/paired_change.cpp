#include "stiff/comparison/paired_change.h"

#include "stiff/comparison/sample_moments.h"

#include <cmath>

#include <boost/math/distributions/students_t.hpp>

namespace stiff {

TestedEstimate mean_change(std::span<const double> differences, double confidence) {
  TestedEstimate out;
  const SampleMoments sample = sample_moments(differences);
  out.n = sample.n;
  out.reason = sample.reason;
  if (sample.reason != Reason::none) return out;
  out.value = sample.mean;
  out.dof = static_cast<double>(sample.n) - 1;
  out.std_error = std::sqrt(sample.variance / static_cast<double>(sample.n));
  if (!(out.std_error > 0)) return out;
  const boost::math::students_t distribution(out.dof);
  const double half = boost::math::quantile(distribution, 0.5 + 0.5 * confidence) * out.std_error;
  out.ci_low = out.value - half;
  out.ci_high = out.value + half;
  out.statistic = out.value / out.std_error;
  out.p = 2 * boost::math::cdf(complement(distribution, std::abs(out.statistic)));
  return out;
}

double percent_of_log(double x) {
  return 100 * std::expm1(x);
}

TestedEstimate as_percent(const TestedEstimate& of_logarithms) {
  TestedEstimate out = of_logarithms;
  out.value = percent_of_log(of_logarithms.value);
  out.std_error = 100 * std::exp(of_logarithms.value) * of_logarithms.std_error;
  out.ci_low = percent_of_log(of_logarithms.ci_low);
  out.ci_high = percent_of_log(of_logarithms.ci_high);
  return out;
}

}  // namespace stiff
