#include "stiff/contact/damped_oscillator_fit.h"
#include "stiff/core/error.h"

#include <array>
#include <cmath>
#include <numbers>

namespace stiff {
namespace {

using Fit = DampedOscillatorFit;

// A function of the fit with its gradient: the error to first order.
Estimate carried(const Fit& fit, double value, const Fit::Vector& gradient) {
  if (!fit.ok()) return no_estimate(fit.reason);
  const double std_error = std::sqrt(gradient.dot(fit.covariance * gradient));
  return make_estimate(value, std_error, kNaN, fit.n, fit.dof);
}

double response(double tau, double decay, double omega) {
  return tau < 0 ? 0.0
                 : std::exp(-decay * tau) *
                       (std::cos(omega * tau) - decay / omega * std::sin(omega * tau));
}

// (k, c, m) of the covariance of (sigma, omega, m).
TapOscillator oscillator(const Fit& fit, double mass, const Eigen::Matrix3d& inner) {
  TapOscillator result;
  const double decay = fit.value[Fit::decay], omega = fit.value[Fit::omega];
  const double square = decay * decay + omega * omega;
  Eigen::Matrix3d jacobian;
  jacobian << 2 * mass * decay, 2 * mass * omega, square,  //
      2 * mass, 0, 2 * decay,                              //
      0, 0, 1;
  result.covariance = jacobian * inner * jacobian.transpose();
  const auto estimate = [&](double value, int i) {
    return make_estimate(value, std::sqrt(result.covariance(i, i)), kNaN, fit.n, fit.dof);
  };
  result.stiffness_n_per_m = estimate(mass * square, 0);
  result.damping_n_s_per_m = estimate(2 * mass * decay, 1);
  result.mass_kg = estimate(mass, 2);
  return result;
}

TapOscillator no_oscillator(Reason reason) {
  TapOscillator result;
  result.stiffness_n_per_m = result.damping_n_s_per_m = result.mass_kg = no_estimate(reason);
  return result;
}

void check(double value, double std_error, const char* what) {
  if (!(value > 0) || !(std_error >= 0)) throw Error(ErrorKind::usage, what);
}

}  // namespace

double DampedOscillatorFit::damping_ratio() const {
  return value[decay] / std::hypot(value[decay], value[omega]);
}

Estimate DampedOscillatorFit::frequency_hz() const {
  Vector gradient = Vector::Zero();
  gradient[omega] = 0.5 / std::numbers::pi;
  return carried(*this, value[omega] * gradient[omega], gradient);
}

Estimate DampedOscillatorFit::log_decrement() const {
  const double decrement = 2 * std::numbers::pi * value[decay] / value[omega];
  Vector gradient = Vector::Zero();
  gradient[decay] = 2 * std::numbers::pi / value[omega];
  gradient[omega] = -decrement / value[omega];
  return carried(*this, decrement, gradient);
}

double DampedOscillatorFit::at(double time_s) const {
  const double tau = time_s - value[onset];
  return value[amplitude] * (response(tau, value[decay], value[omega]) -
                             response(tau - value[duration], value[decay], value[omega])) +
         value[offset] + value[drift] * (time_s - mid_s);
}

TapOscillator oscillator_of_mass(const DampedOscillatorFit& fit, double mass_kg,
                                 double mass_std_error_kg) {
  check(mass_kg, mass_std_error_kg, "the moving mass of a tap must be positive");
  if (!fit.ok()) return no_oscillator(fit.reason);
  Eigen::Matrix3d inner = Eigen::Matrix3d::Zero();
  inner.topLeftCorner<2, 2>() = fit.covariance.block<2, 2>(Fit::decay, Fit::decay);
  inner(2, 2) = mass_std_error_kg * mass_std_error_kg;
  return oscillator(fit, mass_kg, inner);
}

TapOscillator oscillator_of_force(const DampedOscillatorFit& fit, double force_n,
                                  double force_std_error_n) {
  check(force_n, force_std_error_n, "the force of a tap must be positive");
  if (!fit.ok()) return no_oscillator(fit.reason);
  // The trace's sign is the sensor's; the mass has none.
  const double amplitude = fit.value[Fit::amplitude];
  const double mass = force_n / std::abs(amplitude);
  // (sigma, omega, A, F) -> (sigma, omega, m)
  Eigen::Matrix4d outer = Eigen::Matrix4d::Zero();
  const std::array<int, 3> index{Fit::decay, Fit::omega, Fit::amplitude};
  for (int i = 0; i < 3; ++i) {
    for (int j = 0; j < 3; ++j) {
      outer(i, j) =
          fit.covariance(index[static_cast<std::size_t>(i)], index[static_cast<std::size_t>(j)]);
    }
  }
  outer(3, 3) = force_std_error_n * force_std_error_n;
  Eigen::Matrix<double, 3, 4> jacobian = Eigen::Matrix<double, 3, 4>::Zero();
  jacobian(0, 0) = jacobian(1, 1) = 1;
  jacobian(2, 2) = -mass / amplitude;
  jacobian(2, 3) = mass / force_n;
  return oscillator(fit, mass, jacobian * outer * jacobian.transpose());
}

}  // namespace stiff
