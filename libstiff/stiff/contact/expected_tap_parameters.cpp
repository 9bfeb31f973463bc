#include "stiff/contact/spectral_maximum.h"
#include "stiff/contact/tap_parameters.h"
#include "stiff/core/error.h"

#include <cmath>
#include <complex>
#include <numbers>
#include <vector>

namespace stiff {
namespace {

using Complex = std::complex<double>;
constexpr double kPi = std::numbers::pi;

// The swing's closed forms per unit of amplitude; times since the push's onset.
struct Closed {
  double decay, omega, duration;
  Complex pole() const { return {-decay, omega}; }
  Complex shape() const { return {1, decay / omega}; }
  Complex push() const { return 1.0 - std::exp(-pole() * duration); }

  double displacement(double t) const {
    const auto step = [&](double tau) {
      return tau > 0 ? std::imag((std::exp(pole() * tau) - 1.0) / pole()) / omega : 0.0;
    };
    return step(t) - step(t - duration);
  }
  double acceleration(double t) const {
    const auto step = [&](double tau) {
      return tau >= 0 ? std::real(shape() * std::exp(pole() * tau)) : 0.0;
    };
    return step(t) - step(t - duration);
  }
};

// The first t >= from at which omega t + phase is `target` up to whole turns.
double first_time(double phase, double target, double omega, double from) {
  const double turn = 2 * kPi;
  double t = (target - phase) / omega;
  t += std::ceil((from - t) * omega / turn) * turn / omega;
  return t;
}

double spectral_frequency(const Closed& swing, double record_s) {
  const auto finite = [](Complex rate, double length) {
    return (std::exp(rate * length) - 1.0) / rate;
  };
  const auto power = [&](double hz) {
    const Complex turn(0, 2 * kPi * hz);
    const auto step = [&](double length) {
      return 0.5 * (swing.shape() * finite(swing.pole() - turn, length) +
                    std::conj(swing.shape()) * finite(std::conj(swing.pole()) - turn, length));
    };
    return std::norm(step(record_s) -
                     std::exp(-turn * swing.duration) * step(record_s - swing.duration));
  };
  const std::vector<double> grid = spectral_grid(0.4 / record_s);
  std::vector<double> powers;
  for (const double hz : grid) powers.push_back(power(hz));
  return spectral_maximum(power, grid, powers);
}

}  // namespace

double stiffness_bias_at_a1(double zeta) {
  return std::exp(2 * zeta * std::asin(zeta) / std::sqrt(1 - zeta * zeta));
}

TapParameters expected_tap_parameters(const TapSwing& swing, double mass_kg, double record_s) {
  if (!(swing.decay_per_s > 0 && swing.omega_rad_per_s > 0 && swing.duration_s > 0 &&
        swing.amplitude_m_per_s2 > 0 && mass_kg > 0 && record_s > swing.duration_s)) {
    throw Error(ErrorKind::usage, "a swing's decay, frequency, push and mass must be positive");
  }
  const Closed closed{swing.decay_per_s, swing.omega_rad_per_s, swing.duration_s};
  const double omega = closed.omega;
  TapParameters expected;
  expected.spectral_frequency_hz = spectral_frequency(closed, record_s);
  expected.drift_bound_m = 0;

  // Under the push the displacement is largest half a swing after the onset; else where w z has
  // turned to pi.
  expected.max_displacement_free = kPi / omega > swing.duration_s;
  const double t1 = expected.max_displacement_free
                        ? first_time(std::arg(closed.push()), kPi, omega, swing.duration_s)
                        : kPi / omega;
  const double dl = swing.amplitude_m_per_s2 * closed.displacement(t1);
  const double per_dl = mass_kg * swing.amplitude_m_per_s2 / dl;
  expected.max_displacement_s = t1;
  expected.max_displacement_m = dl;
  expected.stiffness_at_dl_n_per_m = -per_dl * closed.acceleration(t1);
  if (expected.max_displacement_free) {
    expected.relaxation_time_s = (kPi / 2 + std::atan(closed.decay / omega)) / omega;
    expected.creep_ratio = expected.relaxation_time_s / t1;
  }

  // Peaks of Re[shape w z]: its slope Re[shape pole w z] is 0 and rises, at -pi / 2.
  const double phase = std::arg(closed.shape() * closed.pole() * closed.push());
  const double peak = first_time(phase, -kPi / 2, omega, swing.duration_s);
  // Where the first is more than half a swing off, the one before fell into the push.
  const double edge = closed.acceleration(swing.duration_s);
  const double ahead = closed.acceleration(swing.duration_s + 1e-6 / omega);
  expected.first_peak_free = edge < 0 && ahead < edge;
  if (expected.first_peak_free) {
    expected.stiffness_at_a1_n_per_m = -per_dl * closed.acceleration(peak);
    expected.log_decrement = 2 * kPi * closed.decay / omega;
    expected.peak_interval_frequency_hz = omega / (2 * kPi);
  }
  return expected;
}

}  // namespace stiff
