#pragma once

#include "stiff/contact/tap_window.h"
#include "stiff/core/estimate.h"

#include <span>

#include <Eigen/Core>

namespace stiff {

/// A tap on a damped oscillator, fitted to the acceleration of the moving mass:
///
///     a(t) = A [s(t - t0) - s(t - t0 - T)] + offset + drift (t - t_mid)
///     s(tau) = e^(-sigma tau) (cos omega tau - (sigma / omega) sin omega tau),  tau >= 0
///
/// the response of m x'' + c x' + k x to a rectangular force F of duration T, with A = F / m,
/// sigma = c / 2m and sigma^2 + omega^2 = k / m. All seven are free (Levenberg-Marquardt on
/// analytic derivatives, Marquardt1963). Samples that either edge touches (`TapWindow::edge`) are
/// left out: a sensor shows a part of the jump there, which part depends on its filter. So are
/// those next to them that the fit leaves by more than four standard deviations of noise and 0.2 %
/// of the push, up to 2 ms to each side: what a filter or a slow coil does at an edge has an end,
/// after which the swing is a free one again, of another amplitude. Where the rest is not explained
/// even so (within three times the noise), they stay in.
struct DampedOscillatorFit {
  enum Parameter { onset, duration, amplitude, decay, omega, offset, drift, parameters };
  using Vector = Eigen::Matrix<double, parameters, 1>;
  using Matrix = Eigen::Matrix<double, parameters, parameters>;

  Reason reason = Reason::none;                ///< the window's; `too_few` samples; `not_converged`
  Vector value = Vector::Constant(kNaN);       ///< s, s, m/s2, 1/s, rad/s, m/s2, m/s3
  Matrix covariance = Matrix::Constant(kNaN);  ///< of white noise of the residuals' variance
  double mid_s = kNaN;                         ///< t_mid, where `offset` is read
  double residual_std = kNaN;                  ///< m/s2
  double noise_ratio = kNaN;  ///< residual_std over the noise before the tap: 1 if the model holds
  double dof = kNaN;
  Index n = 0;  ///< samples used
  int iterations = 0;

  bool ok() const { return reason == Reason::none; }
  double damping_ratio() const;    ///< zeta = sigma / sqrt(sigma^2 + omega^2)
  Estimate frequency_hz() const;   ///< omega / 2 pi, of the damped oscillation
  Estimate log_decrement() const;  ///< 2 pi sigma / omega
  /// The model at a time on the trace's axis.
  double at(double time_s) const;
};

/// \param trace acceleration, m/s2. \param window of `find_tap`. Throughput: some thousand traces a
/// second of 800 samples each on one core. Error with white noise: the Cramer-Rao bound.
DampedOscillatorFit fit_damped_oscillator(std::span<const double> trace,
                                          double sampling_frequency_hz, const TapWindow& window);

/// Stiffness, damping and moving mass with their covariance, (k, c, m) in N/m, N s/m, kg.
struct TapOscillator {
  Estimate stiffness_n_per_m;
  Estimate damping_n_s_per_m;
  Estimate mass_kg;
  Eigen::Matrix3d covariance = Eigen::Matrix3d::Constant(kNaN);
};

/// With the moving mass known (the probe's and what is added for the tissue that goes with it) and
/// its standard error: k = m (sigma^2 + omega^2), c = 2 m sigma.
TapOscillator oscillator_of_mass(const DampedOscillatorFit& fit, double mass_kg,
                                 double mass_std_error_kg = 0);

/// With the tap's force known and its standard error: m = F / A, the rest likewise.
TapOscillator oscillator_of_force(const DampedOscillatorFit& fit, double force_n,
                                  double force_std_error_n = 0);

}  // namespace stiff
