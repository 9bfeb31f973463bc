#include "stiff/contact/hold_detection.h"
#include "stiff/contact/hold_tremor.h"
#include "stiff/phantom/compression_phantom.h"

#include <cmath>

#include "validation.h"
#include <catch2/catch.hpp>

using stiff::CompressionPhantom;
using stiff::CompressionPhantomOptions;
using stiff::find_holds;
using stiff::Reason;

TEST_CASE("holds are found where they are", "[hold]") {
  CompressionPhantomOptions options;
  options.protocol.holds = 3;
  options.protocol.rest_s = 8;
  for (const double fs : {50.0, 100.0, 1000.0}) {
    for (const double ramp : {0.1, 0.5, 2.0}) {
      options.sensor.sampling_frequency_hz = fs;
      options.protocol.ramp_s = ramp;
      const CompressionPhantom phantom = stiff::simulate_compression(options);
      const auto search = find_holds(phantom.recording.force_n, fs);
      REQUIRE(search.holds.size() == 3);
      for (std::size_t i = 0; i < 3; ++i) {
        const auto& hold = search.holds[i];
        const auto& truth = phantom.holds[i];
        INFO(fs << " Hz, ramp of " << ramp << " s, hold " << i);
        // Relaxation bends the ramp: the line through its middle meets the level early, by less
        // than the share of the force that relaxes during it (at most 0.1 here at 2 s) times the
        // ramp; two samples for the sampling; the noise is in its standard error.
        const double bend = 0.1 * ramp + 2 / fs;
        CHECK(std::abs(hold.onset_s.value - truth.onset_s) < bend + 4 * hold.onset_s.std_error);
        CHECK(std::abs(hold.duration_s.value - truth.duration_s) <
              2 * bend + 4 * hold.duration_s.std_error);
        CHECK(std::abs(hold.rest_n) < 0.1);
        CHECK(static_cast<double>(hold.first) / fs >= truth.onset_s);
        CHECK(static_cast<double>(hold.last) / fs <= truth.onset_s + truth.duration_s);
      }
    }
  }
}

TEST_CASE("what is no hold is refused with its reason", "[hold]") {
  CompressionPhantomOptions options;
  const auto search = [&] {
    const CompressionPhantom phantom = stiff::simulate_compression(options);
    return find_holds(phantom.recording.force_n, options.sensor.sampling_frequency_hz);
  };
  SECTION("never held: noise alone") {
    options.protocol.holds = 0;
    CHECK(search().reason == Reason::no_hold);
  }
  SECTION("pressed for too short") {
    options.protocol.hold_s = 3;
    CHECK(search().reason == Reason::no_hold);
  }
  SECTION("the ramp is not in the record") {
    options.protocol.from_hold = true;
    const auto found = search();
    CHECK(found.reason == Reason::no_hold);
    CHECK(found.message.find("ramp") != std::string::npos);
  }
  SECTION("the first of two holds has none: the second counts") {
    options.protocol.from_hold = true;
    options.protocol.holds = 2;
    const auto found = search();
    REQUIRE(found.holds.size() == 1);
    CHECK(found.message.find("left out") != std::string::npos);
  }
  SECTION("a record that ends within the hold") {
    CompressionPhantom phantom = stiff::simulate_compression(options);
    phantom.recording.force_n.resize(2000);
    const auto found = find_holds(phantom.recording.force_n, 100);
    REQUIRE(found.holds.size() == 1);
    CHECK(found.holds[0].end_s == Approx(20));
    CHECK(std::isnan(found.holds[0].let_go_s));
  }
  SECTION("held all along, never from rest") {
    CHECK(find_holds(std::vector<double>(3000, 12.0), 100).reason == Reason::no_hold);
  }
  SECTION("tiny") {
    CHECK(find_holds(std::vector<double>(5, 1.0), 100).reason == Reason::no_hold);
  }
}

TEST_CASE("the onset's interval holds the truth", "[hold][coverage]") {
  CompressionPhantomOptions options;
  options.tissue.prony.clear();  // elastic: a straight ramp, so that noise is all the error
  options.tissue.log_share = 0;
  options.protocol.hold_s = 6;
  const int seeds = validation::seeds(200, 1000);
  int held = 0;
  for (int s = 0; s < seeds; ++s) {
    options.seed = 100 + static_cast<std::uint64_t>(s);
    options.protocol.lead_s = 2 + 0.0001 * s;  // anywhere between two samples
    const CompressionPhantom phantom = stiff::simulate_compression(options);
    const auto found = find_holds(phantom.recording.force_n, 100);
    REQUIRE(found.holds.size() == 1);
    const stiff::Estimate& onset = found.holds[0].onset_s;
    held += onset.ci_low <= phantom.holds[0].onset_s && onset.ci_high >= phantom.holds[0].onset_s;
  }
  INFO(held << " of " << seeds);
  validation::note("hold onset: interval holds the truth",
                   std::to_string(held) + " of " + std::to_string(seeds), "95 % or more");
  // A sample's width is counted whole, and the line's error is small beside it: the interval may be
  // wide, never narrow.
  CHECK((held >= 0.95 * seeds || validation::within_band(held, seeds, 0.95)));
}

TEST_CASE("a tremor's alarms are at the stated rate or below", "[tremor]") {
  const int seeds = validation::seeds(400, 4000);
  for (const auto kind : {stiff::CompressionNoise::white, stiff::CompressionNoise::ar1}) {
    CompressionPhantomOptions options;
    options.sensor.kind = kind;
    options.protocol.displacement = false;
    int alarms = 0;
    for (int s = 0; s < seeds; ++s) {
      options.seed = 1 + static_cast<std::uint64_t>(s);
      const CompressionPhantom phantom = stiff::simulate_compression(options);
      const std::span<const double> force(phantom.recording.force_n);
      alarms += stiff::find_tremor(force.subspan(270, 2960), 100).found();
    }
    INFO((kind == stiff::CompressionNoise::white ? "white: " : "AR(1): ")
         << alarms << " of " << seeds);
    validation::note(std::string("tremor: alarms without one, ") +
                         (kind == stiff::CompressionNoise::white ? "white" : "AR(1) 0.95"),
                     std::to_string(alarms) + " of " + std::to_string(seeds), "1 % or less");
    CHECK((alarms <= 0.01 * seeds || validation::within_band(alarms, seeds, 0.01)));
  }
}

TEST_CASE("a tremor's frequency and amplitude", "[tremor]") {
  const int seeds = validation::seeds(100, 1000);
  int found = 0, frequency = 0, amplitude = 0;
  CompressionPhantomOptions options;
  options.sensor.tremor_n = 0.08;  // below the white noise of 0.1
  options.protocol.displacement = false;
  for (int s = 0; s < seeds; ++s) {
    options.seed = 1 + static_cast<std::uint64_t>(s);
    options.sensor.tremor_hz = 5 + 0.08 * (s % 100);
    const CompressionPhantom phantom = stiff::simulate_compression(options);
    const std::span<const double> force(phantom.recording.force_n);
    const stiff::Tremor tremor = stiff::find_tremor(force.subspan(270, 2960), 100);
    found += tremor.found();
    // A peak 0.5 Hz wide over 30 s: its centre is known to some 0.1 Hz, its amplitude to some 15 %
    // (30 s x 0.5 Hz are some 15 independent looks at it: 1 / sqrt(2 * 15) = 18 %).
    frequency += std::abs(tremor.frequency_hz.value - options.sensor.tremor_hz) < 0.4;
    amplitude += std::abs(tremor.amplitude_n.value / 0.08 - 1) < 4 * 0.18;
  }
  INFO(found << ", " << frequency << ", " << amplitude << " of " << seeds);
  CHECK(found == seeds);
  CHECK(frequency >= 0.99 * seeds);
  CHECK(amplitude >= 0.99 * seeds);
  CHECK(stiff::find_tremor(std::vector<double>(3000, 1.0), 20).frequency_hz.reason ==
        Reason::sampling_too_slow);
  CHECK(stiff::find_tremor(std::vector<double>(100, 1.0), 100).frequency_hz.reason ==
        Reason::too_few);
}
