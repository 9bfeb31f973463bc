#include "stiff/contact/hold_detection.h"
#include "stiff/phantom/compression_phantom.h"

#include <cmath>
#include <string>

#include "validation.h"
#include <catch2/catch.hpp>

using stiff::CompressionPhantom;
using stiff::CompressionPhantomOptions;

namespace {

struct Held {
  int onset = 0, duration = 0, n = 0;
  double onset_off_s = 0;  // mean
};

// A relaxing tissue, its onset anywhere between two samples.
Held count(CompressionPhantomOptions options, int seeds) {
  options.protocol.displacement = false;
  options.protocol.hold_s = 8;
  options.protocol.rest_s = 2;
  const double fs = options.sensor.sampling_frequency_hz;
  const auto holds = [](const stiff::Estimate& estimate, double truth) {
    return estimate.ci_low <= truth && estimate.ci_high >= truth;
  };
  Held held;
  for (int s = 0; s < seeds; ++s) {
    options.seed = 100 + static_cast<std::uint64_t>(s);
    options.protocol.lead_s = 2 + 0.0909 * (s % 11) / fs;
    const CompressionPhantom phantom = stiff::simulate_compression(options);
    const auto found = stiff::find_holds(phantom.recording.force_n, fs);
    REQUIRE(found.holds.size() == 1);
    const stiff::Hold& hold = found.holds[0];
    held.onset += holds(hold.onset_s, phantom.holds[0].onset_s);
    held.duration += holds(hold.duration_s, phantom.holds[0].duration_s);
    held.onset_off_s += (hold.onset_s.value - phantom.holds[0].onset_s) / seeds;
    ++held.n;
  }
  return held;
}

}  // namespace

TEST_CASE("the intervals of a relaxing hold's onset and duration hold the truth",
          "[hold][coverage]") {
  const int seeds = validation::seeds(200, 1000);
  for (const double fs : {50.0, 100.0, 1000.0}) {
    for (const double noise : {0.02, 0.1, 0.3}) {
      CompressionPhantomOptions options;
      options.sensor.sampling_frequency_hz = fs;
      options.sensor.noise_n = noise;
      const Held held = count(options, seeds);
      const std::string what =
          std::to_string(int(fs)) + " Hz, noise of " + std::to_string(int(1e3 * noise)) + " mN";
      const std::string counts = std::to_string(held.onset) + "; " + std::to_string(held.duration) +
                                 " of " + std::to_string(held.n);
      INFO(what << ": " << counts << ", onset off by " << 1e3 * held.onset_off_s << " ms");
      validation::note("hold, ramp of 0.5 s, " + what + ": intervals with onset; duration", counts,
                       "95 %");
      // The error over a sampling interval each side is a little wide where a ramp has 25 samples:
      // 98 % at 50 Hz. Never narrow, and no wider than 99 %.
      for (const int hits : {held.onset, held.duration}) {
        const bool enough = hits >= 0.95 * held.n || validation::within_band(hits, held.n, 0.95);
        const bool no_wider = hits <= 0.99 * held.n || validation::within_band(hits, held.n, 0.99);
        CHECK(enough);
        CHECK(no_wider);
      }
    }
  }
}

// Five samples on a ramp: a corner's error is not normal there, for it passes a sample or not.
TEST_CASE("the intervals at short and long ramps", "[hold][coverage]") {
  const int seeds = validation::seeds(100, 1000);
  for (const double fs : {50.0, 100.0}) {
    for (const double ramp : {0.1, 2.0}) {
      CompressionPhantomOptions options;
      options.sensor.sampling_frequency_hz = fs;
      options.protocol.ramp_s = ramp;
      const Held held = count(options, seeds);
      const std::string what =
          std::to_string(int(fs)) + " Hz, ramp of " + std::to_string(int(1e3 * ramp)) + " ms";
      const std::string counts = std::to_string(held.onset) + "; " + std::to_string(held.duration) +
                                 " of " + std::to_string(held.n);
      INFO(what << ": " << counts);
      validation::note("hold, " + what + ": intervals with onset; duration", counts, "95 %");
      for (const int hits : {held.onset, held.duration}) {
        const bool enough = validation::within_band(hits, held.n, 0.95) ||
                            validation::within_band(hits, held.n, 0.92);
        CHECK(enough);
      }
    }
  }
}
