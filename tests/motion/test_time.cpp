#include "stiff/core/error.h"
#include "stiff/motion/differentiate.h"
#include "stiff/motion/time_grid.h"

#include <cmath>
#include <numbers>
#include <vector>

#include <catch2/catch.hpp>

using namespace stiff;

namespace {

std::vector<double> times(double first, double step, int count) {
  std::vector<double> all;
  for (int i = 0; i < count; ++i) all.push_back(first + step * i);
  return all;
}

Cube<float> sinusoid(double cycles_per_frame, Index frames) {
  Cube<float> field(1, 1, frames);
  for (Index t = 0; t < frames; ++t) {
    field(0, 0, t) = static_cast<float>(
        std::sin(2 * std::numbers::pi * cycles_per_frame * static_cast<double>(t) + 0.3));
  }
  return field;
}

}  // namespace

TEST_CASE("Uniform frames stay as they are; time 0 is the end of the push") {
  const TimeGrid grid = time_grid(times(0.010, 1e-4, 50), 0.0105);
  CHECK(grid.time_s.size == 50);
  CHECK(grid.time_s.step == Approx(1e-4));
  CHECK(grid.time_s.first == Approx(-5e-4));
  CHECK(grid.frames_before_push == 5);
}

TEST_CASE("A gap at the push and a dropped frame are slots without a frame") {
  // -1.0 ... -0.2, 0.2 ... ms, as a Vantage sequence has it, and one frame lost later.
  std::vector<double> t = times(-1e-3, 2e-4, 5);
  for (const double later : times(2e-4, 2e-4, 10)) t.push_back(later);
  t.erase(t.begin() + 9);
  const TimeGrid grid = time_grid(t, 0);
  CHECK(grid.time_s.size == 16);
  CHECK(grid.time_s.first == Approx(-1e-3));
  CHECK(grid.frames_before_push == 5);
  CHECK(grid.slot == std::vector<Index>{0, 1, 2, 3, 4, 6, 7, 8, 9, 11, 12, 13, 14, 15});
}

TEST_CASE("A push that takes no whole number of frames: only the frames before it are moved") {
  std::vector<double> t = times(-1.07e-3, 2e-4, 5);
  for (const double later : times(2e-4, 2e-4, 10)) t.push_back(later);
  const TimeGrid grid = time_grid(t, 0);
  CHECK(grid.time_s[grid.slot[5]] == Approx(2e-4));
  CHECK(std::abs(grid.time_s[grid.slot[0]] + 1.07e-3) < 1e-4);
}

TEST_CASE("Frame times that make no axis are refused") {
  CHECK_THROWS_AS(time_grid(times(0, 1e-4, 2), 0), Error);
  CHECK_THROWS_WITH(time_grid(std::vector<double>{0, 1e-4, 1e-4, 2e-4}, 0),
                    Catch::Contains("do not increase"));
  CHECK_THROWS_WITH(time_grid(std::vector<double>{0, 1e-4, std::nan(""), 3e-4}, 0),
                    Catch::Contains("do not increase"));
  CHECK_THROWS_WITH(time_grid(std::vector<double>{0, 1e-4, 2e-4, 3.4e-4, 4.4e-4}, 0),
                    Catch::Contains("frame 4"));
}

TEST_CASE("Missing frames of a parabola are put back exactly, also over uneven gaps") {
  std::vector<unsigned char> measured(20, 1);
  for (const std::size_t gap : {3U, 7U, 8U, 9U, 14U, 16U}) measured[gap] = 0;
  Cube<float> field(1, 1, 20);
  const auto parabola = [](Index t) {
    return 3.0 + 0.5 * static_cast<double>(t) - 0.25 * static_cast<double>(t * t);
  };
  for (Index t = 0; t < 20; ++t)
    field(0, 0, t) =
        measured[static_cast<std::size_t>(t)] ? static_cast<float>(parabola(t)) : -99.0F;
  interpolate_missing(field, measured);
  for (Index t = 0; t < 20; ++t)
    CHECK(field(0, 0, t) == Approx(parabola(t)).epsilon(1e-5).margin(1e-4));
}

TEST_CASE("Before the first and after the last measured frame the value is held") {
  Cube<float> field(1, 1, 6);
  for (Index t = 0; t < 6; ++t) field(0, 0, t) = static_cast<float>(t);
  interpolate_missing(field, std::vector<unsigned char>{0, 1, 1, 1, 1, 0});
  CHECK(field(0, 0, 0) == 1.0F);
  CHECK(field(0, 0, 5) == 4.0F);
}

TEST_CASE("Velocity and displacement: the transfer functions that the header states") {
  const double dt_s = 1e-4;
  for (const double cycles : {0.01, 0.05, 0.1}) {
    const double w = 2 * std::numbers::pi * cycles;
    Cube<float> field = sinusoid(cycles, 400);
    displacement_to_velocity(field, dt_s);
    const double gain = std::sin(w) / dt_s;
    for (Index t = 1; t < 399; ++t) {
      const double phase = w * static_cast<double>(t) + 0.3;
      REQUIRE(static_cast<double>(field(0, 0, t)) ==
              Approx(gain * std::cos(phase)).margin(1e-5 / dt_s));
    }
    Cube<float> back = sinusoid(cycles, 400);
    velocity_to_displacement(back, dt_s);
    const double integral = dt_s / (2 * std::tan(w / 2));
    for (Index t = 0; t < 400; ++t) {
      const double phase = w * static_cast<double>(t) + 0.3;
      REQUIRE(static_cast<double>(back(0, 0, t)) ==
              Approx(-integral * (std::cos(phase) - std::cos(0.3))).margin(1e-5 * integral + 1e-9));
    }
  }
}
