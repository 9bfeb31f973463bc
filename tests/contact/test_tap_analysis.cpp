#include "stiff/contact/tap_analysis.h"
#include "stiff/contact/tap_parameters.h"
#include "stiff/dsp/robust_scale.h"
#include "stiff/phantom/tap_phantom.h"
#include "stiff/result/quantity.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>
#include <set>
#include <string>
#include <vector>

#include "contact/shared_taps.h"
#include "validation.h"
#include <catch2/catch.hpp>

using namespace stiff;

namespace {

constexpr const char* kFit = "oscillator_fit";

TapPhantomOptions noisy(std::uint64_t seed = 1) {
  TapPhantomOptions options;
  options.sensor.noise_m_per_s2 = 0.05;
  options.sensor.offset_m_per_s2 = 0.1;
  options.sensor.drift_m_per_s3 = 0.5;
  options.seed = seed;
  return options;
}

ContactResult analysed(const TapPhantomOptions& options) {
  return analyse_taps(simulate_taps(options).recording);
}

const Estimate& row(const ContactResult& result, const std::string& quantity,
                    const std::string& method, int repeat = 0) {
  const auto found =
      std::find_if(result.estimates.begin(), result.estimates.end(), [&](const EstimateRow& r) {
        return r.quantity == quantity && r.method == method && r.repeat == repeat;
      });
  INFO(quantity << " by " << method << ", repeat " << repeat);
  REQUIRE(found != result.estimates.end());
  return found->estimate;
}

bool says(const ContactResult& result, const std::string& words) {
  return result.message.find(words) != std::string::npos;
}

bool holds(const Estimate& e, double truth) {
  return e.ci_low <= truth && truth <= e.ci_high;
}

double decrement(double zeta) {
  return 2 * std::numbers::pi * zeta / std::sqrt(1 - zeta * zeta);
}

}  // namespace

TEST_CASE("every quantity has rows, one of them primary, and a value or a reason") {
  for (const TapPhantomFault fault :
       {TapPhantomFault::none, TapPhantomFault::double_tap, TapPhantomFault::clipped}) {
    TapPhantomOptions options = noisy();
    options.faults.kind = fault;
    const ContactResult result = analysed(options);
    std::map<std::string, int> primary;
    std::set<std::string> seen;
    for (const EstimateRow& r : result.estimates) {
      CHECK_NOTHROW(quantity(r.quantity));
      CHECK(r.estimate.has_value() == (r.estimate.reason == Reason::none));
      CHECK(seen.insert(r.quantity + r.method + std::to_string(r.repeat)).second);
      primary[r.quantity] += r.primary ? 1 : 0;
      if (r.primary) CHECK(r.repeat == 0);
      if (r.estimate.has_value()) CHECK(r.estimate.quality > 0);
      if (r.estimate.has_value()) CHECK(r.estimate.std_error > 0);
    }
    CHECK(primary.size() == 8);
    for (const auto& [name, count] : primary) CHECK(count == 1);
    CHECK((result.status == Status::ok) == (fault == TapPhantomFault::none));
    CHECK(result.message.empty() == (fault == TapPhantomFault::none));
  }
}

TEST_CASE("clean taps: fit and definitions where they hold, a reason where they do not") {
  int with_peaks = 0, without = 0;
  for (const double zeta : {0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35}) {
    for (const double stiffness : {150.0, 250.0, 450.0}) {
      TapPhantomOptions options;
      options.taps = 2;
      options.tissue.stiffness_n_per_m = stiffness;
      options.tissue.damping_ratio = zeta;
      const ContactResult result = analysed(options);
      CAPTURE(zeta, stiffness, result.message);
      const double hz = std::sqrt(stiffness / 0.03 * (1 - zeta * zeta)) / (2 * std::numbers::pi);
      CHECK(row(result, "oscillation_frequency", kFit).value == Approx(hz).epsilon(1e-6));
      CHECK(row(result, "log_decrement", kFit).value == Approx(decrement(zeta)).epsilon(1e-6));
      CHECK(row(result, "dynamic_stiffness", kFit).value == Approx(stiffness).epsilon(1e-6));
      CHECK(row(result, "damping_coefficient", kFit).value ==
            Approx(2 * zeta * std::sqrt(stiffness * 0.03)).epsilon(1e-6));
      // The averaging sensor lowers the amplitude by |lambda|^2 step^2 / 24 = 6e-5 at 450 N/m.
      CHECK(row(result, "moving_mass", "oscillator_fit_force").value == Approx(30).epsilon(1e-4));
      // 3 mm, nu 0.5: E = S / 4 mm.
      CHECK(row(result, "apparent_punch_modulus", kFit).value ==
            Approx(stiffness / 4).epsilon(1e-6));
      const Estimate& interval = row(result, "oscillation_frequency", "peak_interval");
      const Estimate& ratio = row(result, "log_decrement", "peak_ratio");
      const Estimate& at_a1 = row(result, "dynamic_stiffness", "peak_a1");
      if (interval.has_value()) {
        ++with_peaks;
        CHECK(interval.value == Approx(hz).epsilon(0.001));
        CHECK(ratio.value == Approx(decrement(zeta)).epsilon(0.001));
        // Trapezoids of dl and the peak's curve: test_tap_parameters.cpp.
        CHECK(at_a1.value == Approx(stiffness * stiffness_bias_at_a1(zeta)).epsilon(0.003));
      } else {
        ++without;
        CHECK(interval.reason == Reason::under_push);
        CHECK(ratio.reason == Reason::under_push);
        CHECK(at_a1.reason == Reason::under_push);
      }
      const double natural = std::sqrt(stiffness / 0.03);
      const TapSwing swing{zeta * natural, natural * std::sqrt(1 - zeta * zeta), 0.015, 0.4 / 0.03};
      const TapParameters expected = expected_tap_parameters(swing, 0.03, 0.27 - 0.0203);
      CHECK(row(result, "oscillation_frequency", "spectral_peak").value ==
            Approx(expected.spectral_frequency_hz).epsilon(0.001));
      CHECK(row(result, "myoton_relaxation_time", "displacement").value ==
            Approx(1e3 * expected.relaxation_time_s).epsilon(0.002));
      CHECK(row(result, "myoton_creep_ratio", "displacement").value ==
            Approx(expected.creep_ratio).epsilon(0.003));
    }
  }
  CHECK(with_peaks > 10);
  CHECK(without > 2);
}

TEST_CASE("the study's taps by their rows") {
  const std::vector<SharedTap> taps = shared_taps();
  if (taps.empty()) {
    WARN("the recordings of myotonometry are not beside the checkout");
    return;
  }
  std::vector<double> errors;
  int held = 0;
  for (std::size_t i = 0; i + 4 < taps.size(); i += 5) {
    TapRecording recording = simulate_taps({}).recording;
    double mean = 0;
    for (std::size_t k = 0; k < 5; ++k) {
      recording.taps_m_per_s2[k] = taps[i + k].trace_m_per_s2;
      mean += taps[i + k].stiffness_n_per_m / 5;
    }
    const ContactResult result = analyse_taps(recording);
    INFO(taps[i].name);
    REQUIRE(result.status == Status::ok);
    CHECK(row(result, "dynamic_stiffness", kFit).value == Approx(mean).epsilon(0.0025));
    for (int k = 1; k <= 5; ++k) {
      const Estimate& tap = row(result, "dynamic_stiffness", kFit, k);
      const double truth = taps[i + static_cast<std::size_t>(k) - 1].stiffness_n_per_m;
      errors.push_back(std::abs(tap.value / truth - 1));
      held += holds(tap, truth) ? 1 : 0;
    }
  }
  CHECK(median(errors) < 0.0005);
  CHECK(*std::max_element(errors.begin(), errors.end()) < 5 * 0.0005);
  validation::note("shared study: taps whose 95 % interval of k holds the truth",
                   std::to_string(held) + " of " + std::to_string(errors.size()), "95 %");
  CHECK(validation::within_band(held, static_cast<int>(errors.size()), 0.95));
}

TEST_CASE("what is not said of the probe is a reason, and the rest still has values") {
  TapRecording recording = simulate_taps(noisy()).recording;
  recording.probe_mass_kg = kNaN;
  const ContactResult massless = analyse_taps(recording);
  CHECK(massless.status == Status::refused);
  CHECK(says(massless, "'ProbeMass'"));
  for (const char* method : {kFit, "peak_a1", "at_max_displacement"}) {
    CHECK(row(massless, "dynamic_stiffness", method).reason == Reason::missing_metadata);
    CHECK(row(massless, "dynamic_stiffness", method, 3).reason == Reason::missing_metadata);
  }
  CHECK(row(massless, "damping_coefficient", kFit).reason == Reason::missing_metadata);
  CHECK(row(massless, "apparent_punch_modulus", kFit).reason == Reason::missing_metadata);
  CHECK(row(massless, "oscillation_frequency", kFit).has_value());
  CHECK(row(massless, "log_decrement", kFit).has_value());
  CHECK(row(massless, "myoton_creep_ratio", "displacement").has_value());
  // The force alone gives mass and stiffness.
  CHECK(row(massless, "dynamic_stiffness", "oscillator_fit_force").value ==
        Approx(250).epsilon(0.005));

  recording = simulate_taps(noisy()).recording;
  recording.tap_force_n = recording.probe_diameter_m = kNaN;
  const ContactResult bare = analyse_taps(recording);
  CHECK(bare.status == Status::ok);
  CHECK(says(bare, "'TapForce'"));
  CHECK(says(bare, "'ProbeDiameter'"));
  CHECK(row(bare, "moving_mass", "oscillator_fit_force").reason == Reason::missing_metadata);
  CHECK(row(bare, "apparent_punch_modulus", kFit).reason == Reason::missing_metadata);
}

TEST_CASE("added mass: stiffness and damping are in proportion to the mass taken") {
  TapPhantomOptions options = noisy();
  options.tissue.added_mass_kg = 0.006;
  TapRecording recording = simulate_taps(options).recording;
  const ContactResult with = analyse_taps(recording);
  CHECK(row(with, "dynamic_stiffness", kFit).value == Approx(250).epsilon(0.002));
  CHECK(says(with, "6 g of it added"));
  recording.added_mass_kg = 0;
  const ContactResult without = analyse_taps(recording);
  CHECK(row(without, "dynamic_stiffness", kFit).value ==
        Approx(30.0 / 36 * row(with, "dynamic_stiffness", kFit).value));
  CHECK(row(without, "damping_coefficient", kFit).value ==
        Approx(30.0 / 36 * row(with, "damping_coefficient", kFit).value));
  CHECK(row(without, "oscillation_frequency", kFit).value ==
        row(with, "oscillation_frequency", kFit).value);
  // The force finds the 36 g, and the note says that they are not what was stated.
  CHECK(row(without, "moving_mass", "oscillator_fit_force").value == Approx(36).epsilon(0.005));
  CHECK(says(without, "by the tap's force 36 g move, not the 30 g stated"));
}

TEST_CASE("one bad tap is left out and named, the set stands") {
  const std::map<TapPhantomFault, std::pair<Reason, std::string>> expected{
      {TapPhantomFault::clipped, {Reason::saturated, "tap 2: clipped"}},
      {TapPhantomFault::double_tap, {Reason::double_tap, "tap 2: double_tap"}},
      {TapPhantomFault::jump_off, {Reason::jump_off, "tap 2: jump_off"}}};
  for (const auto& [fault, verdict] : expected) {
    TapPhantomOptions options = noisy();
    options.faults = {.kind = fault, .tap = 2};
    options.tissue.preload_n = 0.1;
    options.tissue.damping_ratio = 0.1;
    const TapPhantom phantom = simulate_taps(options);
    REQUIRE(phantom.sound == std::vector<unsigned char>{1, 0, 1, 1, 1});
    const ContactResult result = analyse_taps(phantom.recording);
    CAPTURE(verdict.second, result.message);
    CHECK(result.status == Status::ok);
    CHECK(says(result, verdict.second));
    for (const EstimateRow& r : result.estimates) {
      if (r.repeat == 2) CHECK(r.estimate.reason == verdict.first);
    }
    CHECK(row(result, "dynamic_stiffness", kFit).n == 4);
    CHECK(row(result, "dynamic_stiffness", kFit).value == Approx(250).epsilon(0.002));
    // Four of five taps: a fifth of the quality is gone.
    CHECK(row(result, "dynamic_stiffness", kFit).quality ==
          Approx(0.8 * row(result, "dynamic_stiffness", kFit, 1).quality).epsilon(0.1));
  }
}

TEST_CASE("one tap alone has a value and no error bar") {
  TapPhantomOptions options = noisy();
  options.taps = 1;
  const ContactResult result = analysed(options);
  CHECK(result.status == Status::ok);
  const Estimate& set = row(result, "dynamic_stiffness", kFit);
  CHECK(set.value == row(result, "dynamic_stiffness", kFit, 1).value);
  CHECK(std::isnan(set.std_error));
  CHECK(set.n == 1);
}

TEST_CASE("a set that varies is noted, an outlier left out") {
  TapPhantomOptions options = noisy();
  options.stiffness_spread = 0.1;
  const ContactResult wide = analysed(options);
  CHECK(says(wide, "dynamic_stiffness varies by"));
  CHECK(row(wide, "dynamic_stiffness", kFit).quality < 0.6);

  TapRecording recording = simulate_taps(noisy()).recording;
  TapPhantomOptions stiff = noisy(9);
  stiff.tissue.stiffness_n_per_m = 320;
  recording.taps_m_per_s2[3] = simulate_taps(stiff).recording.taps_m_per_s2[0];
  const ContactResult outlier = analyse_taps(recording);
  CHECK(says(outlier, "tap 4 left out of dynamic_stiffness as an outlier"));
  CHECK(row(outlier, "dynamic_stiffness", kFit).value == Approx(250).epsilon(0.002));
}

TEST_CASE("the picture has every tap, its fit and its marks") {
  TapRecording recording = simulate_taps(noisy()).recording;
  recording.taps_m_per_s2[4].resize(700);
  const ContactResult result = analyse_taps(recording);
  REQUIRE(result.traces.size() == 1);
  const Trace& trace = result.traces[0];
  CHECK(trace.name == "trace");
  CHECK(trace.repeats == 5);
  CHECK(trace.at.size() == 864);
  for (const TraceSignal& signal : trace.signals) {
    REQUIRE(signal.value.size() == 5 * 864);
    CHECK(std::isfinite(signal.value[4 * 864 + 699]));
    CHECK(std::isnan(signal.value[4 * 864 + 700]));
  }
  for (const TraceMark& mark : trace.marks) CHECK(mark.value.size() == 5);
  const auto mark = [&](const std::string& name) {
    const auto found = std::find_if(trace.marks.begin(), trace.marks.end(),
                                    [&](const TraceMark& m) { return m.name == name; });
    REQUIRE(found != trace.marks.end());
    return found->value[0];
  };
  CHECK(mark("onset") == Approx(0.0203).margin(1e-5));
  CHECK(mark("end") == Approx(0.0353).margin(1e-5));
  // The bias of a definition, on the picture, is what the rows differ by.
  CHECK(mark("peak_a1_bias") == Approx(stiffness_bias_at_a1(0.15) - 1).epsilon(0.01));
  CHECK(1 + mark("spectral_peak_bias") ==
        Approx(row(result, "oscillation_frequency", "spectral_peak", 1).value /
               row(result, "oscillation_frequency", kFit, 1).value)
            .epsilon(0.002));
  const double natural = std::sqrt(250 / 0.03);
  const TapParameters expected = expected_tap_parameters(
      {0.15 * natural, natural * std::sqrt(1 - 0.15 * 0.15), 0.015, 0.4 / 0.03}, 0.03, 0.25);
  CHECK(mark("max_displacement") == Approx(1e3 * expected.max_displacement_m).epsilon(0.005));
  CHECK(mark("max_displacement_time") == Approx(0.0203 + expected.max_displacement_s).margin(1e-4));
}

TEST_CASE("equal input gives equal bits") {
  const TapRecording recording = simulate_taps(noisy()).recording;
  const ContactResult one = analyse_taps(recording), two = analyse_taps(recording);
  REQUIRE(one.estimates.size() == two.estimates.size());
  for (std::size_t i = 0; i < one.estimates.size(); ++i) {
    CHECK(one.estimates[i].estimate.value == two.estimates[i].estimate.value);
    CHECK(one.estimates[i].estimate.std_error == two.estimates[i].estimate.std_error);
  }
}
