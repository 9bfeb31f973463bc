#include "stiff/contact/zener_fit.h"

#include "stiff/contact/gram_fit.h"
#include "stiff/contact/hold_noise.h"
#include "stiff/core/error.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <vector>

namespace stiff {
namespace {

constexpr Eigen::Index kFewestOnRamp = 4;
constexpr Eigen::Index kFewestInHold = 16;

KelvinVoigtFit refused(Reason reason) {
  KelvinVoigtFit fit;
  fit.reason = reason;
  fit.stiffness_n_per_m = fit.damping_n_s_per_m = no_estimate(reason);
  return fit;
}

// Of the columns drive, its rate, force.
KelvinVoigtFit fit_of(const Eigen::MatrixXd& used) {
  const GramFit plain = gram_fit(used.transpose() * used);
  if (!plain.ok) return refused(Reason::not_converged);
  const HoldNoise noise = restricted_hold_noise(
      used,
      likely_hold_noise(used.col(2) - used.leftCols(2) * plain.value, used.col(2).squaredNorm()));
  Eigen::MatrixXd whitened = used;
  NoiseWhitener(noise, used.rows()).apply(whitened);
  const GramFit linear = gram_fit(whitened.transpose() * whitened);
  if (!linear.ok) return refused(Reason::not_converged);
  KelvinVoigtFit fit;
  fit.noise_correlation = noise.correlation();
  const double n = static_cast<double>(used.rows());
  const double variance = linear.cost / (n - 2);
  const double dof = std::max(1.0, n / noise.mean_inflation() - 2);
  const double left = (used.col(2) - used.leftCols(2) * linear.value).squaredNorm();
  const double power = used.col(2).squaredNorm();
  fit.residual_std_n = std::sqrt(left / (n - 2));
  const double quality = power > 0 ? std::max(0.0, 1 - left / power) : 0;
  const auto estimate = [&](Eigen::Index i) {
    return make_estimate(linear.value[i], std::sqrt(variance * linear.inverse(i, i)), quality,
                         used.rows(), dof);
  };
  fit.stiffness_n_per_m = estimate(0);
  fit.damping_n_s_per_m = estimate(1);
  return fit;
}

}  // namespace

ZenerFit zener_of(const RelaxationFit& fit, double modulus_per_force_pa_per_n) {
  const double kilo = 1e-3 * modulus_per_force_pa_per_n;
  if (!fit.ok()) {
    const Estimate none = no_estimate(fit.reason);
    return {none, none, none, false};
  }
  if (fit.terms != 1) {
    throw Error(ErrorKind::usage, "a standard linear solid is a Prony series of one term");
  }
  ZenerFit zener;
  zener.preferred = fit.preferred();
  zener.parallel_spring_kpa = scaled_power(fit.long_time_force_n, kilo, 1);
  if (!fit.tau_s[0].has_value()) {
    zener.series_spring_kpa = zener.dashpot_pa_s = no_estimate(fit.tau_s[0].reason);
    return zener;
  }
  const double quality = fit.tau_s[0].quality, arm = fit.value[1], tau = std::exp(fit.value[2]);
  zener.series_spring_kpa =
      make_estimate(kilo * arm, kilo * std::sqrt(fit.covariance(1, 1)), quality, fit.n, fit.dof);
  // Of ln eta = ln c_1 + ln tau, so that the interval stays above 0.
  const double relative = std::sqrt(fit.covariance(1, 1) / (arm * arm) + fit.covariance(2, 2) +
                                    2 * fit.covariance(1, 2) / arm);
  Estimate eta = make_estimate(std::log(1e3 * kilo * arm * tau), relative, quality, fit.n, fit.dof);
  for (double* of : {&eta.value, &eta.ci_low, &eta.ci_high}) *of = std::exp(*of);
  eta.std_error = relative * eta.value;
  zener.dashpot_pa_s = eta;
  return zener;
}

Estimate KelvinVoigtFit::spring_kpa(double modulus_per_stiffness_per_m) const {
  return scaled_power(stiffness_n_per_m, 1e-3 * modulus_per_stiffness_per_m, 1);
}

Estimate KelvinVoigtFit::dashpot_pa_s(double modulus_per_stiffness_per_m) const {
  return scaled_power(damping_n_s_per_m, modulus_per_stiffness_per_m, 1);
}

KelvinVoigtFit fit_kelvin_voigt(std::span<const double> time_s, std::span<const double> force_n,
                                std::span<const double> drive, double ramp_start_s,
                                double ramp_end_s) {
  const std::size_t size = time_s.size();
  const auto finite = [](double x) { return std::isfinite(x); };
  if (force_n.size() != size || drive.size() != size ||
      !std::all_of(force_n.begin(), force_n.end(), finite) ||
      !std::all_of(time_s.begin(), time_s.end(), finite) ||
      !std::all_of(drive.begin(), drive.end(), finite) ||
      std::adjacent_find(time_s.begin(), time_s.end(), std::greater_equal<>()) != time_s.end()) {
    return refused(Reason::bad_input);
  }
  if (!(ramp_end_s > ramp_start_s) || size < 2 || !(time_s.back() > ramp_end_s)) {
    return refused(Reason::no_hold);
  }
  Eigen::MatrixXd columns(static_cast<Eigen::Index>(size), 3);
  Eigen::Index rows = 0, on_ramp = 0;
  // A sample next to a corner may be the mean of both sides, and its central difference is.
  const double margin_s = (time_s.back() - time_s.front()) / static_cast<double>(size - 1) * 1.001;
  for (std::size_t i = 1; i + 1 < size; ++i) {
    const double t = time_s[i];
    if (t < ramp_start_s + margin_s || std::abs(t - ramp_end_s) < margin_s) continue;
    on_ramp += t < ramp_end_s ? 1 : 0;
    columns.row(rows++) << drive[i],
        (drive[i + 1] - drive[i - 1]) / (time_s[i + 1] - time_s[i - 1]), force_n[i];
  }
  if (rows - on_ramp < kFewestInHold) return refused(Reason::too_few);
  if (on_ramp < kFewestOnRamp) return refused(Reason::sampling_too_slow);
  return fit_of(columns.topRows(rows));
}

KelvinVoigtFit fit_kelvin_voigt(std::span<const double> time_s, std::span<const double> force_n,
                                double depth_m, double ramp_start_s, double ramp_end_s) {
  if (!(depth_m > 0)) return refused(Reason::bad_input);
  const double ramp_s = ramp_end_s - ramp_start_s;
  std::vector<double> depth;
  for (const double t : time_s) {
    depth.push_back(ramp_s > 0 ? depth_m * std::clamp((t - ramp_start_s) / ramp_s, 0.0, 1.0)
                               : depth_m);
  }
  return fit_kelvin_voigt(time_s, force_n, depth, ramp_start_s, ramp_end_s);
}

SpringDashpot fit_springs_and_dashpot(std::span<const double> time_s,
                                      std::span<const double> force_n,
                                      std::span<const double> force_over_modulus_m2,
                                      double ramp_start_s, double ramp_end_s,
                                      RelaxationOptions options) {
  options.terms = 1;
  SpringDashpot both;
  const RelaxationFit one =
      fit_relaxation(time_s, force_n, force_over_modulus_m2, ramp_start_s, ramp_end_s, options);
  // F0 belongs to the mean drive of the hold.
  double held = 0, samples = 0;
  for (std::size_t i = 0; i < std::min(time_s.size(), force_over_modulus_m2.size()); ++i) {
    if (time_s[i] < ramp_end_s) continue;
    held += force_over_modulus_m2[i];
    ++samples;
  }
  both.zener = zener_of(one, samples / held);
  const KelvinVoigtFit two =
      fit_kelvin_voigt(time_s, force_n, force_over_modulus_m2, ramp_start_s, ramp_end_s);
  both.kelvin_voigt_spring_kpa = two.spring_kpa(1);
  both.kelvin_voigt_dashpot_pa_s = two.dashpot_pa_s(1);
  return both;
}

}  // namespace stiff
