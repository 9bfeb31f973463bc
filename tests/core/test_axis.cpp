#include "stiff/core/axis.h"
#include "stiff/core/error.h"
#include "stiff/core/estimate.h"

#include <limits>
#include <vector>

#include <catch2/catch.hpp>

using namespace stiff;

TEST_CASE("an axis tells its coordinates and finds them again") {
  const Axis axis{-3e-3, 0.5e-3, 13};
  CHECK(axis[0] == -3e-3);
  CHECK(axis.last() == Approx(3e-3));
  CHECK(axis.index_of(0) == Approx(6));
  CHECK(axis.values().size() == 13);
  CHECK(axis.nearest(0.1e-3) == 6);
  CHECK(axis.nearest(0.3e-3) == 7);
  CHECK(axis.nearest(-1) == 0);
  CHECK(axis.nearest(1) == 12);
}

TEST_CASE("coordinates that are nearly uniform make the axis through their ends") {
  // Written with six digits, as instruments do: off by up to 5e-7 of a step of 1e-4.
  const std::vector<double> written{0.0, 0.000100, 0.0002, 0.0003, 0.0004};
  const Axis axis = uniform_axis(written, "x");
  CHECK(axis.size == 5);
  CHECK(axis.step == Approx(1e-4));
  CHECK(uniform_axis(std::vector<double>{2.0}, "x") == Axis{2.0, 1.0, 1});
}

TEST_CASE("an axis with a gap, a turn, or no number in it is refused by its name") {
  const double nan = kNaN;
  const double inf = std::numeric_limits<double>::infinity();
  for (const std::vector<double>& wrong : std::vector<std::vector<double>>{
           {}, {0, 1, 3}, {0, 1, 1.02, 3}, {2, 1, 0}, {1, 1, 1}, {0, nan, 2}, {0, 1, inf}, {nan}}) {
    CHECK_THROWS_WITH(uniform_axis(wrong, "lateral"), Catch::Contains("lateral"));
  }
  // One per cent of a step is borne, two are not.
  CHECK_NOTHROW(uniform_axis(std::vector<double>{0, 1.009, 2}, "x"));
  CHECK_THROWS_AS(uniform_axis(std::vector<double>{0, 1.02, 2}, "x"), Error);
}
