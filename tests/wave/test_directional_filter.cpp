#include "stiff/core/error.h"
#include "stiff/dsp/peak.h"
#include "stiff/wave/directional_filter.h"

#include <cmath>
#include <vector>

#include <catch2/catch.hpp>

namespace {

using stiff::Index;
constexpr Index kLateral = 100, kTime = 160;
constexpr double kLateralStep = 0.3e-3, kTimeStep = 1e-4;

std::size_t at(Index x, Index t) {
  return static_cast<std::size_t>(x * kTime + t);
}

// A velocity pulse that passes `from_m` at `start_s` and goes at `speed` (< 0: towards smaller
// positions).
std::vector<float> wave(double speed, double from_m, double start_s, double sigma_s = 0.5e-3) {
  std::vector<float> plane(static_cast<std::size_t>(kLateral * kTime));
  for (Index x = 0; x < kLateral; ++x) {
    const double arrival = start_s + (static_cast<double>(x) * kLateralStep - from_m) / speed;
    for (Index t = 0; t < kTime; ++t) {
      const double u = (static_cast<double>(t) * kTimeStep - arrival) / sigma_s;
      plane[at(x, t)] = static_cast<float>(-u * std::exp(0.5 - 0.5 * u * u));
    }
  }
  return plane;
}

double peak_s(const std::vector<float>& plane, Index x) {
  const std::vector<double> trace(plane.begin() + x * kTime, plane.begin() + (x + 1) * kTime);
  return stiff::band_limited_peak(trace, stiff::largest(trace, 0, kTime - 1)).position * kTimeStep;
}

}  // namespace

TEST_CASE("the two directions' gains add up to 1, whatever the slowness") {
  const stiff::DirectionalOptions options;
  for (double p = -2; p <= 2; p += 0.001) {
    CHECK(stiff::directional_gain(p, options) + stiff::directional_gain(-p, options) ==
          Approx(1).margin(1e-12));
  }
  CHECK(stiff::directional_gain(1.0 / 10, options) == 1);
  CHECK(stiff::directional_gain(-1.0 / 10, options) == 0);
}

TEST_CASE("a fan keeps the speeds within its limits whole and drops what is far outside") {
  const stiff::DirectionalOptions fan{.slowest_m_per_s = 1, .fastest_m_per_s = 8};
  CHECK(stiff::directional_gain(1.0, fan) == 1);
  CHECK(stiff::directional_gain(1.0 / 8, fan) == 1);
  CHECK(stiff::directional_gain(2.0, fan) == Approx(0).margin(1e-12));
  CHECK(stiff::directional_gain(1.0 / 16, fan) == Approx(0).margin(1e-12));
  CHECK(stiff::directional_gain(-0.3, fan) == 0);
}

TEST_CASE("two opposite waves are separated, and neither arrival is moved") {
  const std::vector<float> right = wave(3, 0, 3e-3), left = wave(-2, 29.7e-3, 2e-3);
  std::vector<float> both(right.size()), to_larger(right.size()), to_smaller(right.size());
  for (std::size_t i = 0; i < both.size(); ++i) {
    both[i] = right[i] + left[i];
  }
  const stiff::DirectionalFilter filter(kLateral, kTime, kLateralStep, kTimeStep);
  filter.separate(both, to_larger, to_smaller);
  double error = 0, energy = 0;
  // An aperture of 20 wavelengths ends in the wave: what that scatters into the other direction
  // falls with the distance from the end, 1 / (2 pi n) of the wave n wavelengths in; 3 % over the
  // middle 18 mm.
  double moved = 0, moved_with_distance = 0, moments = 0, n = 0;
  for (Index x = 20; x < kLateral - 20; ++x) {
    CHECK(peak_s(to_larger, x) == Approx(peak_s(right, x)).margin(0.1 * kTimeStep));
    CHECK(peak_s(to_smaller, x) == Approx(peak_s(left, x)).margin(0.1 * kTimeStep));
    const double d = peak_s(to_larger, x) - peak_s(right, x), arm = static_cast<double>(x) - 49.5;
    moved += d;
    moved_with_distance += d * arm;
    moments += arm * arm;
    ++n;
    for (Index t = 0; t < kTime; ++t) {
      const double e = static_cast<double>(to_larger[at(x, t)] - right[at(x, t)]);
      error += e * e;
      energy += static_cast<double>(right[at(x, t)]) * static_cast<double>(right[at(x, t)]);
    }
  }
  CHECK(std::sqrt(error / energy) < 0.04);
  CHECK(std::abs(moved / n) < 0.01 * kTimeStep);
  // The speed of the arrivals: within 0.1 %.
  CHECK(std::abs(moved_with_distance / moments) < 1e-3 * kLateralStep / 3);
}

TEST_CASE("the directions of the parted field add up to the field") {
  const std::vector<float> plane = wave(2.5, 0, 3e-3);
  std::vector<float> a(plane.size()), b(plane.size());
  stiff::DirectionalFilter(kLateral, kTime, kLateralStep, kTimeStep).separate(plane, a, b);
  for (std::size_t i = 0; i < plane.size(); ++i) {
    CHECK(a[i] + b[i] == Approx(plane[i]).margin(2e-6));
  }
}

TEST_CASE("a mirrored field gives the mirrored answer") {
  std::vector<float> plane = wave(3, 0, 3e-3), mirrored(plane.size());
  for (Index x = 0; x < kLateral; ++x) {
    for (Index t = 0; t < kTime; ++t) {
      mirrored[at(kLateral - 1 - x, t)] = plane[at(x, t)];
    }
  }
  const stiff::DirectionalFilter filter(kLateral, kTime, kLateralStep, kTimeStep);
  filter.apply(plane, stiff::Travel::to_larger);
  filter.apply(mirrored, stiff::Travel::to_smaller);
  for (Index x = 0; x < kLateral; ++x) {
    for (Index t = 0; t < kTime; ++t) {
      CHECK(mirrored[at(kLateral - 1 - x, t)] == Approx(plane[at(x, t)]).margin(1e-5));
    }
  }
}

TEST_CASE("each depth of a field is filtered as it would be alone") {
  stiff::Cube<float> field(2, kLateral, kTime);
  const std::vector<float> plane = wave(3, 0, 3e-3);
  std::copy(plane.begin(), plane.end(), field.data() + plane.size());
  stiff::directional_filter(field.view(), kLateralStep, kTimeStep, stiff::Travel::to_larger);
  std::vector<float> alone = plane;
  stiff::DirectionalFilter(kLateral, kTime, kLateralStep, kTimeStep)
      .apply(alone, stiff::Travel::to_larger);
  CHECK(std::equal(alone.begin(), alone.end(), field.data() + plane.size()));
  CHECK(field(0, 3, 7) == 0);
}

TEST_CASE("what is no plane or no fan is refused") {
  CHECK_THROWS_AS(stiff::DirectionalFilter(1, 10, 1e-3, 1e-4), stiff::Error);
  CHECK_THROWS_AS(stiff::DirectionalFilter(10, 10, NAN, 1e-4), stiff::Error);
  CHECK_THROWS_AS(
      stiff::DirectionalFilter(10, 10, 1e-3, 1e-4, {.slowest_m_per_s = 5, .fastest_m_per_s = 2}),
      stiff::Error);
  const stiff::DirectionalFilter filter(10, 10, 1e-3, 1e-4);
  std::vector<float> wrong(99);
  CHECK_THROWS_AS(filter.apply(wrong, stiff::Travel::to_larger), stiff::Error);
}
