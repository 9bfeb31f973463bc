#include "stiff/contact/tap_quality.h"
#include "stiff/phantom/tap_phantom.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <vector>

#include "contact/shared_taps.h"
#include <catch2/catch.hpp>

using namespace stiff;

namespace {

using Trace = std::vector<double>;

std::vector<TapFault> faults_of(const Trace& trace, double fs = 3200) {
  const TapWindow window = find_tap(trace, fs);
  const DampedOscillatorFit fit = fit_damped_oscillator(trace, fs, window);
  const TapBaseline baseline = tap_baseline(window, fit);
  return tap_faults(trace, fs, window, fit, tap_parameters(trace, fs, window, baseline, 0.03));
}

bool has(const std::vector<TapFault>& faults, TapFault fault) {
  return std::find(faults.begin(), faults.end(), fault) != faults.end();
}

TapPhantomOptions noisy() {
  TapPhantomOptions options;
  options.taps = 1;
  options.sensor.noise_m_per_s2 = 0.03;
  return options;
}

Trace trace_of(const TapPhantomOptions& options) {
  return simulate_taps(options).recording.taps_m_per_s2[0];
}

}  // namespace

TEST_CASE("sound taps have no fault") {
  for (const double stiffness : {150.0, 250.0, 450.0}) {
    for (const double zeta : {0.05, 0.15, 0.25, 0.35}) {
      for (std::uint64_t seed = 1; seed <= 5; ++seed) {
        TapPhantomOptions options = noisy();
        options.tissue.stiffness_n_per_m = stiffness;
        options.tissue.damping_ratio = zeta;
        options.seed = seed;
        // The push's edges fall on and between samples.
        options.sensor.onset_s = 0.02 + 7e-5 * static_cast<double>(seed);
        options.tissue.duration_s = 0.015 - 1.1e-4 * static_cast<double>(seed);
        const std::vector<TapFault> faults = faults_of(trace_of(options));
        CAPTURE(stiffness, zeta, seed, faults.empty() ? "" : to_string(faults[0]));
        CHECK(faults.empty());
      }
    }
  }
  // A simulated trace has no noise to measure a misfit by.
  TapPhantomOptions clean;
  clean.taps = 1;
  CHECK(faults_of(trace_of(clean)).empty());
  for (const SharedTap& tap : shared_taps()) {
    const std::vector<TapFault> faults = faults_of(tap.trace_m_per_s2, kSharedSampling_hz);
    CAPTURE(tap.name, faults.empty() ? "" : to_string(faults[0]));
    CHECK(faults.empty());
  }
}

TEST_CASE("each fault is found where it is") {
  const Trace sound = trace_of(noisy());
  CHECK(faults_of(Trace(800, 0.1)) == std::vector<TapFault>{TapFault::no_tap});

  Trace clipped = sound;
  for (double& a : clipped) a = std::clamp(a, -8.0, 8.0);
  CHECK(has(faults_of(clipped), TapFault::clipped));

  TapPhantomOptions loud = noisy();
  loud.sensor.noise_m_per_s2 = 1.0;  // of a push of 13
  CHECK(has(faults_of(trace_of(loud)), TapFault::noise));

  Trace twice = sound;
  TapPhantomOptions later;
  later.taps = 1;
  later.sensor.onset_s = 0.1;
  const Trace second = trace_of(later);
  for (std::size_t i = 0; i < twice.size(); ++i) twice[i] += second[i];
  CHECK(has(faults_of(twice), TapFault::double_tap));

  Trace cut = sound;
  cut.resize(static_cast<std::size_t>(0.08 * 3200));  // one deceleration, half a rebound
  CHECK(has(faults_of(cut), TapFault::too_few_oscillations));

  TapPhantomOptions drifting = noisy();
  drifting.sensor.drift_m_per_s3 = 10;  // 2.7 over the record, of 13
  CHECK(has(faults_of(trace_of(drifting)), TapFault::drift));

  TapPhantomOptions slow = noisy();
  slow.sensor.sampling_frequency_hz = 800;
  slow.tissue.stiffness_n_per_m = 3000;  // 50 Hz: 16 samples a period
  slow.tissue.duration_s = 0.006;
  CHECK(has(faults_of(trace_of(slow), 800), TapFault::sampling_too_slow));
}

TEST_CASE("a probe that leaves the skin is found") {
  // Contact bears no tension: below -preload / m the probe flies, x'' = preload / m into the
  // tissue. Integrated by small steps: force k x + c x' of the tissue only as long as it and the
  // preload push.
  TapPhantomOptions noise = noisy();
  noise.tissue.force_n = 1e-9;
  Trace trace = trace_of(noise);
  const double m = 0.03, k = 250, c = 2 * 0.1 * std::sqrt(k * m), preload = 0.10;
  const double h = 1 / 3200.0 / 50;
  double x = 0, v = 0;
  int flying = 0;
  for (std::size_t i = 0; i < trace.size(); ++i) {
    double a = 0;
    for (int step = 0; step < 50; ++step) {
      const double time = (static_cast<double>(i) + step / 50.0) / 3200;
      const double force = time >= 0.02 && time < 0.035 ? 0.4 : 0.0;
      const double tissue = std::max(k * x + c * v + preload, 0.0);
      a = (force + preload - tissue) / m;
      v += a * h;
      x += v * h;
    }
    flying += k * x + c * v + preload <= 0 ? 1 : 0;
    trace[i] += a;
  }
  REQUIRE(flying > 20);
  const std::vector<TapFault> faults = faults_of(trace);
  CHECK(has(faults, TapFault::jump_off));
  CHECK(has(faults, TapFault::unlike_an_oscillator));
}

TEST_CASE("a usual creep is 0.9 to 1.6 taps") {
  TapParameters p;
  p.max_displacement_s = 0.02;
  CHECK(creep_is_usual(p, 0.015));
  p.max_displacement_s = 0.03;
  CHECK_FALSE(creep_is_usual(p, 0.015));
  p.max_displacement_s = kNaN;
  CHECK_FALSE(creep_is_usual(p, 0.015));
}
