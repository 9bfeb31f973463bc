#include "stiff/wave/radon_speed.h"

#include <cmath>
#include <string>

#include "closed_form_waves.h"
#include "validation.h"
#include <catch2/catch.hpp>

namespace {

constexpr stiff::WaveLineOptions kRaw{.half_band_m = 0, .low_pass_hz = 1e5};

stiff::RadonSpeed radon(const stiff::MotionField& f, const stiff::RadonOptions& options = {}) {
  return stiff::radon_speed(stiff::wave_line(f, stiff::Travel::to_larger, kRaw), options);
}

}  // namespace

TEST_CASE("no grid quantises the Radon sum's speed") {
  const double speed = GENERATE(1.37, 2.0, 2.7183, 3.3, 4.9);
  auto f = closed_form::field(1, 45, 200);
  closed_form::add_plane_pulse(f, speed, 1.03e-3, 5e-4);
  const auto result = radon(f);
  REQUIRE(result.speed.has_value());
  // A frame at the far end would be 0.7 % to 2.5 %; float samples leave a thousandth of a frame.
  CHECK(result.speed.value == Approx(speed).epsilon(1e-4));
  CHECK(result.start_s == Approx(1.03e-3).margin(1e-6));
  // A trace is divided by its largest sample, which lies under the peak by at most (1/2)^2 / (2
  // 5^2).
  CHECK(result.coherence == Approx(1).margin(5e-3));
}

TEST_CASE("amplitude that decays on the way does not pull the Radon speed") {
  auto f = closed_form::field(1, 45, 160);
  closed_form::add_plane_pulse(f, 2.5, 1e-3, 5e-4);
  for (stiff::Index x = 0; x < 45; ++x) {
    for (float& v : f.value.trace(0, x)) {
      v *= static_cast<float>(std::exp(-150 * f.lateral_m[x]));
    }
  }
  CHECK(radon(f).speed.value == Approx(2.5).epsilon(1e-4));
}

TEST_CASE("the Radon sum's 95 % interval holds the truth in 95 % of the seeds") {
  const int seeds = validation::seeds(200, 1000);
  int held = 0;
  for (unsigned seed = 1; seed <= static_cast<unsigned>(seeds); ++seed) {
    auto f = closed_form::field(1, 45, 110);
    closed_form::add_plane_pulse(f, 3, 2e-3, 5e-4);
    closed_form::add_noise(f, 0.05, seed);
    const auto line = stiff::wave_line(f, stiff::Travel::to_larger, {.half_band_m = 0});
    const auto speed = stiff::radon_speed(line).speed;
    REQUIRE(speed.has_value());
    held += speed.ci_low <= 3 && 3 <= speed.ci_high ? 1 : 0;
  }
  INFO(held << " of " << seeds);
  CHECK(validation::within_band(held, seeds, 0.95));
  validation::note("Radon sum: 95 % interval of the group speed holds the truth, 26 dB",
                   std::to_string(held) + " of " + std::to_string(seeds), "95 %");
}

TEST_CASE("a speed beyond the trajectories is out_of_range, not the last of them") {
  auto f = closed_form::field(1, 45, 200);
  closed_form::add_plane_pulse(f, 6, 1e-3, 5e-4);
  const auto result = radon(f, {.slowest_m_per_s = 1, .fastest_m_per_s = 4});
  CHECK_FALSE(result.speed.has_value());
  CHECK(result.speed.reason == stiff::Reason::out_of_range);
}

TEST_CASE("noise, silence, NaN and short lines have no Radon speed") {
  auto f = closed_form::field(1, 45, 200);
  CHECK_FALSE(radon(f).speed.has_value());
  closed_form::add_noise(f, 1, 11);
  CHECK_FALSE(radon(f).speed.has_value());
  f.value(0, 20, 50) = NAN;
  CHECK_FALSE(radon(f).speed.has_value());
  auto narrow = closed_form::field(1, 15, 200);
  closed_form::add_plane_pulse(narrow, 3, 1e-3, 5e-4);
  CHECK(radon(narrow).speed.reason == stiff::Reason::too_few);
}
