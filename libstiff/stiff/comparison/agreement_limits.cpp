#include "stiff/comparison/agreement_limits.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <boost/math/distributions/non_central_t.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>

namespace stiff {
namespace {

constexpr double kPrinted = 1.96;

double normal_quantile(double p) {
  return boost::math::quantile(boost::math::normal(), p);
}

/// c with P(mu + z sigma <= mean + c SD) = p, in n differences.
double limit_factor(double n, double p) {
  const double z = normal_quantile(0.975);
  const boost::math::non_central_t statistic(n - 1, z * std::sqrt(n));
  return boost::math::quantile(statistic, p) / std::sqrt(n);
}

Reason reason_of(std::span<const double> values, std::size_t least) {
  if (!std::all_of(values.begin(), values.end(), [](double v) { return std::isfinite(v); })) {
    return Reason::bad_input;
  }
  if (values.size() < least) return Reason::too_few;
  const auto [low, high] = std::minmax_element(values.begin(), values.end());
  return *low < *high ? Reason::none : Reason::no_spread;
}

}  // namespace

AgreementLimits agreement_limits(std::span<const double> differences) {
  AgreementLimits out;
  out.people = out.pairs = static_cast<std::int64_t>(differences.size());
  out.reason = reason_of(differences, 2);
  if (out.reason != Reason::none) {
    out.bias = out.lower = out.upper = out.lower_1999 = out.upper_1999 = no_estimate(out.reason);
    return out;
  }
  const auto n = static_cast<double>(differences.size());
  double mean = 0;
  for (const double d : differences) mean += (d - differences[0]) / n;
  mean += differences[0];
  double squares = 0;
  for (const double d : differences) squares += (d - mean) * (d - mean);
  out.sd = std::sqrt(squares / (n - 1));
  out.bias = make_estimate(mean, out.sd / std::sqrt(n), kNaN, out.people, n - 1);
  const double z = normal_quantile(0.975);
  const double error = out.sd * std::sqrt(1 / n + z * z / (2 * (n - 1)));
  out.lower_1999 = make_estimate(mean - kPrinted * out.sd, error, kNaN, out.people, n - 1);
  out.upper_1999 = make_estimate(mean + kPrinted * out.sd, error, kNaN, out.people, n - 1);
  const double near = limit_factor(n, 0.025) * out.sd;
  const double far = limit_factor(n, 0.975) * out.sd;
  out.lower = out.lower_1999;
  out.upper = out.upper_1999;
  out.lower.ci_low = mean - far;
  out.lower.ci_high = mean - near;
  out.upper.ci_low = mean + near;
  out.upper.ci_high = mean + far;
  return out;
}

ProportionalBias proportional_bias(std::span<const double> x, std::span<const double> y) {
  ProportionalBias out;
  std::vector<double> difference, middle;
  for (std::size_t i = 0; i < x.size() && i < y.size(); ++i) {
    difference.push_back(y[i] - x[i]);
    middle.push_back(0.5 * (x[i] + y[i]));
  }
  Reason reason = x.size() == y.size() ? reason_of(middle, 3) : Reason::bad_input;
  if (reason == Reason::none && reason_of(difference, 3) == Reason::bad_input) {
    reason = Reason::bad_input;
  }
  if (reason != Reason::none) {
    out.slope = out.intercept = no_estimate(reason);
    return out;
  }
  const auto n = static_cast<double>(middle.size());
  double mean_d = 0, mean_m = 0;
  for (std::size_t i = 0; i < middle.size(); ++i) {
    mean_d += difference[i] / n;
    mean_m += middle[i] / n;
  }
  double mm = 0, md = 0, dd = 0;
  for (std::size_t i = 0; i < middle.size(); ++i) {
    mm += (middle[i] - mean_m) * (middle[i] - mean_m);
    md += (middle[i] - mean_m) * (difference[i] - mean_d);
    dd += (difference[i] - mean_d) * (difference[i] - mean_d);
  }
  const double slope = md / mm;
  const double residual = std::max(0.0, dd - slope * md) / (n - 2);
  const auto count = static_cast<std::int64_t>(middle.size());
  out.slope = make_estimate(slope, std::sqrt(residual / mm), kNaN, count, n - 2);
  out.intercept =
      make_estimate(mean_d - slope * mean_m, std::sqrt(residual * (1 / n + mean_m * mean_m / mm)),
                    kNaN, count, n - 2);
  if (residual > 0) {
    out.t = slope / out.slope.std_error;
    out.p_value = 2 * cdf(complement(boost::math::students_t(n - 2), std::abs(out.t)));
  }
  return out;
}

}  // namespace stiff
