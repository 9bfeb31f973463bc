#include "stiff/candidates/smoothed_map.h"

#include <cmath>
#include <limits>
#include <numbers>

#include <catch2/catch.hpp>

namespace {

using namespace stiff;

LogMap map_of(Index rows, Index columns) {
  LogMap map;
  map.axial_m = {5e-3, 0.3e-3, rows};
  map.lateral_m = {-18e-3, 0.2e-3, columns};
  map.value = Picture<float>::Constant(rows, columns, 2);
  map.std_error = Picture<float>::Constant(rows, columns, 0.05F);
  map.valid = map.value.size();
  return map;
}

}  // namespace

TEST_CASE("smoothed map: what is even stays, holes and edges too") {
  LogMap map = map_of(40, 50);
  for (Index z = 10; z < 15; ++z) map.value(z, 20) = std::numeric_limits<float>::quiet_NaN();
  const LogMap out = smoothed_map(map, 0.6e-3);
  for (Index i = 0; i < map.value.size(); ++i) {
    const bool hole = std::isnan(map.value.data()[i]);
    REQUIRE(std::isnan(out.value.data()[i]) == hole);
    if (!hole) REQUIRE(out.value.data()[i] == Approx(2).epsilon(1e-6));
  }
  CHECK((out.std_error == map.std_error).all());
}

TEST_CASE("smoothed map: one pixel becomes the window, in mm along both axes") {
  LogMap map = map_of(41, 61);
  map.value.setZero();
  map.value(20, 30) = 1;
  const LogMap out = smoothed_map(map, 0.6e-3);
  // A Gaussian sampled at a half and at a third of its SD sums to its integral to 1e-8; three SD
  // hold 99.7 % along each axis.
  const double top = 0.3 * 0.2 / (2 * std::numbers::pi * 0.36);
  CHECK(out.value(20, 30) == Approx(top).epsilon(0.01));
  CHECK(out.value(22, 30) / out.value(20, 30) == Approx(std::exp(-0.5)).epsilon(1e-4));
  CHECK(out.value(20, 33) / out.value(20, 30) == Approx(std::exp(-0.5)).epsilon(1e-4));
  // A map thinner than the window.
  CHECK(smoothed_map(map_of(2, 3), 5e-3).value(1, 2) == Approx(2));
}
