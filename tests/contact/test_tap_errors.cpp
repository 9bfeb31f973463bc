#include "stiff/contact/damped_oscillator_fit.h"
#include "stiff/contact/tap_excursion.h"
#include "stiff/contact/tap_parameters.h"
#include "stiff/contact/tap_spectrum.h"
#include "stiff/phantom/tap_phantom.h"

#include <array>
#include <cmath>
#include <functional>
#include <string>
#include <vector>

#include "validation.h"
#include <catch2/catch.hpp>

using namespace stiff;

namespace {

constexpr double kSampling_hz = 3200;

TapPhantomOptions one_tap(double zeta, double noise, std::uint64_t seed) {
  TapPhantomOptions options;
  options.taps = 1;
  options.tissue.damping_ratio = zeta;
  options.sensor.noise_m_per_s2 = noise;
  options.sensor.offset_m_per_s2 = 0.1;
  options.sensor.drift_m_per_s3 = 0.5;
  options.seed = seed;
  return options;
}

TapParameters measured(const TapPhantomOptions& options) {
  const std::vector<double> trace = simulate_taps(options).recording.taps_m_per_s2[0];
  const TapWindow window = find_tap(trace, kSampling_hz);
  const DampedOscillatorFit fit = fit_damped_oscillator(trace, kSampling_hz, window);
  REQUIRE(fit.ok());
  return tap_parameters(trace, kSampling_hz, window, tap_baseline(window, fit), 0.03,
                        fit.residual_std);
}

struct Definition {
  const char* name;
  double TapParameters::*value;
  double TapParameterErrors::*error;
};

constexpr std::array<Definition, 8> kDefinitions{{
    {"spectral frequency", &TapParameters::spectral_frequency_hz,
     &TapParameterErrors::spectral_frequency_hz},
    {"peak interval", &TapParameters::peak_interval_frequency_hz,
     &TapParameterErrors::peak_interval_frequency_hz},
    {"S at a1", &TapParameters::stiffness_at_a1_n_per_m,
     &TapParameterErrors::stiffness_at_a1_n_per_m},
    {"S at dl", &TapParameters::stiffness_at_dl_n_per_m,
     &TapParameterErrors::stiffness_at_dl_n_per_m},
    {"decrement", &TapParameters::log_decrement, &TapParameterErrors::log_decrement},
    {"R", &TapParameters::relaxation_time_s, &TapParameterErrors::relaxation_time_s},
    {"C", &TapParameters::creep_ratio, &TapParameterErrors::creep_ratio},
    {"dl", &TapParameters::max_displacement_m, &TapParameterErrors::max_displacement_m},
}};

}  // namespace

TEST_CASE("the definitions' error bars hold what they read without noise", "[coverage]") {
  const int n = validation::seeds(200, 1000);
  // Free of noise, as each definition's own bias is not in its error bar.
  const TapParameters clean = measured(one_tap(0.15, 0, 1));
  std::array<int, kDefinitions.size()> hits{};
  for (int seed = 1; seed <= n; ++seed) {
    const TapParameters p = measured(one_tap(0.15, 0.05, static_cast<std::uint64_t>(seed)));
    for (std::size_t i = 0; i < kDefinitions.size(); ++i) {
      const Definition& d = kDefinitions[i];
      const double z = (p.*d.value - clean.*d.value) / (p.errors.*d.error);
      hits[i] += std::abs(z) <= 1.96 ? 1 : 0;
    }
  }
  for (std::size_t i = 0; i < kDefinitions.size(); ++i) {
    CAPTURE(kDefinitions[i].name, hits[i], n);
    validation::note("a tap's " + std::string(kDefinitions[i].name) +
                         ": 95 % intervals that hold its value without noise",
                     std::to_string(hits[i]) + " of " + std::to_string(n), "95 %");
    CHECK(validation::within_band(hits[i], n, 0.95));
  }
}
