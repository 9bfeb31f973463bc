#include "stiff/contact/damped_oscillator_fit.h"
#include "stiff/dsp/robust_scale.h"
#include "stiff/phantom/tap_phantom.h"

#include <cmath>
#include <limits>
#include <numbers>

#include "contact/shared_taps.h"
#include "validation.h"
#include <catch2/catch.hpp>

using namespace stiff;

namespace {

DampedOscillatorFit fit_of(const std::vector<double>& trace, double fs) {
  return fit_damped_oscillator(trace, fs, find_tap(trace, fs));
}

DampedOscillatorFit fit_of(const TapPhantomOptions& options) {
  const TapPhantom phantom = simulate_taps(options);
  return fit_of(phantom.recording.taps_m_per_s2[0], options.sensor.sampling_frequency_hz);
}

double decrement(double zeta) {
  return 2 * std::numbers::pi * zeta / std::sqrt(1 - zeta * zeta);
}

double frequency(double stiffness, double mass, double zeta) {
  return std::sqrt(stiffness / mass * (1 - zeta * zeta)) / (2 * std::numbers::pi);
}

TapPhantomOptions one_tap(double stiffness, double zeta) {
  TapPhantomOptions options;
  options.taps = 1;
  options.tissue.stiffness_n_per_m = stiffness;
  options.tissue.damping_ratio = zeta;
  return options;
}

}  // namespace

TEST_CASE("the oscillator fit against the study's truth") {
  const std::vector<SharedTap> taps = shared_taps();
  if (taps.empty()) {
    WARN("the recordings of myotonometry are not beside the checkout");
    return;
  }
  std::vector<double> stiffness, frequencies, decrements, mass, noise, duration;
  for (const SharedTap& tap : taps) {
    INFO(tap.name);
    const DampedOscillatorFit fit = fit_of(tap.trace_m_per_s2, kSharedSampling_hz);
    REQUIRE(fit.ok());
    const TapOscillator known = oscillator_of_mass(fit, kSharedMass_kg);
    const TapOscillator forced = oscillator_of_force(fit, kSharedForce_n);
    const double k = tap.stiffness_n_per_m, zeta = tap.damping_ratio;
    stiffness.push_back(std::abs(known.stiffness_n_per_m.value / k - 1));
    frequencies.push_back(
        std::abs(fit.frequency_hz().value / frequency(k, kSharedMass_kg, zeta) - 1));
    decrements.push_back(std::abs(fit.log_decrement().value / decrement(zeta) - 1));
    mass.push_back(std::abs(forced.mass_kg.value / kSharedMass_kg - 1));
    noise.push_back(fit.noise_ratio);
    duration.push_back(fit.value[DampedOscillatorFit::duration]);
    // No tap beyond five times the medians asked for.
    CHECK(stiffness.back() < 5 * 0.0005);
    CHECK(frequencies.back() < 5 * 0.0003);
    CHECK(decrements.back() < 5 * 0.0015);
  }
  CAPTURE(median(stiffness), median(frequencies), median(decrements), median(mass), median(noise),
          median(duration));
  CHECK(median(stiffness) < 0.0005);
  CHECK(median(frequencies) < 0.0003);
  CHECK(median(decrements) < 0.0015);
  CHECK(std::abs(median(noise) - 1) < 0.1);
  // The amplitude's standard error is about noise sqrt(2 / 45 samples) / 13 = 0.05 %, its median
  // error two thirds of that.
  CHECK(median(mass) < 0.001);
}

TEST_CASE("clean taps of any damping give frequency and decrement") {
  for (const double stiffness : {120.0, 250.0, 500.0, 900.0}) {
    for (const double zeta : {0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35}) {
      for (const double onset_s : {0.02, 0.0201, 0.0202, 0.0203}) {
        for (const bool averaged : {true, false}) {
          TapPhantomOptions options = one_tap(stiffness, zeta);
          options.sensor.onset_s = onset_s;
          options.sensor.averaged = averaged;
          options.sensor.offset_m_per_s2 = 0.3;
          options.sensor.drift_m_per_s3 = -1;
          CAPTURE(stiffness, zeta, onset_s, averaged);
          const DampedOscillatorFit fit = fit_of(options);
          REQUIRE(fit.ok());
          // A sample's mean over its interval multiplies each exponential by sinh(x) / x of
          // x = lambda step / 2: a constant, so neither frequency nor decay moves. Rounding alone
          // is left, and the descent's end.
          CHECK(fit.frequency_hz().value == Approx(frequency(stiffness, 0.03, zeta)).epsilon(1e-6));
          CHECK(fit.log_decrement().value == Approx(decrement(zeta)).epsilon(1e-6));
          CHECK(fit.damping_ratio() == Approx(zeta).epsilon(1e-6));
          const TapOscillator known = oscillator_of_mass(fit, 0.03);
          CHECK(known.stiffness_n_per_m.value == Approx(stiffness).epsilon(1e-6));
          CHECK(known.damping_n_s_per_m.value ==
                Approx(2 * zeta * std::sqrt(stiffness * 0.03)).epsilon(1e-6));
          // |x|^2 / 6 of that constant in the amplitude, |lambda|^2 = k / m.
          const double averaging = averaged ? stiffness / 0.03 / (3200.0 * 3200.0) / 24 : 0;
          CHECK(std::abs(oscillator_of_force(fit, 0.4).mass_kg.value / 0.03 - 1) <
                1.01 * averaging + 1e-6);
        }
      }
    }
  }
}

TEST_CASE("the fit scales with the trace, follows its shift and does not mind its sign") {
  TapPhantomOptions options = one_tap(300, 0.2);
  options.sensor.noise_m_per_s2 = 0.03;
  std::vector<double> trace = simulate_taps(options).recording.taps_m_per_s2[0];
  const DampedOscillatorFit fit = fit_of(trace, 3200);
  for (double& a : trace) a = 5 - 2 * a;
  const DampedOscillatorFit other = fit_of(trace, 3200);
  REQUIRE(fit.ok());
  REQUIRE(other.ok());
  using Fit = DampedOscillatorFit;
  // The descent ends within 1e-4 standard errors: 1e-4 * 0.1 % of the value.
  CHECK(other.value[Fit::omega] == Approx(fit.value[Fit::omega]).epsilon(1e-6));
  CHECK(other.value[Fit::decay] == Approx(fit.value[Fit::decay]).epsilon(1e-6));
  CHECK(other.value[Fit::amplitude] == Approx(-2 * fit.value[Fit::amplitude]).epsilon(1e-6));
  CHECK(other.residual_std == Approx(2 * fit.residual_std).epsilon(1e-6));
  CHECK(oscillator_of_force(other, 0.8).mass_kg.value ==
        Approx(oscillator_of_force(fit, 0.4).mass_kg.value).epsilon(1e-6));
  // What `at` draws is what was fitted.
  const DampedOscillatorFit clean = fit_of(one_tap(300, 0.2));
  const std::vector<double> truth = simulate_taps(one_tap(300, 0.2)).recording.taps_m_per_s2[0];
  CHECK(clean.at(200 / 3200.0) == Approx(truth[200]).epsilon(1e-6));
  CHECK(clean.at(80 / 3200.0) == Approx(truth[80]).epsilon(1e-6));
  CHECK(std::abs(clean.at(10 / 3200.0)) < 1e-6);
}

TEST_CASE("the oscillator's error bars hold the truth", "[coverage]") {
  const int n = validation::seeds(200, 1000);
  int stiffness = 0, decrements = 0, forced = 0, ratio = 0;
  for (int seed = 1; seed <= n; ++seed) {
    TapPhantomOptions options = one_tap(250, 0.15);
    options.seed = static_cast<std::uint64_t>(seed);
    options.sensor.noise_m_per_s2 = 0.05;
    options.sensor.offset_m_per_s2 = 0.1;
    options.sensor.drift_m_per_s3 = 0.5;
    options.sensor.onset_s = 0.02 + 1e-6 * seed;  // the edges fall anywhere between samples
    const DampedOscillatorFit fit = fit_of(options);
    REQUIRE(fit.ok());
    const auto holds = [](const Estimate& e, double truth) {
      return e.ci_low <= truth && truth <= e.ci_high ? 1 : 0;
    };
    const TapOscillator known = oscillator_of_mass(fit, 0.03);
    stiffness += holds(known.stiffness_n_per_m, 250);
    decrements += holds(fit.log_decrement(), decrement(0.15));
    const TapOscillator of_force = oscillator_of_force(fit, 0.4);
    forced += holds(of_force.mass_kg, 0.03);
    ratio += holds(of_force.stiffness_n_per_m, 250);
  }
  CAPTURE(n, stiffness, decrements, forced, ratio);
  validation::note("oscillator fit: 95 % intervals of k that hold the truth",
                   std::to_string(stiffness) + " of " + std::to_string(n), "95 %");
  CHECK(validation::within_band(stiffness, n, 0.95));
  CHECK(validation::within_band(decrements, n, 0.95));
  CHECK(validation::within_band(forced, n, 0.95));
  CHECK(validation::within_band(ratio, n, 0.95));
}

TEST_CASE("an uncertain mass or force widens the interval") {
  TapPhantomOptions options = one_tap(250, 0.15);
  options.sensor.noise_m_per_s2 = 0.03;
  const DampedOscillatorFit fit = fit_of(options);
  // k is proportional to the mass: 5 % of one is 5 % of the other, and the fit's 0.1 % does not
  // show.
  CHECK(oscillator_of_mass(fit, 0.03, 0.0015).stiffness_n_per_m.std_error ==
        Approx(0.05 * 250).epsilon(0.01));
  CHECK(oscillator_of_force(fit, 0.4, 0.02).stiffness_n_per_m.std_error ==
        Approx(0.05 * 250).epsilon(0.01));
  CHECK_THROWS(oscillator_of_mass(fit, -0.03));
  CHECK_THROWS(oscillator_of_force(fit, kNaN));
}

TEST_CASE("where there is no tap there is no fit") {
  const auto reason = [](const std::vector<double>& trace) {
    const DampedOscillatorFit fit = fit_of(trace, 3200);
    CHECK(std::isnan(fit.frequency_hz().value));
    CHECK(std::isnan(oscillator_of_mass(fit, 0.03).stiffness_n_per_m.value));
    return fit.reason;
  };
  CHECK(reason(std::vector<double>(800, 0.0)) == Reason::no_push);
  TapPhantomOptions noise = one_tap(250, 0.15);
  noise.tissue.force_n = 1e-9;
  noise.sensor.noise_m_per_s2 = 0.05;
  CHECK(reason(simulate_taps(noise).recording.taps_m_per_s2[0]) == Reason::no_push);
  TapPhantomOptions early = one_tap(250, 0.15);
  early.sensor.onset_s = 0.0005;  // one sample at rest, and the edge may touch it
  CHECK(reason(simulate_taps(early).recording.taps_m_per_s2[0]) == Reason::outside_field);
  std::vector<double> cut = simulate_taps(one_tap(250, 0.15)).recording.taps_m_per_s2[0];
  cut.resize(120);  // ends eight samples after the tap
  CHECK(reason(cut) == Reason::too_few);
  cut[3] = std::numeric_limits<double>::quiet_NaN();
  CHECK(reason(cut) == Reason::bad_input);
  CHECK(reason({}) == Reason::too_few);
}
