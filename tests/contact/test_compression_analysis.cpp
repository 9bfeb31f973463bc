#include "stiff/contact/compression_analysis.h"
#include "stiff/contact/hold_tremor.h"
#include "stiff/core/error.h"
#include "stiff/phantom/compression_phantom.h"
#include "stiff/result/quantity.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "validation.h"
#include <catch2/catch.hpp>

using stiff::analyse_compression;
using stiff::CompressionPhantom;
using stiff::CompressionPhantomOptions;
using stiff::CompressionRecording;
using stiff::ContactResult;
using stiff::Estimate;
using stiff::Reason;

namespace {

Estimate row(const ContactResult& result, const std::string& quantity, int repeat = 0) {
  for (const stiff::EstimateRow& one : result.estimates) {
    if (one.quantity == quantity && one.repeat == repeat && one.method != "prony_term_2" &&
        one.method != "prony_term_3") {
      return one.estimate;
    }
  }
  FAIL("no row of " << quantity);
  return {};
}

bool within(const Estimate& estimate, double truth, double more = 0) {
  return std::abs(estimate.value - truth) <= 4 * estimate.std_error + more;
}

}  // namespace

TEST_CASE("a session of three holds, one with a release", "[compression]") {
  CompressionPhantomOptions options;
  options.protocol.holds = 3;
  options.events.release_n = 1.5;
  options.events.release_hold = 2;
  const CompressionPhantom phantom = stiff::simulate_compression(options);
  const ContactResult result = analyse_compression(phantom.recording);
  CHECK(result.status == stiff::Status::ok);
  const double area = phantom.recording.probe_area_m2;
  for (int hold = 1; hold <= 3; ++hold) {
    const auto& truth = phantom.holds[static_cast<std::size_t>(hold - 1)];
    INFO("hold " << hold);
    // The ends of a hold, which are not averaged, hold at most 0.15 s of 30 each, up to a tenth of
    // the force off its mean: 0.001 of it.
    CHECK(within(row(result, "hold_force", hold), truth.mean_force_n, 0.002 * truth.mean_force_n));
    CHECK(within(row(result, "hold_pressure", hold), 1e-3 * truth.mean_force_n / area,
                 0.002e-3 * truth.mean_force_n / area));
    // 0.1 N of white noise on that force.
    CHECK(row(result, "hold_unsteadiness", hold).value ==
          Approx(0.1 / truth.mean_force_n).epsilon(0.1));
    // A Prony series for Prony and log t: it misses the first instants by 1 % of the force.
    CHECK(within(row(result, "relaxed_share", hold), truth.relaxed_share, 0.01));
    CHECK(row(result, "release_p_value", hold).has_value());
    if (hold != 2)
      CHECK(row(result, "compression_stiffness_before", hold).value == Approx(4000).epsilon(0.03));
  }
  for (const int repeat : {0, 2}) {
    CHECK(within(row(result, "release_time", repeat), 15, 0.02));
    CHECK(within(row(result, "release_drop", repeat), 1.5));
    CHECK(row(result, "hold_share_after_release", repeat).value == Approx(0.5).margin(0.002));
    const double before =
        row(result, "release_drop", repeat).value / row(result, "release_share", repeat).value;
    CHECK(before > phantom.holds[1].mean_force_n);
    CHECK(before < 20);
  }
  CHECK(row(result, "release_p_value", 2).value == Approx(1.0 / 200));
  CHECK(row(result, "release_p_value", 0).value == Approx(1 - std::pow(1 - 1.0 / 200, 3)));
  CHECK(row(result, "tremor_frequency").reason == Reason::low_signal);
  CHECK(row(result, "compression_stiffness_in_hold").reason == Reason::low_signal);
  REQUIRE(result.traces.size() == 4);
  CHECK(result.traces[2].name == "trace_hold_2");
  for (const stiff::Trace& trace : result.traces) {
    for (const stiff::TraceSignal& signal : trace.signals) {
      CHECK(signal.value.size() == trace.at.size());
    }
  }
}

TEST_CASE("each quantity has one primary row and is known", "[compression]") {
  CompressionPhantomOptions options;
  for (const bool held : {true, false}) {
    options.protocol.holds = held ? 1 : 0;
    const auto result = analyse_compression(stiff::simulate_compression(options).recording);
    CHECK((result.status == stiff::Status::ok) == held);
    std::set<std::string> primary;
    for (const stiff::EstimateRow& one : result.estimates) {
      CHECK_NOTHROW(stiff::quantity(one.quantity));
      CHECK(one.estimate.has_value() == (one.estimate.reason == Reason::none));
      CHECK((one.estimate.quality >= 0 && one.estimate.quality <= 1));
      CHECK((one.estimate.quality > 0) == one.estimate.has_value());
      if (one.primary) {
        CHECK(one.repeat == 0);
        CHECK(primary.insert(one.quantity).second);
      }
      if (!held) CHECK(one.estimate.reason == Reason::no_hold);
    }
    CHECK(primary.size() == 22);
  }
}

TEST_CASE("stiffness of small movements in a hold", "[compression]") {
  CompressionPhantomOptions options;
  options.protocol.sway_m = 50e-6;
  options.sensor.noise_n = 0.02;
  const int seeds = validation::seeds(20, 200);
  int held = 0;
  for (int s = 0; s < seeds; ++s) {
    options.seed = 1 + static_cast<std::uint64_t>(s);
    const auto result = analyse_compression(stiff::simulate_compression(options).recording);
    const Estimate in_hold = row(result, "compression_stiffness_in_hold", 1);
    REQUIRE(in_hold.has_value());
    held += in_hold.ci_low <= 4000 && in_hold.ci_high >= 4000;
  }
  INFO(held << " of " << seeds);
  validation::note("stiffness in a hold: interval holds the truth",
                   std::to_string(held) + " of " + std::to_string(seeds), "95 %");
  CHECK(validation::within_band(held, seeds, 0.95));
}

TEST_CASE("tremor and guarding are told, release is not", "[compression]") {
  CompressionPhantomOptions options;
  options.sensor.tremor_n = 0.4;
  options.events.guarding_n = 1.5;
  options.events.guarding_length_s = 8;
  const auto result = analyse_compression(stiff::simulate_compression(options).recording);
  CHECK(row(result, "tremor_frequency").value == Approx(10).margin(0.4));
  CHECK(row(result, "tremor_p_value").value == stiff::kLeastTremorP);
  CHECK(row(result, "guarding_rise").has_value());
  CHECK(row(result, "release_time").reason == Reason::no_release);
  CHECK(result.message.find("guarding that went") != std::string::npos);
}

TEST_CASE("what is not said is not guessed", "[compression]") {
  CompressionPhantomOptions options;
  CompressionRecording recording = stiff::simulate_compression(options).recording;
  recording.probe_area_m2 = stiff::kNaN;
  recording.displacement_m.clear();
  const auto result = analyse_compression(recording);
  CHECK(result.status == stiff::Status::ok);
  CHECK(row(result, "hold_pressure").reason == Reason::missing_metadata);
  CHECK(row(result, "compression_stiffness_before").reason == Reason::missing_metadata);
  CHECK(row(result, "hold_force").has_value());
}

TEST_CASE("a bad compression is refused in one line", "[compression][bad]") {
  CompressionPhantomOptions options;
  CompressionRecording good = stiff::simulate_compression(options).recording;
  CHECK_NOTHROW(validate(good));
  const auto message = [](const CompressionRecording& recording) -> std::string {
    try {
      validate(recording);
    } catch (const stiff::Error& error) {
      CHECK(error.kind() == stiff::ErrorKind::bad_data);
      return error.what();
    }
    return {};
  };
  SECTION("negative force") {
    for (double& value : good.force_n) value = -value;
    CHECK(message(good).find("ForceScale") != std::string::npos);
  }
  SECTION("a gap as NaN") {
    good.force_n[100] = stiff::kNaN;
    CHECK(message(good).find("sample 101") != std::string::npos);
  }
  SECTION("tiny") {
    good.force_n.resize(10);
    CHECK(message(good).find("10 samples") != std::string::npos);
  }
  SECTION("too slow") {
    good.sampling_frequency_hz = 5;
    CHECK(message(good).find("5 Hz") != std::string::npos);
  }
  SECTION("an area in mm2") {
    good.probe_area_m2 = 176;
    CHECK(message(good).find("ProbeArea") != std::string::npos);
  }
  SECTION("displacement in mm") {
    for (double& value : good.displacement_m) value *= 1000;
    CHECK(message(good).find("displacement") != std::string::npos);
  }
  SECTION("of two lengths") {
    good.displacement_m.pop_back();
    CHECK(message(good).find("one length") != std::string::npos);
  }
}

TEST_CASE("a phantom's force is its closed form", "[compression][phantom]") {
  CompressionPhantomOptions options;
  options.sensor.noise_n = 0;
  options.tissue.prony = "0.3,2";
  options.tissue.log_share = 0;
  options.protocol.ramp_s = 1;
  const CompressionPhantom phantom = stiff::simulate_compression(options);
  // Standard linear solid: after a ramp of t_r, g_inf + g (tau / t_r) (1 - e^(-t_r/tau))
  // e^(-t/tau).
  const double top = 0.7 + 0.3 * 2 * (1 - std::exp(-0.5));
  for (const double t : {0.0, 1.0, 5.0, 20.0}) {
    const double wanted = 20 * (0.7 + 0.3 * 2 * (1 - std::exp(-0.5)) * std::exp(-t / 2)) / top;
    CHECK(phantom.recording.force_n[static_cast<std::size_t>(300 + 100 * t)] == Approx(wanted));
  }
  CHECK_THROWS_AS(
      [&] {
        options.tissue.prony = "0.3;2";
        stiff::simulate_compression(options);
      }(),
      stiff::Error);
}
