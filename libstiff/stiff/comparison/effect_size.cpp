#include "stiff/comparison/effect_size.h"

#include "stiff/comparison/sample_moments.h"
#include "stiff/core/error.h"

#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

#include <boost/math/distributions/non_central_t.hpp>
#include <boost/math/special_functions/gamma.hpp>

namespace stiff {
namespace {

/// Variances and covariance of before (1) and after (2), each n - 1 in the denominator.
struct Moments {
  double s11;
  double s22;
  double s12;
  double dof;
};

/// The variance of a smooth function of a normal sample's moments, by its derivatives to them.
double variance_of(const Moments& m, double d11, double d22, double d12) {
  return (2 * d11 * d11 * m.s11 * m.s11 + 2 * d22 * d22 * m.s22 * m.s22 +
          d12 * d12 * (m.s11 * m.s22 + m.s12 * m.s12) + 4 * d11 * d22 * m.s12 * m.s12 +
          4 * d11 * d12 * m.s11 * m.s12 + 4 * d22 * d12 * m.s22 * m.s12) /
         m.dof;
}

/// m g with the mean's error and that of g, whose logarithm's variance is given.
EffectSize approximate(double mean, double mean_error, double g, double log_variance, double j) {
  const double d = mean * g;
  const double half = t_quantile_975(std::numeric_limits<double>::infinity()) *
                      std::sqrt(mean_error * mean_error * g * g + d * d * log_variance);
  return {.value = d, .corrected = j * d, .ci_low = d - half, .ci_high = d + half};
}

EffectSize average_effect(double mean, double mean_error, const Moments& m, double j) {
  const double s1 = std::sqrt(m.s11);
  const double s2 = std::sqrt(m.s22);
  const double log_variance = variance_of(m, -0.5 / (s1 * (s1 + s2)), -0.5 / (s2 * (s1 + s2)), 0);
  return approximate(mean, mean_error, 2 / (s1 + s2), log_variance, j);
}

EffectSize repeated_effect(double mean, double mean_error, const Moments& m, double j) {
  const double root = std::sqrt(m.s11 * m.s22);
  const double r = m.s12 / root;
  const double changes = m.s11 + m.s22 - 2 * m.s12;
  // ln g = ln(1 - r) / 2 - ln(changes) / 2 and what is fixed.
  const double to_r = -0.5 / (1 - r);
  const double log_variance =
      variance_of(m, -0.5 * to_r * r / m.s11 - 0.5 / changes,
                  -0.5 * to_r * r / m.s22 - 0.5 / changes, to_r / root + 1 / changes);
  return approximate(mean, mean_error, std::sqrt(2 * (1 - r) / changes), log_variance, j);
}

}  // namespace

double hedges_j(double dof) {
  if (!(dof > 1)) return kNaN;
  return 1 / (std::sqrt(0.5 * dof) * boost::math::tgamma_delta_ratio(0.5 * (dof - 1), 0.5));
}

NoncentralityInterval noncentrality_interval(double t, double dof) {
  if (!(dof > 0) || !std::isfinite(t)) return {};
  const double spread = std::sqrt(1 + t * t / (2 * dof));
  const double z = t_quantile_975(std::numeric_limits<double>::infinity());
  if (!(std::abs(t) < 60)) return {t - z * spread, t + z * spread};
  const auto root = [&](double share) {
    // P(T <= t) falls with the non-centrality.
    double low = t - 12 * spread - 12;
    double high = t + 12 * spread + 12;
    for (int i = 0; i < 100 && high - low > 1e-11; ++i) {
      const double middle = 0.5 * (low + high);
      const boost::math::non_central_t distribution(dof, middle);
      (boost::math::cdf(distribution, t) > share ? low : high) = middle;
    }
    return 0.5 * (low + high);
  };
  return {root(0.975), root(0.025)};
}

EffectSize effect_of_changes(std::span<const double> differences) {
  const SampleMoments sample = sample_moments(differences);
  if (sample.reason != Reason::none || sample.n < 3 || !(sample.variance > 0)) return {};
  const double root_n = std::sqrt(static_cast<double>(sample.n));
  const double dof = static_cast<double>(sample.n) - 1;
  EffectSize out;
  out.value = sample.mean / std::sqrt(sample.variance);
  out.corrected = hedges_j(dof) * out.value;
  const NoncentralityInterval interval = noncentrality_interval(out.value * root_n, dof);
  out.ci_low = interval.low / root_n;
  out.ci_high = interval.high / root_n;
  return out;
}

PairedEffects paired_effects(std::span<const double> before, std::span<const double> after) {
  if (before.size() != after.size()) {
    throw Error(ErrorKind::usage, std::to_string(before.size()) + " values before, but " +
                                      std::to_string(after.size()) + " after");
  }
  PairedEffects out;
  out.n = static_cast<std::int64_t>(before.size());
  std::vector<double> differences;
  for (std::size_t i = 0; i < before.size(); ++i) differences.push_back(after[i] - before[i]);
  const SampleMoments change = sample_moments(differences);
  out.reason = out.n < 3 ? Reason::too_few : change.reason;
  if (out.reason == Reason::none && !(change.variance > 0)) out.reason = Reason::low_signal;
  if (out.reason != Reason::none) return out;
  const double dof = static_cast<double>(out.n) - 1;
  out.hedges_j = hedges_j(dof);
  out.dz = effect_of_changes(differences);
  const SampleMoments first = sample_moments(before);
  const SampleMoments second = sample_moments(after);
  if (!(first.variance > 0 && second.variance > 0)) return out;
  Moments m{.s11 = first.variance, .s22 = second.variance, .s12 = 0, .dof = dof};
  for (std::size_t i = 0; i < before.size(); ++i) {
    m.s12 += (before[i] - first.mean) * (after[i] - second.mean) / dof;
  }
  out.correlation = m.s12 / std::sqrt(m.s11 * m.s22);
  const double error = std::sqrt(change.variance / static_cast<double>(out.n));
  out.dav = average_effect(change.mean, error, m, out.hedges_j);
  // The same number as dz sqrt(2 (1 - r)); nothing is left of it where all move as one.
  if (out.correlation < 1) out.drm = repeated_effect(change.mean, error, m, out.hedges_j);
  return out;
}

}  // namespace stiff
