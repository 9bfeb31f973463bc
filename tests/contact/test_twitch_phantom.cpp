#include "stiff/core/error.h"
#include "stiff/phantom/twitch_cine.h"
#include "stiff/phantom/twitch_phantom.h"

#include <cmath>
#include <vector>

#include <catch2/catch.hpp>

using namespace stiff;

TEST_CASE("a twitch is at half its height at its onset and its end") {
  TwitchWave wave{1.5, 0, {}};
  wave.shape.duration_s = 0.12;
  CHECK(wave.envelope(1.5) == Approx(0.5));
  CHECK(wave.envelope(1.62) == Approx(0.5));
  CHECK(wave.envelope(1.56) == Approx(1));
  CHECK(wave.envelope(1.5 - 0.15 * 0.12) == Approx(0).margin(1e-12));
  // A long burst of many periods reaches its amplitude.
  wave.shape.frequency_hz = 100;
  CHECK(wave.peak() == Approx(1).epsilon(1e-3));
}

TEST_CASE("the phantom's noise has SD 1, and its colour") {
  for (const auto colour : {NoiseColour::white, NoiseColour::pink, NoiseColour::autoregressive}) {
    double square = 0, lag = 0;
    const int n = 40, size = 20000;
    for (int seed = 0; seed < n; ++seed) {
      const auto noise = phantom_noise(colour, size, 1000, static_cast<std::uint64_t>(seed));
      for (std::size_t i = 1; i < size; ++i) {
        square += noise[i] * noise[i] / (n * (size - 1.0));
        lag += noise[i] * noise[i - 1] / (n * (size - 1.0));
      }
    }
    // 1/f noise over 20 s: its lowest bins hold a tenth of the power each, of two degrees of
    // freedom.
    CHECK(square == Approx(1).margin(colour == NoiseColour::pink ? 0.15 : 0.03));
    if (colour == NoiseColour::white) CHECK(lag == Approx(0).margin(0.01));
    if (colour == NoiseColour::autoregressive) CHECK(lag / square == Approx(0.95).margin(0.005));
  }
}

TEST_CASE("equal seeds give equal samples; what does not fit is refused") {
  TwitchPhantomOptions options;
  options.disturbance = {.taps = 1, .clicks = 1, .tap_times_noise = 30, .motion_times_noise = 10};
  const auto a = simulate_twitch(options), b = simulate_twitch(options);
  CHECK(a.recording.axes_m_per_s2 == b.recording.axes_m_per_s2);
  options.burst.count = 40;
  CHECK_THROWS_AS(simulate_twitch(options), Error);
  options.burst.count = 1;
  options.sensor.sampling_frequency_hz = 90;
  CHECK_THROWS_AS(simulate_twitch(options), Error);
  TwitchCineOptions cine;
  cine.picture.width_m = 5e-3;
  CHECK_THROWS_AS(simulate_twitch_cine(cine), Error);
}
