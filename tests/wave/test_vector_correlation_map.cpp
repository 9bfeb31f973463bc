#include "stiff/wave/push_map.h"
#include "stiff/wave/vector_correlation_map.h"
#include "stiff/wave/wave_spectrum.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "plane_wave.h"
#include <catch2/catch.hpp>

using closed_form::plane_wave;
using closed_form::PlaneWave;

namespace {

const stiff::Axis kTime{0, 1e-4, 160};

// The map of a plane wave without directional filter: every pixel that has a value.
struct Speeds {
  double smallest = 1e9;
  double largest = 0;
  int valid = 0;
};

Speeds mapped(const stiff::MotionField& field, const stiff::VectorCorrelationOptions& options = {},
              const stiff::MapBandOptions& band = {}) {
  const auto spectrum = stiff::wave_spectrum(
      field, stiff::longest_lag_s(field.axial_m, field.lateral_m, options), band);
  const std::vector<double> weight(static_cast<std::size_t>(spectrum.bins()), 1.0);
  const auto map =
      stiff::vector_correlation_map(spectrum, 1, 0, field.lateral_m.size - 1, weight, options);
  Speeds speeds;
  for (stiff::Index z = 0; z < map.reason.rows(); ++z) {
    for (stiff::Index x = 0; x < map.reason.cols(); ++x) {
      if (map.reason(z, x) != 0) continue;
      speeds.smallest = std::min(speeds.smallest, 1 / map.slowness(z, x));
      speeds.largest = std::max(speeds.largest, 1 / map.slowness(z, x));
      ++speeds.valid;
    }
  }
  return speeds;
}

// The lag of a shifted band-limited signal is exact; what is left is the rounding of float samples
// (6e-8 of the peak in each of some hundred terms, over a slope of 1 / sigma): under 1e-5 of a lag
// of 0.5 ms. The pulse is 1e-5 of its peak at the record's ends.
constexpr double kExact = 1e-4;

}  // namespace

TEST_CASE("a plane wave has one speed, whatever its direction") {
  const double angle = GENERATE(-50.0, -20.0, 0.0, 10.0, 35.0, 55.0);
  const double speed = GENERATE(1.2, 2.5, 6.0);
  const auto field = plane_wave({18e-3, 0.2e-3, 31}, {0, 0.3e-3, 31}, kTime,
                                {.speed_m_per_s = speed, .angle_deg = angle, .start_s = 6e-3});
  const auto speeds = mapped(field);
  REQUIRE(speeds.valid > 300);
  CHECK(speeds.smallest == Approx(speed).epsilon(kExact));
  CHECK(speeds.largest == Approx(speed).epsilon(kExact));
}

TEST_CASE("grid and window and baseline do not bias") {
  const double pitch = GENERATE(0.15e-3, 0.3e-3, 0.47e-3);
  const double depth_step = GENERATE(0.1e-3, 0.35e-3);
  const double baseline = GENERATE(0.6e-3, 1.2e-3, 2.5e-3);
  const double window = GENERATE(0.0, 0.9e-3, 2e-3);
  const auto field = plane_wave({18e-3, depth_step, 41}, {0, pitch, 33}, kTime,
                                {.angle_deg = 15, .start_s = 5e-3});
  const auto speeds = mapped(field, {.lateral_baseline_m = baseline,
                                     .axial_baseline_m = baseline,
                                     .lateral_window_m = window,
                                     .axial_window_m = window});
  REQUIRE(speeds.valid > 30);
  CHECK(speeds.smallest == Approx(2.5).epsilon(kExact));
  CHECK(speeds.largest == Approx(2.5).epsilon(kExact));
}

TEST_CASE("band and frame rate and the taper of the record's end do not bias") {
  const double low = GENERATE(60.0, 100.0, 250.0);
  const double high = GENERATE(700.0, 1500.0);
  const double taper = GENERATE(0.0, 0.8e-3, 3e-3);
  const double step = GENERATE(1e-4, 2e-4);
  const stiff::Axis time{0, step, static_cast<stiff::Index>(16e-3 / step)};
  const auto field = plane_wave({18e-3, 0.2e-3, 21}, {0, 0.3e-3, 31}, time, {.start_s = 5e-3});
  const auto speeds = mapped(field, {}, {.low_hz = low, .high_hz = high, .end_taper_s = taper});
  REQUIRE(speeds.valid > 100);
  CHECK(speeds.smallest == Approx(2.5).epsilon(kExact));
  CHECK(speeds.largest == Approx(2.5).epsilon(kExact));
}

TEST_CASE("amplitude and its growth do not matter, a mirrored field has the mirrored map") {
  auto field = plane_wave({18e-3, 0.2e-3, 21}, {0, 0.3e-3, 31}, kTime, {.angle_deg = 25});
  const auto before = mapped(field);
  for (stiff::Index z = 0; z < 21; ++z) {
    for (stiff::Index x = 0; x < 31; ++x) {
      const auto gain = static_cast<float>(
          1e-6 * std::exp(-0.02 * static_cast<double>(x) + 0.03 * static_cast<double>(z)));
      for (float& v : field.value.trace(z, x)) v *= -gain;
    }
  }
  const auto after = mapped(field);
  CHECK(after.valid == before.valid);
  CHECK(after.smallest == Approx(2.5).epsilon(kExact));
  CHECK(after.largest == Approx(2.5).epsilon(kExact));

  auto mirrored = field;
  for (stiff::Index z = 0; z < 21; ++z) {
    for (stiff::Index x = 0; x < 31; ++x) {
      std::copy_n(field.value.trace(z, x).data(), kTime.size,
                  mirrored.value.trace(z, 30 - x).data());
    }
  }
  const stiff::VectorCorrelationOptions options;
  const auto map_of = [&](const stiff::MotionField& f, int direction) {
    const auto spectrum =
        stiff::wave_spectrum(f, stiff::longest_lag_s(f.axial_m, f.lateral_m, options));
    const std::vector<double> weight(static_cast<std::size_t>(spectrum.bins()), 1.0);
    return stiff::vector_correlation_map(spectrum, direction, 0, 30, weight, options);
  };
  const auto right = map_of(field, 1);
  const auto left = map_of(mirrored, -1);
  for (stiff::Index x = 0; x < 31; ++x) {
    CHECK(right.reason(10, x) == left.reason(10, 30 - x));
    if (right.reason(10, x) == 0) {
      CHECK(right.slowness(10, x) == Approx(left.slowness(10, 30 - x)).epsilon(1e-6));
    }
  }
}

TEST_CASE("speeds beyond the range are out_of_range, never clamped; a wave the other way is none") {
  const auto fast = plane_wave({18e-3, 0.2e-3, 21}, {0, 0.3e-3, 31}, kTime, {.speed_m_per_s = 14});
  CHECK(mapped(fast).valid == 0);
  const auto slow = plane_wave({18e-3, 0.2e-3, 21}, {0, 0.3e-3, 31}, {0, 1e-4, 300},
                               {.speed_m_per_s = 0.4, .start_s = 5e-3});
  CHECK(mapped(slow).valid == 0);
  const auto back =
      plane_wave({18e-3, 0.2e-3, 21}, {0, 0.3e-3, 31}, kTime, {.angle_deg = 180, .start_s = 8e-3});
  CHECK(mapped(back).valid == 0);
}

TEST_CASE("silence and noise alone have no value") {
  auto field = plane_wave({18e-3, 0.2e-3, 31}, {0, 0.3e-3, 51}, kTime, {});
  std::fill_n(field.value.data(), field.value.size(), 0.0F);
  CHECK(mapped(field).valid == 0);
  closed_form::add_noise(field, 1, 3);
  CHECK(mapped(field).valid == 0);
}

TEST_CASE("the directional filter leaves the speed: a push's map inside the field, on both sides") {
  // The filter cuts wavenumbers, so the aperture's two ends ring by about a wavelength; a third of
  // it in the field's inside is left at 0.3 %.
  auto field = closed_form::field(31, 101, 160, -20e-3);
  field.kind = stiff::MotionKind::velocity;
  closed_form::add_plane_pulse(field, 2.5, 2e-3, 0.35e-3);
  stiff::PushMapOptions options;
  options.finite_push = {.elevational_sigma_m = 0, .near_field = 0};
  const auto map = stiff::push_map(field, options);
  REQUIRE(map.sides.size() == 2);
  for (const auto& side : map.sides) {
    REQUIRE(side.presence.reason == stiff::Reason::none);
    const stiff::Index x = field.lateral_m.nearest(side.direction * 10e-3);
    for (stiff::Index z = 5; z < 26; ++z) {
      REQUIRE(side.slowness.reason(z, x) == 0);
      CHECK(1 / side.slowness.slowness(z, x) == Approx(2.5).epsilon(3e-3));
    }
  }
}
