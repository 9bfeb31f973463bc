#include "stiff/comparison/measurement_plan.h"

#include "stiff/comparison/measurement_error.h"
#include "stiff/comparison/variance_interval.h"

#include <cmath>

#include <boost/math/distributions/fisher_f.hpp>

namespace stiff {
namespace {

constexpr double kMost = 1e6;

/// The least n with fixed + falling / n at most `allowed`; 0 where there is none.
std::int64_t least_number(double fixed, double falling, double allowed) {
  if (!(fixed + falling / kMost <= allowed)) return 0;
  if (!(falling > 0)) return 1;
  auto n = static_cast<std::int64_t>(std::ceil(falling / (allowed - fixed)));
  if (n < 1) n = 1;
  // The quotient's rounding may be one off either way.
  if (n > 1 && fixed + falling / static_cast<double>(n - 1) <= allowed) --n;
  if (!(fixed + falling / static_cast<double>(n) <= allowed)) ++n;
  return n;
}

double allowed_variance(double wanted) {
  const double sem = wanted / minimal_detectable_change(1.0);
  return sem * sem;
}

}  // namespace

double planned_error_variance(const ErrorComponents& components, const MeasurementPlan& plan) {
  const auto s = static_cast<double>(plan.sessions);
  const auto r = static_cast<double>(plan.runs);
  const auto t = static_cast<double>(plan.repeats);
  if (!(s >= 1) || !(r >= 1) || !(t >= 1)) return kNaN;
  return (components.session + (components.run + components.repeat / t) / r) / s;
}

double planned_detectable_change(const ErrorComponents& components, const MeasurementPlan& plan) {
  return minimal_detectable_change(std::sqrt(planned_error_variance(components, plan)));
}

double planned_icc(const ErrorComponents& components, const MeasurementPlan& plan) {
  return components.person / (components.person + planned_error_variance(components, plan));
}

std::int64_t runs_for_detectable_change(const ErrorComponents& components,
                                        const MeasurementPlan& plan, double wanted) {
  const auto s = static_cast<double>(plan.sessions);
  const auto t = static_cast<double>(plan.repeats);
  return least_number(components.session / s, (components.run + components.repeat / t) / s,
                      allowed_variance(wanted));
}

std::int64_t repeats_for_detectable_change(const ErrorComponents& components,
                                           const MeasurementPlan& plan, double wanted) {
  const auto s = static_cast<double>(plan.sessions);
  const auto r = static_cast<double>(plan.runs);
  return least_number((components.session + components.run / r) / s, components.repeat / (r * s),
                      allowed_variance(wanted));
}

RelativeInterval planned_sem_interval(std::int64_t people, std::int64_t repeats) {
  const VarianceTerm one{1, 1, static_cast<double>((people - 1) * (repeats - 1))};
  const VarianceInterval interval = variance_interval({&one, 1});
  return {std::sqrt(interval.low), std::sqrt(interval.high)};
}

RelativeInterval planned_icc_interval(double icc, std::int64_t people, std::int64_t repeats) {
  const auto dof = static_cast<double>(people - 1);
  const auto k = static_cast<double>(repeats);
  const double error_dof = dof * (k - 1);
  if (!(dof >= 1) || !(error_dof >= 1) || !(icc >= 0 && icc < 1)) return {};
  const double f = 1 + k * icc / (1 - icc);
  const double low = f / quantile(boost::math::fisher_f(dof, error_dof), 0.975);
  const double high = f * quantile(boost::math::fisher_f(error_dof, dof), 0.975);
  return {(low - 1) / (low + k - 1), (high - 1) / (high + k - 1)};
}

std::int64_t people_for_sem_precision(double ratio, std::int64_t repeats) {
  if (!(ratio > 1) || repeats < 2) return 0;
  std::int64_t low = 1;
  auto high = static_cast<std::int64_t>(kMost);
  if (!(planned_sem_interval(high, repeats).high <= ratio)) return 0;
  while (high - low > 1) {
    const std::int64_t middle = low + (high - low) / 2;
    (planned_sem_interval(middle, repeats).high <= ratio ? high : low) = middle;
  }
  return high;
}

}  // namespace stiff
