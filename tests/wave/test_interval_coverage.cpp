#include <iostream>

#include "validation.h"
#include "analysis_phantom.h"
#include <catch2/catch.hpp>

// The 95 % interval of single pixels, of a region and of the quoted number, over phantoms of any
// speed, push and SNR.
TEST_CASE("95 % intervals hold the truth in 95 %") {
  const int seeds = validation::seeds(200, 1000);
  const double at_m[] = {-4e-3, 0, 4e-3};
  int pixel_held[] = {0, 0, 0};
  int pixel_count[] = {0, 0, 0};
  int region_held = 0;
  int region_count = 0;
  int quoted_held = 0;
  int quoted_count = 0;
  for (int seed = 1; seed <= seeds; ++seed) {
    auto phantom =
        stiff::simulate_shear_wave(analysis_phantom::any_phantom(static_cast<unsigned>(seed)));
    phantom.recording.regions.push_back({"box", stiff::Box{{-2e-3, 18e-3}, {4e-3, 22e-3}}});
    const double truth = static_cast<double>(phantom.true_speed_m_per_s(0, 0));
    const auto result = stiff::analyse_shear_wave(phantom.recording);
    const auto held = [&](const stiff::Estimate& e) {
      return e.ci_low <= truth && truth <= e.ci_high;
    };
    const auto* quoted = analysis_phantom::find(result, "shear_wave_speed", "all", true);
    REQUIRE(quoted);
    if (quoted->estimate.has_value()) {
      quoted_held += held(quoted->estimate);
      ++quoted_count;
    }
    const auto* region = analysis_phantom::find(result, "shear_wave_speed", "box", false);
    REQUIRE(region);
    if (region->estimate.has_value()) {
      region_held += held(region->estimate);
      ++region_count;
    }
    const auto& speed = result.maps.quantities[0];
    const auto z = result.maps.axial_m.nearest(20e-3);
    for (std::size_t i = 0; i < 3; ++i) {
      const auto x = result.maps.lateral_m.nearest(at_m[i]);
      const double value = static_cast<double>(speed.value(z, x));
      if (!std::isfinite(value)) continue;
      ++pixel_count[i];
      pixel_held[i] += std::abs(value - truth) <= 1.96 * static_cast<double>(speed.std_error(z, x));
    }
  }
  const auto report = [&](const std::string& what, int hits, int count) {
    const auto text = std::to_string(hits) + " of " + std::to_string(count);
    std::cout << what << ": interval holds the truth in " << text << "\n";
    validation::note("95 % interval of " + what + " holds the truth", text,
                     "binomial 99.9 % band of 95 %");
    CAPTURE(what, hits, count);
    CHECK(count >= seeds * 9 / 10);
    CHECK(validation::within_band(hits, count, 0.95));
  };
  report("a region's speed", region_held, region_count);
  for (std::size_t i = 0; i < 3; ++i) {
    report("a pixel's speed, " + std::to_string(std::lround(1e3 * (at_m[i] + 9e-3))) +
               " mm from the push",
           pixel_held[i], pixel_count[i]);
  }
  report("the quoted speed", quoted_held, quoted_count);
}

// 20 dB: the displacement's peak is ten times the noise of a sample, in the middle of the pixels.
TEST_CASE("a wave at 20 dB has a value in 95 % of its pixels and 99 % of its regions") {
  auto options = analysis_phantom::small_phantom();
  options.push.peak_displacement_m = 3e-6;
  const auto motion = stiff::simulate_motion(options);
  const int seeds = validation::seeds(100, 1000);
  double pixels = 0;
  double valid = 0;
  int regions = 0;
  for (int seed = 1; seed <= seeds; ++seed) {
    options.seed = static_cast<std::uint64_t>(seed);
    auto phantom = stiff::image_motion(motion, options);
    phantom.recording.regions.push_back({"box", stiff::Box{{-2e-3, 18e-3}, {4e-3, 22e-3}}});
    const auto result = stiff::analyse_shear_wave(phantom.recording);
    regions +=
        analysis_phantom::find(result, "shear_wave_speed", "box", false)->estimate.has_value();
    const auto& speed = result.maps.quantities[0];
    for (stiff::Index z = 0; z < speed.value.rows(); ++z) {
      for (stiff::Index x = 0; x < speed.value.cols(); ++x) {
        const double lateral = result.maps.lateral_m[x];
        const double axial = result.maps.axial_m[z];
        if (lateral < -5e-3 || lateral > 8e-3 || axial < 16e-3 || axial > 24e-3) continue;
        pixels += 1;
        valid += std::isfinite(speed.value(z, x)) ? 1 : 0;
      }
    }
  }
  std::cout << "20 dB: " << 100 * valid / pixels << " % of pixels, " << regions << " of " << seeds
            << " regions have a value\n";
  validation::note("wave at 20 dB: pixels with a value",
                   std::to_string(100 * valid / pixels) + " %", "at least 95 %");
  validation::note("wave at 20 dB: regions with a value",
                   std::to_string(regions) + " of " + std::to_string(seeds), "at least 99 %");
  CHECK(valid >= 0.95 * pixels);
  CHECK(regions >= 0.99 * seeds);
}
