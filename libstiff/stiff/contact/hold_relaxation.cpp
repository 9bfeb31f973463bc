#include "stiff/contact/hold_relaxation.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace stiff {
namespace {

constexpr std::size_t kMostSamples = 1500;

// The force of a fit's parameters (F0 g_inf, F0 g_i, ln tau_i) at a time after the ramp.
double force_of(const Eigen::VectorXd& value, double since_ramp_s, double ramp_s) {
  const Eigen::Index terms = (value.size() - 1) / 2;
  double force = value[0];
  for (Eigen::Index i = 0; i < terms; ++i) {
    const double tau = std::exp(value[1 + terms + i]);
    const double ramp = ramp_s > 0 ? -tau / ramp_s * std::expm1(-ramp_s / tau) : 1;
    force += value[1 + i] * ramp * std::exp(-since_ramp_s / tau);
  }
  return force;
}

Estimate relaxed_share(const RelaxationFit& fit, double duration_s) {
  if (!fit.ok()) return no_estimate(fit.reason);
  if (fit.terms == 0) return no_estimate(Reason::low_signal);
  const double ramp = fit.ramp_end_s - fit.ramp_start_s;
  const auto share = [&](const Eigen::VectorXd& value) {
    return 1 - force_of(value, duration_s, ramp) / force_of(value, 0, ramp);
  };
  Eigen::VectorXd slope(fit.value.size());
  for (Eigen::Index k = 0; k < slope.size(); ++k) {
    const double step = 1e-4 * std::sqrt(fit.covariance(k, k));
    Eigen::VectorXd up = fit.value, down = fit.value;
    up[k] += step;
    down[k] -= step;
    slope[k] = (share(up) - share(down)) / (2 * step);
  }
  const double variance = slope.dot(fit.covariance * slope);
  if (!(variance > 0)) return no_estimate(Reason::not_converged);
  return make_estimate(share(fit.value), std::sqrt(variance), kNaN, fit.n, fit.dof);
}

}  // namespace

HoldRelaxation relax_hold(std::span<const double> force_n, double sampling_frequency_hz,
                          const Hold& hold, const ReleaseDetection& release,
                          const RelaxationOptions& options) {
  const std::size_t count = hold.last - hold.first + 1;
  const std::size_t block = (count + kMostSamples - 1) / kMostSamples;
  std::vector<double> time, force;
  for (std::size_t at = hold.first; at + block <= hold.last + 1; at += block) {
    double sum = 0;
    for (std::size_t i = at; i < at + block; ++i) sum += force_n[i];
    const double middle =
        (static_cast<double>(at) + 0.5 * static_cast<double>(block - 1)) / sampling_frequency_hz;
    const double since = middle - static_cast<double>(hold.first) / sampling_frequency_hz;
    time.push_back(middle);
    force.push_back(sum / static_cast<double>(block) - hold.rest_n - release.steps_at(since));
  }
  HoldRelaxation result;
  result.fit = fit_relaxation(time, force, hold.ramp_start_s, hold.onset_s.value, options);
  result.relaxed_share = relaxed_share(result.fit, hold.duration_s.value);
  return result;
}

}  // namespace stiff
