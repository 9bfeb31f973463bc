#include "stiff/core/error.h"
#include "stiff/phantom/tap_phantom.h"

#include <cmath>
#include <vector>

#include <catch2/catch.hpp>

using namespace stiff;

namespace {

const std::vector<double>& first(const TapPhantom& phantom) {
  return phantom.recording.taps_m_per_s2[0];
}

}  // namespace

// Second implementation: the equation of motion by Runge-Kutta of fourth order, steps that end at
// the push's edges, 20 a sample.
TEST_CASE("a tap phantom obeys the equation of motion") {
  TapPhantomOptions options;
  options.taps = 1;
  options.sensor.averaged = false;
  options.sensor.onset_s = 64.0 / 3200;
  options.tissue.duration_s = 48.0 / 3200;
  const std::vector<double> trace = first(simulate_taps(options));
  const TapPhantomTissue& tissue = options.tissue;
  const double m = tissue.mass_kg, k = tissue.stiffness_n_per_m;
  const double c = 2 * tissue.damping_ratio * std::sqrt(k * m);
  double x = 0, v = 0;
  const double h = 1 / 3200.0 / 20;
  for (std::size_t sample = 64; sample < trace.size(); ++sample) {
    const double force = sample < 64 + 48 ? tissue.force_n : 0.0;
    const auto acceleration = [&](double position, double velocity) {
      return (force - c * velocity - k * position) / m;
    };
    // Steps of h ~ 0.0014 of a radian: h^4 and rounding are below 1e-9.
    CHECK(trace[sample] == Approx(acceleration(x, v)).margin(1e-8));
    for (int i = 0; i < 20; ++i) {
      const double k1x = v, k1v = acceleration(x, v);
      const double k2x = v + h / 2 * k1v, k2v = acceleration(x + h / 2 * k1x, k2x);
      const double k3x = v + h / 2 * k2v, k3v = acceleration(x + h / 2 * k2x, k3x);
      const double k4x = v + h * k3v, k4v = acceleration(x + h * k3x, k4x);
      x += h / 6 * (k1x + 2 * k2x + 2 * k3x + k4x);
      v += h / 6 * (k1v + 2 * k2v + 2 * k3v + k4v);
    }
  }
}

TEST_CASE("a sample between a push's edges shows the jump's share") {
  TapPhantomOptions options;
  options.taps = 1;
  const double step = 1 / 3200.0;
  options.sensor.onset_s = 64.2 * step;  // sample 64 averages from 63.5 to 64.5: 0.3 of the jump
  const std::vector<double> trace = first(simulate_taps(options));
  CHECK(trace[63] == 0);
  // Within the 0.3 samples the acceleration falls by 2 sigma t / 2, 2 * 14 * 5e-5 of the jump.
  CHECK(trace[64] == Approx(0.3 * 0.4 / 0.03).epsilon(0.002));
  // The averages add up to the velocity, which comes to rest.
  double sum = 0;
  for (const double a : trace) sum += a * step;
  // sigma = 0.15 sqrt(250 / 0.03) = 13.7: e^(-13.7 * 0.235) of at most 0.2 m/s is left.
  CHECK(std::abs(sum) < 0.2 * std::exp(-13.6 * 0.234));
}

TEST_CASE("a tap phantom's noise, drift and spread are those asked for") {
  TapPhantomOptions options;
  options.taps = 400;
  options.stiffness_spread = 0.02;
  options.sensor.noise_m_per_s2 = 0.05;
  options.sensor.offset_m_per_s2 = -0.2;
  options.sensor.drift_m_per_s3 = 1.5;
  const TapPhantom phantom = simulate_taps(options);
  double squares = 0, spread = 0;
  for (std::size_t tap = 0; tap < 400; ++tap) {
    for (std::size_t i = 0; i < 60; ++i) {
      const double rest =
          phantom.recording.taps_m_per_s2[tap][i] + 0.2 - 1.5 * static_cast<double>(i) / 3200;
      squares += rest * rest;
    }
    const double relative = phantom.true_stiffness_n_per_m[tap] / 250 - 1;
    spread += relative * relative;
  }
  // Standard errors: 1 / sqrt(2 * 24000) = 0.5 %, and 1 / sqrt(800) = 3.5 %; five of them.
  CHECK(std::sqrt(squares / 24000) == Approx(0.05).epsilon(0.025));
  CHECK(std::sqrt(spread / 400) == Approx(0.02).epsilon(0.18));
  // The seed alone decides.
  CHECK(simulate_taps(options).recording.taps_m_per_s2 == phantom.recording.taps_m_per_s2);
  options.seed = 2;
  CHECK(simulate_taps(options).recording.taps_m_per_s2 != phantom.recording.taps_m_per_s2);
}

TEST_CASE("a tap phantom refuses what cannot be") {
  const auto refused = [](auto change) {
    TapPhantomOptions options;
    change(options);
    CHECK_THROWS_AS(simulate_taps(options), Error);
  };
  refused([](auto& o) { o.tissue.stiffness_n_per_m = 0; });
  refused([](auto& o) { o.tissue.mass_kg = -1; });
  refused([](auto& o) { o.tissue.damping_ratio = 1; });
  refused([](auto& o) { o.sensor.onset_s = 0.26; });
  refused([](auto& o) { o.sensor.noise_m_per_s2 = std::nan(""); });
  refused([](auto& o) { o.sensor.sampling_frequency_hz = 0; });
  refused([](auto& o) { o.taps = 0; });
  refused([](auto& o) { o.stiffness_spread = 0.5; });
}
