#include "stiff/contact/twitch_analysis.h"
#include "stiff/core/error.h"
#include "stiff/phantom/twitch_cine.h"
#include "stiff/phantom/twitch_phantom.h"
#include "stiff/result/quantity.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <string>

#include <catch2/catch.hpp>

using namespace stiff;

namespace {

const EstimateRow& row(const ContactResult& result, const std::string& quantity, int repeat) {
  const auto found = std::find_if(
      result.estimates.begin(), result.estimates.end(),
      [&](const EstimateRow& r) { return r.quantity == quantity && r.repeat == repeat; });
  REQUIRE(found != result.estimates.end());
  return *found;
}

void check_primaries(const ContactResult& result) {
  std::set<std::string> seen;
  for (const EstimateRow& r : result.estimates) {
    CHECK_NOTHROW(quantity(r.quantity));
    CHECK(r.primary == (r.repeat == 0));
    CHECK(std::isnan(r.estimate.value) == (r.estimate.reason != Reason::none));
    if (r.primary) CHECK(seen.insert(r.quantity).second);
  }
  CHECK(seen.size() == 5);
}

void check_traces(const ContactResult& result) {
  for (const Trace& trace : result.traces) {
    for (const TraceSignal& signal : trace.signals) {
      CHECK(signal.value.size() == trace.repeats * trace.at.size());
    }
    for (const TraceMark& mark : trace.marks) CHECK(mark.value.size() == trace.repeats);
  }
}

}  // namespace

TEST_CASE("rows of a recording with two twitches") {
  TwitchPhantomOptions options;
  options.burst.count = 2;
  options.burst.times_noise = 8;
  options.disturbance.taps = 1;
  options.disturbance.motion_times_noise = 30;
  options.sensor.axes = 3;
  TwitchPhantom phantom = simulate_twitch(options);
  phantom.recording.first_s = 100;
  const ContactResult result = analyse_twitch(phantom.recording, {});
  CHECK(result.status == Status::ok);
  check_primaries(result);
  check_traces(result);
  CHECK(row(result, "twitch_count", 0).estimate.value == 2);
  for (int i = 1; i <= 2; ++i) {
    const TwitchTruth& truth = phantom.twitches[static_cast<std::size_t>(i) - 1];
    CHECK(row(result, "twitch_onset", i).estimate.value ==
          Approx(100 + truth.onset_s).margin(0.01));
    CHECK(row(result, "twitch_duration", i).estimate.value ==
          Approx(1e3 * truth.duration_s).margin(20));
    CHECK(row(result, "twitch_peak_acceleration", i).estimate.value ==
          Approx(truth.peak).epsilon(0.2));
    CHECK(row(result, "twitch_p_value", i).estimate.value < 0.05);
  }
  for (const EstimateRow& one : result.estimates) {
    CHECK((one.estimate.quality >= 0 && one.estimate.quality <= 1));
  }
  const double p = std::min(row(result, "twitch_p_value", 1).estimate.value,
                            row(result, "twitch_p_value", 2).estimate.value);
  CHECK(row(result, "twitch_p_value", 0).estimate.value == p);
  CHECK_THAT(result.message, Catch::Contains("1 tap taken off"));
  CHECK_THAT(result.message, Catch::Contains("of the probe"));
  CHECK_THAT(result.message, Catch::Contains("alarm rate 5 %"));
  REQUIRE(result.traces.size() == 2);
  CHECK(result.traces[1].repeats == 2);
}

TEST_CASE("no twitch: a count of 0 with its p, the rest NaN with the reason") {
  TwitchPhantomOptions options;
  options.burst.count = 0;
  const ContactResult result = analyse_twitch(simulate_twitch(options).recording, {});
  CHECK(result.status == Status::ok);
  check_primaries(result);
  check_traces(result);
  CHECK(row(result, "twitch_count", 0).estimate.value == 0);
  CHECK(row(result, "twitch_p_value", 0).estimate.value > 0.05);
  CHECK(row(result, "twitch_p_value", 0).estimate.value <= 1);
  CHECK(row(result, "twitch_onset", 0).estimate.reason == Reason::no_twitch);
  CHECK(result.traces.size() == 1);
}

TEST_CASE("a clipped sensor is refused as saturated") {
  TwitchPhantomOptions options;
  options.disturbance.motion_times_noise = 200;
  TwitchPhantom phantom = simulate_twitch(options);
  for (double& value : phantom.recording.axes_m_per_s2[0]) value = std::clamp(value, -1.0, 1.0);
  const ContactResult result = analyse_twitch(phantom.recording, {});
  CHECK(result.status == Status::refused);
  CHECK(row(result, "twitch_count", 0).estimate.reason == Reason::saturated);
  CHECK_THAT(result.message, Catch::Contains("use a larger range"));
  check_primaries(result);
}

TEST_CASE("rows of a cine say when, how fast and where") {
  TwitchCineOptions options;
  options.frame_rate_hz = 500;
  options.burst.times_noise = 5;
  const TwitchCine cine = simulate_twitch_cine(options);
  const ContactResult result =
      analyse_twitch_field(cine.velocity.view(), cine.axial_m, cine.lateral_m, 500, 0, {});
  CHECK(result.status == Status::ok);
  check_primaries(result);
  check_traces(result);
  CHECK(row(result, "twitch_count", 0).estimate.value == 1);
  CHECK(row(result, "twitch_onset", 1).estimate.value ==
        Approx(cine.twitches[0].onset_s).margin(0.01));
  // The mean over a block of 5 mm of a Gaussian of 3 mm SD: 0.80 of its top where the block is
  // centred on it, 0.46 where a corner is, less what the shared plane takes.
  const double peak = row(result, "twitch_peak_velocity", 1).estimate.value;
  CHECK(peak < 0.85e3 * cine.twitches[0].peak);
  CHECK(peak > 0.35e3 * cine.twitches[0].peak);
  CHECK_THAT(result.message, Catch::Contains("mm depth"));
}

TEST_CASE("what is no recording of a twitch is refused in one line") {
  TwitchPhantomOptions options;
  const TwitchRecording sound = simulate_twitch(options).recording;
  CHECK_NOTHROW(validate(sound));
  const auto refused = [&](auto&& damage, const std::string& says) {
    TwitchRecording recording = sound;
    damage(recording);
    CHECK_THROWS_WITH(validate(recording), Catch::Contains(says));
  };
  refused([](auto& r) { r.sampling_frequency_hz = kNaN; }, "'SamplingFrequency' is missing");
  refused([](auto& r) { r.sampling_frequency_hz = 200; }, "too slow for a twitch");
  refused([](auto& r) { r.axes_m_per_s2[0].resize(900); }, "too short to know its noise");
  refused([](auto& r) { r.axes_m_per_s2[0][17] = kNaN; }, "sample 18");
  refused([](auto& r) { r.axes_m_per_s2[0].assign(10000, 9.81); }, "throughout");
  refused([](auto& r) { r.axes_m_per_s2.clear(); }, "one to three axes");
  refused([](auto& r) { r.axes_m_per_s2.push_back({1, 2, 3}); }, "axis 2 has 3 samples");
  refused([](auto& r) { r.axes_m_per_s2[0][3] = 1e6; }, "no acceleration of a sensor");
}
