// Where an analysis of taps ends: noise, short and long records, coarse and bent sensors, tissue
// that is no oscillator.
#include "stiff/contact/tap_analysis.h"
#include "stiff/contact/tap_reading.h"
#include "stiff/phantom/tap_phantom.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "validation.h"
#include <boost/random/mersenne_twister.hpp>
#include <boost/random/normal_distribution.hpp>
#include <catch2/catch.hpp>

using namespace stiff;

namespace {

TapPhantomOptions one_tap(double noise, std::uint64_t seed = 1) {
  TapPhantomOptions options;
  options.taps = 1;
  options.sensor.noise_m_per_s2 = noise;
  options.seed = seed;
  return options;
}

TapReading read(const TapPhantomOptions& options) {
  static TapRecording recording;  // what a reading looks at must live on
  recording = simulate_taps(options).recording;
  return read_tap(recording, 0, {});
}

bool sound(const TapReading& reading) {
  return reading.faults.empty();
}

// k x (1 + hardening x / 1.2 mm) + c x' under a push of 13.3 m/s2 and 15 ms.
std::vector<double> hardening_tap(double hardening, double noise, std::uint64_t seed) {
  const double m = 0.03, k = 250, c = 2 * 0.15 * std::sqrt(k * m), h = 1 / 3200.0 / 50;
  boost::random::mt19937_64 random(seed);
  boost::random::normal_distribution<double> normal(0, noise);
  std::vector<double> trace(864);
  double x = 0, v = 0;
  for (std::size_t i = 0; i < trace.size(); ++i) {
    double sum = 0;
    for (int j = 0; j < 50; ++j) {
      const double t = (static_cast<double>(i) - 0.5 + j / 50.0) / 3200;
      const double force = t >= 0.0203 && t < 0.0353 ? 0.4 : 0.0;
      const double a = (force - k * x * (1 + hardening * x / 1.2e-3) - c * v) / m;
      sum += a;
      v += a * h;
      x += v * h;
    }
    trace[i] = sum / 50 + normal(random);
  }
  return trace;
}

const Estimate& row(const ContactResult& result, const std::string& quantity,
                    const std::string& method, int repeat = 0) {
  for (const EstimateRow& r : result.estimates) {
    if (r.quantity == quantity && r.method == method && r.repeat == repeat) return r.estimate;
  }
  FAIL("there is no row of " << quantity << " by " << method);
  throw 0;
}

}  // namespace

TEST_CASE("a coarse sensor is not called clipped, a clipped one is") {
  for (const double step : {0.01, 0.05, 0.1, 0.3}) {
    for (const double zeta : {0.05, 0.15, 0.3}) {
      for (const double noise : {0.0, 0.02}) {
        TapPhantomOptions options = one_tap(noise);
        options.tissue.damping_ratio = zeta;
        options.sensor.step_m_per_s2 = step;
        CAPTURE(step, zeta, noise);
        const TapReading whole = read(options);
        CHECK_FALSE(whole.has(TapFault::clipped));
        CHECK_FALSE(whole.has(TapFault::unlike_an_oscillator));
        options.faults = {.kind = TapPhantomFault::clipped, .limit_m_per_s2 = 9};
        CHECK(read(options).has(TapFault::clipped));
      }
    }
  }
}

TEST_CASE("a limit with noise behind it, or one that bends, is clipped too") {
  TapPhantomOptions options = one_tap(0);
  boost::random::mt19937_64 random(3);
  boost::random::normal_distribution<double> normal(0, 0.03);
  const std::vector<double> clean = simulate_taps(options).recording.taps_m_per_s2[0];
  TapRecording hard = simulate_taps(options).recording, bent = hard, whole = hard;
  for (std::size_t i = 0; i < clean.size(); ++i) {
    const double noise = normal(random);
    whole.taps_m_per_s2[0][i] = clean[i] + noise;
    hard.taps_m_per_s2[0][i] = std::clamp(clean[i], -8.0, 8.0) + noise;
    bent.taps_m_per_s2[0][i] = 6 * std::tanh(clean[i] / 6) + noise;
  }
  CHECK_FALSE(read_tap(whole, 0, {}).has(TapFault::clipped));
  CHECK(read_tap(hard, 0, {}).has(TapFault::clipped));
  CHECK(read_tap(bent, 0, {}).has(TapFault::clipped));
}

TEST_CASE("a record may begin just before the tap") {
  for (const int rest : {3, 5, 8, 12, 30}) {
    TapPhantomOptions options = one_tap(0.05);
    options.sensor.onset_s = (rest + 0.3) / 3200;
    options.sensor.offset_m_per_s2 = 0.2;
    const TapReading reading = read(options);
    CAPTURE(rest, reading.window.onset);
    REQUIRE(reading.window.ok());
    CHECK(sound(reading));
    // The noise is known to sqrt(1 / 2 dof), dof 6 at least: within a factor of three.
    CHECK(reading.window.noise_m_per_s2 > 0.05 / 3);
    CHECK(reading.window.noise_m_per_s2 < 0.05 * 3);
    CHECK(std::abs(reading.of_mass.stiffness_n_per_m.value - 250) <
          5 * reading.of_mass.stiffness_n_per_m.std_error);
  }
}

TEST_CASE("of a long record the part round the tap is looked at") {
  TapPhantomOptions options = one_tap(0.05);
  options.sensor.record_s = 320;  // a million samples
  options.sensor.onset_s = 200;
  const ContactResult result = analyse_taps(simulate_taps(options).recording);
  CHECK(result.status == Status::ok);
  CHECK(result.message.find("only 1 s of the trace") != std::string::npos);
  CHECK(row(result, "dynamic_stiffness", "oscillator_fit", 1).value == Approx(250).epsilon(0.003));
  CHECK(result.traces[0].at.size() == 3200);
}

TEST_CASE("a tap that is cut short, silent, constant or all noise gives reasons and no throw") {
  const auto reason = [](std::vector<double> trace) {
    TapRecording recording = simulate_taps(one_tap(0)).recording;
    recording.taps_m_per_s2[0] = std::move(trace);
    const ContactResult result = analyse_taps(recording);
    CHECK(result.status == Status::refused);
    CHECK(result.message.find("no stiffness (") == 0);
    for (const EstimateRow& r : result.estimates) CHECK_FALSE(r.estimate.has_value());
    return row(result, "dynamic_stiffness", "oscillator_fit").reason;
  };
  CHECK(reason(std::vector<double>(864, 0.0)) == Reason::no_push);
  CHECK(reason(std::vector<double>(864, 3.0)) == Reason::no_push);
  TapPhantomOptions none = one_tap(0.05);
  none.tissue.force_n = 1e-9;
  CHECK(reason(simulate_taps(none).recording.taps_m_per_s2[0]) == Reason::no_push);
  // A cut of 100 samples ends within the push: no second edge.
  std::vector<double> cut = simulate_taps(one_tap(0.05)).recording.taps_m_per_s2[0];
  cut.resize(100);
  CHECK(reason(cut) == Reason::no_push);
}

TEST_CASE("in noise that leaves no definition the fit's error bar holds", "[coverage]") {
  const int n = validation::seeds(200, 1000);
  int held = 0, found = 0, withheld_definitions = 0;
  for (int seed = 1; seed <= n; ++seed) {
    const TapReading reading = read(one_tap(0.75, static_cast<std::uint64_t>(seed)));
    if (!reading.window.ok()) continue;
    ++found;
    const Estimate& k = reading.of_mass.stiffness_n_per_m;
    held += k.ci_low <= 250 && 250 <= k.ci_high ? 1 : 0;
    withheld_definitions +=
        withheld(reading, TapNumber::excursion, 3200, {}) == Reason::low_signal ? 1 : 0;
  }
  CAPTURE(held, found, withheld_definitions, n);
  CHECK(found > 0.98 * n);
  CHECK(validation::within_band(held, found, 0.95));
  // Push over noise is 13.3 / 0.75 = 17.8, give or take 2.1 by jump and noise, and raised by the
  // search for the largest jump; the verdict's limit is 20.
  if (n >= 100) CHECK(withheld_definitions > 0.7 * n);  // of a sanitizer's few seeds no share is known
}

TEST_CASE("a filtered sensor's noise is in the fit's interval", "[coverage]") {
  const int n = validation::seeds(200, 1000);
  for (const double correlation : {0.5, 0.9}) {
    int held = 0, decrements = 0;
    TapRecording recording = simulate_taps(one_tap(0)).recording;
    const std::vector<double> clean = recording.taps_m_per_s2[0];
    const double truth = 2 * 3.14159265358979 * 0.15 / std::sqrt(1 - 0.15 * 0.15);
    for (int seed = 1; seed <= n; ++seed) {
      boost::random::mt19937_64 random(static_cast<std::uint64_t>(seed));
      boost::random::normal_distribution<double> normal(0, 0.05);
      double noise = normal(random);
      for (std::size_t i = 0; i < clean.size(); ++i) {
        noise = correlation * noise + std::sqrt(1 - correlation * correlation) * normal(random);
        recording.taps_m_per_s2[0][i] = clean[i] + noise;
      }
      const TapReading reading = read_tap(recording, 0, {});
      const Estimate& k = reading.of_mass.stiffness_n_per_m;
      held += k.ci_low <= 250 && 250 <= k.ci_high ? 1 : 0;
      const Estimate d = reading.fit.log_decrement();
      decrements += d.ci_low <= truth && truth <= d.ci_high ? 1 : 0;
    }
    CAPTURE(correlation, held, decrements, n);
    validation::note("oscillator fit, noise AR(1) " + std::to_string(correlation).substr(0, 3) +
                         ": 95 % intervals of k that hold the truth",
                     std::to_string(held) + " of " + std::to_string(n), "95 %");
    if (correlation < 0.8) {
      CHECK(validation::within_band(held, n, 0.95));
      CHECK(validation::within_band(decrements, n, 0.95));
    } else {
      // The correlation time is itself an estimate: at 19 samples of 860 it is known to some 20 %,
      // and the interval holds the truth less often than it says.
      CHECK(held > 0.85 * n);
      CHECK(decrements > 0.85 * n);
    }
  }
}

TEST_CASE("a tissue that hardens: quoted with a wider interval, then not at all") {
  TapRecording recording = simulate_taps(one_tap(0)).recording;
  recording.taps_m_per_s2 = {hardening_tap(0.1, 0.02, 1), hardening_tap(0.1, 0.02, 2)};
  const ContactResult mild = analyse_taps(recording);
  CHECK(mild.status == Status::ok);
  CHECK(mild.message.find("unlike_an_oscillator (the fit leaves up to 1.8 %") != std::string::npos);
  const Estimate& k = row(mild, "dynamic_stiffness", "oscillator_fit", 1);
  CHECK(k.ci_low < 250);
  CHECK(250 < k.ci_high);
  CHECK(k.quality < 0.5);

  recording.taps_m_per_s2 = {hardening_tap(0.4, 0.02, 1), hardening_tap(0.4, 0.02, 2)};
  const ContactResult strong = analyse_taps(recording);
  CHECK(strong.status == Status::refused);
  CHECK(row(strong, "dynamic_stiffness", "oscillator_fit").reason == Reason::model_misfit);
  CHECK(row(strong, "oscillation_frequency", "oscillator_fit", 2).reason == Reason::model_misfit);
  CHECK(row(strong, "oscillation_frequency", "spectral_peak").has_value());
  CHECK(row(strong, "dynamic_stiffness", "peak_a1").has_value());
}

// A push that rises over a time, or a sensor behind a filter, multiplies each exponential of the
// free swing by a constant: neither frequency nor decay moves once the edge is over.
TEST_CASE("a slow coil and a filtered sensor leave stiffness and decrement alone") {
  struct Edge {
    double rise_s, pole_hz;
  };
  const double m = 0.03, k = 250, h = 1 / 3200.0 / 50;
  for (const Edge edge :
       {Edge{0.5e-3, 0}, Edge{1e-3, 0}, Edge{2e-3, 0}, Edge{0, 800}, Edge{0, 400}, Edge{0, 200}}) {
    for (const double zeta : {0.1, 0.25}) {
      boost::random::mt19937_64 random(1);
      boost::random::normal_distribution<double> normal(0, 0.03);
      const double c = 2 * zeta * std::sqrt(k * m);
      TapRecording recording = simulate_taps(one_tap(0)).recording;
      double x = 0, v = 0, filtered = 0;
      for (std::size_t i = 0; i < recording.taps_m_per_s2[0].size(); ++i) {
        double sum = 0;
        for (int j = 0; j < 50; ++j) {
          const double t = (static_cast<double>(i) - 0.5 + j / 50.0) / 3200 - 0.0203;
          const auto ramp = [&](double tau) {
            return edge.rise_s > 0 ? std::clamp(tau / edge.rise_s, 0.0, 1.0) : tau >= 0 ? 1.0 : 0.0;
          };
          const double a = (0.4 * (ramp(t) - ramp(t - 0.015)) - k * x - c * v) / m;
          v += a * h;
          x += v * h;
          filtered =
              edge.pole_hz > 0 ? filtered + h * 2 * 3.14159265 * edge.pole_hz * (a - filtered) : a;
          sum += filtered;
        }
        recording.taps_m_per_s2[0][i] = sum / 50 + normal(random);
      }
      const TapReading reading = read_tap(recording, 0, {});
      CAPTURE(edge.rise_s, edge.pole_hz, zeta, reading.misfit);
      CHECK(sound(reading));
      const Estimate stiffness = reading.of_mass.stiffness_n_per_m;
      const Estimate d = reading.fit.log_decrement();
      const double truth = 2 * 3.14159265 * zeta / std::sqrt(1 - zeta * zeta);
      // What of an edge lies below four standard deviations of noise stays in: 0.9 % of the push in
      // a sample or two beside it, of the 45 that fix the push's swing.
      CHECK(std::abs(stiffness.value - 250) < 4 * stiffness.std_error + 0.0005 * 250);
      CHECK(std::abs(d.value - truth) < 4 * d.std_error + 0.001 * truth);
    }
  }
}

TEST_CASE("slow sampling takes the definitions first, then the fit") {
  TapPhantomOptions options = one_tap(0.02);
  options.tissue.stiffness_n_per_m = 3000;  // 49.8 Hz
  options.tissue.duration_s = 0.010;
  options.sensor.sampling_frequency_hz = 800;  // 16 samples a period, 8 a push
  const TapReading some = read(options);
  CHECK(some.has(TapFault::sampling_too_slow));
  CHECK_FALSE(some.has(TapFault::double_tap));  // found here once: the swing's slope is as steep
  CHECK(withheld(some, TapNumber::peaks, 800, {}) == Reason::sampling_too_slow);
  CHECK(withheld(some, TapNumber::fit, 800, {}) == Reason::none);
  CHECK(std::abs(some.of_mass.stiffness_n_per_m.value - 3000) <
        5 * some.of_mass.stiffness_n_per_m.std_error);
  // Below half of what the definitions need there is no fit either, well as it may look.
  TapOptions strict;
  strict.quality.fewest_samples_a_period = 40;
  const TapRecording recording = simulate_taps(options).recording;
  const TapReading few = read_tap(recording, 0, strict);
  CHECK(withheld(few, TapNumber::fit, 800, strict.quality) == Reason::sampling_too_slow);
}
