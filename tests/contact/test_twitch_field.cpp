#include "stiff/contact/twitch_analysis.h"
#include "stiff/core/error.h"
#include "stiff/phantom/twitch_cine.h"

#include <cmath>
#include <limits>
#include <string>

#include "validation.h"
#include <catch2/catch.hpp>

using namespace stiff;

namespace {

TwitchFieldDetection detect(const TwitchCine& cine) {
  return detect_field_twitches(cine.velocity.view(), cine.axial_m, cine.lateral_m,
                               1 / cine.time_s.step, {});
}

TwitchCineOptions small(std::uint64_t seed) {
  TwitchCineOptions options;
  options.frame_rate_hz = 500;
  options.record_s = 1.5;
  options.seed = seed;
  return options;
}

}  // namespace

TEST_CASE("the shared motion is a plane: translation and tilt leave nothing") {
  Cube<float> velocity(20, 24, 50);
  const Axis axial{0.005, 1e-3, 20}, lateral{-0.012, 1e-3, 24};
  for (Index z = 0; z < 20; ++z) {
    for (Index x = 0; x < 24; ++x) {
      for (Index t = 0; t < 50; ++t) {
        const double swing = std::sin(0.3 * static_cast<double>(t));
        velocity(z, x, t) = static_cast<float>(
            swing * (1 + 0.02 * static_cast<double>(z) - 0.01 * static_cast<double>(x)));
      }
    }
  }
  const TwitchBlocks blocks = twitch_blocks(velocity.view(), axial, lateral, 4e-3);
  CHECK(blocks.local.size() == 30);
  CHECK(blocks.shared_removed);
  for (const auto& local : blocks.local) {
    // Floats of order one: their rounding, averaged.
    for (const double value : local) CHECK(std::abs(value) < 1e-6);
  }
  CHECK(blocks.axial_m.front() == Approx(0.0065));
  CHECK(blocks.lateral_m.back() == Approx(0.0095));
}

TEST_CASE("alarms in cines without a twitch are at most as many as said", "[rate]") {
  const int n = validation::seeds(60, 500);
  int alarms = 0;
  for (int seed = 0; seed < n; ++seed) {
    TwitchCineOptions options = small(300 + static_cast<std::uint64_t>(seed));
    options.burst.count = 0;
    alarms += detect(simulate_twitch_cine(options)).twitches.empty() ? 0 : 1;
  }
  validation::note("twitch: alarms in cines with motion of the probe, 36 blocks",
                   std::to_string(alarms) + " of " + std::to_string(n), "5 %");
  INFO(alarms << " of " << n);
  CHECK((alarms <= 0.05 * n || validation::within_band(alarms, n, 0.05)));
}

// The mean over a block of 25 pixels has noise of a fifth of a pixel's (a little more: neighbours
// share): once a pixel's noise, a burst is four to five times that of its block.
TEST_CASE("a local twitch is found in a moving picture, when and where it was", "[rate]") {
  const int n = validation::seeds(30, 300);
  int found = 0, near = 0, placed = 0;
  for (int seed = 0; seed < n; ++seed) {
    TwitchCineOptions options = small(900 + static_cast<std::uint64_t>(seed));
    options.burst.times_noise = 1.5;
    const TwitchCine cine = simulate_twitch_cine(options);
    const TwitchFieldDetection field = detect(cine);
    for (const FieldTwitch& twitch : field.twitches) {
      const Estimate& onset = twitch.twitch.extent.onset_s;
      const TwitchTruth& truth = cine.twitches.front();
      if (!(std::abs(onset.value - truth.onset_s) < truth.duration_s)) continue;
      ++found;
      near += std::abs(onset.value - truth.onset_s) <= 0.02 ? 1 : 0;
      placed += std::hypot(twitch.axial_m - cine.axial_of_m[0],
                           twitch.lateral_m - cine.lateral_of_m[0]) < 5e-3
                    ? 1
                    : 0;
      break;
    }
  }
  const auto of = [](int hits, int all) {
    return std::to_string(hits) + " of " + std::to_string(all);
  };
  validation::note("twitch in a cine, 1.5 times a pixel's noise: found", of(found, n), "95 %");
  validation::note("twitch in a cine: onset within 20 ms; place within 5 mm",
                   of(near, found) + "; " + of(placed, found), "95 %");
  INFO("found " << of(found, n) << ", near " << near << ", placed " << placed);
  CHECK((found >= 0.95 * n || validation::within_band(found, n, 0.95)));
  CHECK((near >= 0.95 * found || validation::within_band(near, found, 0.95)));
  CHECK((placed >= 0.95 * found || validation::within_band(placed, found, 0.95)));
}

TEST_CASE("a burst that the whole picture shares is the probe's") {
  int there = 0;
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    TwitchCineOptions options = small(seed);
    options.burst.times_noise = 10;
    options.picture.radius_m = 2;  // alike over the picture to 1e-4
    const TwitchCine cine = simulate_twitch_cine(options);
    for (const FieldTwitch& found : detect(cine).twitches) {
      const double off_s = found.twitch.extent.whole.begin_s - cine.twitches[0].onset_s;
      there += std::abs(off_s) < 0.15 ? 1 : 0;
    }
  }
  CHECK(there <= 1);  // of ten, each by chance there once in a hundred times
}

TEST_CASE("a cine that cannot be searched is refused") {
  const Axis axial{0.005, 1e-3, 12}, lateral{-0.006, 1e-3, 12};
  const auto field = [&](Index frames, double rate_hz, float fill) {
    Cube<float> velocity(12, 12, frames, fill);
    return detect_field_twitches(velocity.view(), axial, lateral, rate_hz, {});
  };
  CHECK_THROWS_WITH(field(600, 200, 0), Catch::Contains("too slow for a twitch"));
  CHECK_THROWS_WITH(field(600, 1000, 0), Catch::Contains("too short to know its noise"));
  CHECK_THROWS_WITH(field(1500, 1000, 0), Catch::Contains("at rest throughout"));
  CHECK_THROWS_WITH(field(1500, 1000, std::numeric_limits<float>::quiet_NaN()),
                    Catch::Contains("not finite"));
}
