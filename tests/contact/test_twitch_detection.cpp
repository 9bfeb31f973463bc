#include "stiff/contact/burst_significance.h"
#include "stiff/contact/twitch_detection.h"
#include "stiff/core/error.h"
#include "stiff/phantom/twitch_phantom.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "twitch_rates.h"
#include <Eigen/Geometry>
#include <catch2/catch.hpp>

using namespace stiff;
using namespace twitch_rates;

namespace {

TwitchPhantom strong(int axes = 1) {
  TwitchPhantomOptions options;
  options.burst.times_noise = 10;
  options.burst.count = 2;
  options.disturbance.taps = 1;
  options.sensor.axes = axes;
  options.seed = 11;
  return simulate_twitch(options);
}

}  // namespace

// Ten times the noise: the onset's scatter is some ms (a rise of 30 ms over an in-band ratio of
// 20), the peak's about a twentieth.
TEST_CASE("two strong twitches and a tap are two twitches and a tap") {
  const TwitchPhantom phantom = strong();
  const TwitchDetection found = detect(phantom);
  REQUIRE(found.twitches.size() == 2);
  for (std::size_t i = 0; i < 2; ++i) {
    const BurstExtent& extent = found.twitches[i].extent;
    const TwitchTruth& truth = phantom.twitches[i];
    CHECK(extent.onset_s.value == Approx(truth.onset_s).margin(0.008));
    CHECK(extent.duration_s.value == Approx(truth.duration_s).margin(0.012));
    CHECK(extent.peak.value == Approx(truth.peak).epsilon(0.15));
    CHECK(found.twitches[i].frequency_hz == Approx(50).margin(3));
    CHECK(found.twitches[i].p_value == stiff::kLeastBurstP);
  }
  REQUIRE(found.tap_s.size() == 1);
  CHECK(found.tap_s[0] == Approx(phantom.tap_s[0]).margin(0.002));
  CHECK(found.p_value == stiff::kLeastBurstP);
}

TEST_CASE("a twitch without noise to speak of has the extent that it was made with") {
  TwitchPhantomOptions options;
  options.burst.times_noise = 300;
  options.burst.duration_s = 0.15;
  for (const double frequency_hz : {30.0, 50.0, 80.0}) {
    options.burst.frequency_hz = frequency_hz;
    const TwitchPhantom phantom = simulate_twitch(options);
    const TwitchDetection found = detect(phantom);
    REQUIRE(found.twitches.size() == 1);
    const BurstExtent& extent = found.twitches[0].extent;
    // The smoothing of 10 ms over a rise of 45 and a fall of 90 ms, and a band of 35 Hz either
    // side, move a half height by no more than a ms each; what the fitted shape has of it is taken
    // off.
    CHECK(extent.onset_s.value == Approx(phantom.twitches[0].onset_s).margin(2e-3));
    CHECK(extent.duration_s.value == Approx(0.15).margin(4e-3));
    CHECK(extent.peak.value == Approx(phantom.twitches[0].peak).epsilon(0.02));
  }
}

TEST_CASE("a strong twitch is one, whatever rings beside it") {
  TwitchPhantomOptions options;
  options.burst.duration_s = 0.15;
  for (const double times : {20.0, 50.0, 100.0, 300.0}) {
    for (const double frequency_hz : {30.0, 50.0, 80.0}) {
      options.burst.times_noise = times;
      options.burst.frequency_hz = frequency_hz;
      INFO(times << " times the noise, " << frequency_hz << " Hz");
      CHECK(detect(simulate_twitch(options)).twitches.size() == 1);
    }
  }
}

TEST_CASE("the detection goes with scale, sign and offset") {
  const TwitchPhantom phantom = strong();
  const TwitchDetection as_is = detect(phantom);
  for (const double factor : {-1.0, 1000.0, 1e-4}) {
    auto axes = phantom.recording.axes_m_per_s2;
    for (double& value : axes[0]) value = factor * value + 3 * factor;
    const TwitchDetection other = detect_twitches(axes, 1000, {});
    REQUIRE(other.twitches.size() == 2);
    for (std::size_t i = 0; i < 2; ++i) {
      const BurstExtent &a = as_is.twitches[i].extent, &b = other.twitches[i].extent;
      CHECK(b.onset_s.value == Approx(a.onset_s.value).margin(1e-6));
      CHECK(b.peak.value == Approx(std::abs(factor) * a.peak.value).epsilon(1e-4));
    }
  }
}

TEST_CASE("the detection goes with a shift in time") {
  const TwitchPhantom phantom = strong();
  const TwitchDetection as_is = detect(phantom);
  // 0.5 s less at the beginning, before all that happens.
  auto axes = phantom.recording.axes_m_per_s2;
  REQUIRE(phantom.twitches[0].onset_s > 0.9);
  REQUIRE(phantom.tap_s[0] > 0.9);
  axes[0].erase(axes[0].begin(), axes[0].begin() + 500);
  const TwitchDetection later = detect_twitches(axes, 1000, {});
  REQUIRE(later.twitches.size() == 2);
  for (std::size_t i = 0; i < 2; ++i) {
    const Estimate &a = as_is.twitches[i].extent.onset_s, &b = later.twitches[i].extent.onset_s;
    // Other noise is drawn for the errors: what is taken off differs by a part of the error; and
    // the grid of 1 ms lies elsewhere.
    CHECK(b.value + 0.5 == Approx(a.value).margin(0.5 * a.std_error + 1e-3));
  }
}

TEST_CASE("three axes: how the sensor lies does not matter") {
  const TwitchPhantom phantom = strong(3);
  const TwitchDetection as_is = detect(phantom);
  REQUIRE(as_is.twitches.size() == 2);
  const Eigen::Matrix3d turn =
      Eigen::AngleAxisd(0.8, Eigen::Vector3d(1, 2, -1).normalized()).toRotationMatrix();
  auto axes = phantom.recording.axes_m_per_s2;
  for (std::size_t i = 0; i < axes[0].size(); ++i) {
    const Eigen::Vector3d v = turn * Eigen::Vector3d(axes[0][i], axes[1][i], axes[2][i]);
    for (std::size_t k = 0; k < 3; ++k) axes[k][i] = v[static_cast<Index>(k)];
  }
  const TwitchDetection turned = detect_twitches(axes, 1000, {});
  REQUIRE(turned.twitches.size() == 2);
  for (std::size_t i = 0; i < 2; ++i) {
    // The principal axes are those of the noise: the same to rounding, so all behind them is too.
    CHECK(turned.twitches[i].extent.onset_s.value ==
          Approx(as_is.twitches[i].extent.onset_s.value).margin(1e-3));
    CHECK(turned.twitches[i].extent.peak.value ==
          Approx(as_is.twitches[i].extent.peak.value).epsilon(0.02));
  }
  CHECK(turned.tap_s.size() == as_is.tap_s.size());
}

TEST_CASE("equal input gives equal bits") {
  const TwitchPhantom phantom = strong(3);
  const TwitchDetection a = detect(phantom), b = detect(phantom);
  REQUIRE(a.twitches.size() == b.twitches.size());
  CHECK(a.p_value == b.p_value);
  CHECK(a.twitches[0].extent.onset_s.value == b.twitches[0].extent.onset_s.value);
  CHECK(a.twitches[0].extent.peak.std_error == b.twitches[0].extent.peak.std_error);
}

TEST_CASE("taps are kept where they are asked to be kept") {
  TwitchPhantomOptions options;
  options.burst.count = 0;
  options.disturbance.taps = 2;
  const TwitchPhantom phantom = simulate_twitch(options);
  CHECK(detect(phantom).twitches.empty());
  CHECK(detect(phantom, {.reject_taps = false}).twitches.size() >= 2);
}

TEST_CASE("a slow swing is no twitch, and is counted") {
  TwitchPhantomOptions options;
  options.burst.count = 0;
  options.disturbance.motion_times_noise = 200;
  int alarms = 0, swings = 0;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    options.seed = seed;
    const TwitchPhantom phantom = simulate_twitch(options);
    const TwitchDetection found =
        detect_twitches(phantom.recording.axes_m_per_s2, 1000, {}, 1, true);
    alarms += found.twitches.empty() ? 0 : 1;
    swings += found.swings;
  }
  CHECK(alarms <= 5);  // 99.9 % of Binomial(20, 0.05)
  CHECK(swings >= 20);
}

TEST_CASE("a clipped stretch is closed, not searched") {
  TwitchPhantom phantom = strong();
  auto& axis = phantom.recording.axes_m_per_s2[0];
  const double limit = 0.5 * phantom.twitches[0].peak;
  for (double& value : axis) value = std::clamp(value, -limit, limit);
  const TwitchDetection found = detect(phantom);
  CHECK(!found.clipped.empty());
  CHECK(found.clipped_share > 0);
  CHECK(found.clipped_share < 0.05);
}
