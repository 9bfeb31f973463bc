#include "stiff/core/estimate.h"

#include <cassert>
#include <cmath>

#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>

namespace stiff {

double t_quantile_975(double dof) {
  if (!(dof > 0)) return kNaN;
  if (std::isinf(dof)) return boost::math::quantile(boost::math::normal(), 0.975);
  return boost::math::quantile(boost::math::students_t(dof), 0.975);
}

Estimate make_estimate(double value, double std_error, double quality, std::int64_t n, double dof) {
  const double half = t_quantile_975(dof) * std_error;
  return {.value = value,
          .std_error = std_error,
          .ci_low = value - half,
          .ci_high = value + half,
          .quality = quality,
          .n = n,
          .reason = Reason::none};
}

Estimate no_estimate(Reason reason) {
  assert(reason != Reason::none);
  Estimate none;
  none.quality = 0;
  none.reason = reason;
  return none;
}

Estimate scaled_power(const Estimate& estimate, double factor, double power) {
  if (!estimate.has_value()) return estimate;
  const auto map = [&](double x) {
    return factor * std::copysign(std::pow(std::abs(x), power), x);
  };
  Estimate out = estimate;
  out.value = map(estimate.value);
  out.std_error = std::abs(factor * power) * std::pow(std::abs(estimate.value), power - 1) *
                  estimate.std_error;
  out.ci_low = map(estimate.ci_low);
  out.ci_high = map(estimate.ci_high);
  return out;
}

}  // namespace stiff
