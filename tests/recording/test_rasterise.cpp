#include "stiff/core/error.h"
#include "stiff/recording/region.h"

#include <catch2/catch.hpp>

using namespace stiff;

namespace {
const Axis kAxial{0.0, 0.5e-3, 41};       // 0 to 20 mm
const Axis kLateral{-10e-3, 0.5e-3, 41};  // -10 to 10 mm

int count(const Region& region) {
  return rasterise(region, kAxial, kLateral).cast<int>().sum();
}
}  // namespace

TEST_CASE("a circle holds the pixels whose centre is within its radius") {
  // Radius 1.2 pixels: the centre and its four neighbours; 1.5 pixels: also the four at sqrt(2).
  CHECK(count({"c", Circle{{0, 0.010}, 0.6e-3}}) == 5);
  CHECK(count({"c", Circle{{0, 0.010}, 0.75e-3}}) == 9);
  const auto inside = rasterise({"c", Circle{{2e-3, 0.005}, 0.1e-3}}, kAxial, kLateral);
  CHECK(inside(10, 24) == 1);  // axial 5 mm, lateral 2 mm
  CHECK(inside.cast<int>().sum() == 1);
}

TEST_CASE("a circle holds its border") {
  // Gauss's circle problem: of a lattice, 317 points are within 10 steps (its border has 12 of
  // them).
  CHECK(count({"c", Circle{{0, 0.010}, 5e-3}}) == 317);
}

TEST_CASE("a box holds its border") {
  CHECK(count({"b", Box{{-1e-3, 4e-3}, {1e-3, 5e-3}}}) == 5 * 3);
}

TEST_CASE("a polygon follows the even-odd rule, for either sense of rotation") {
  const Region triangle{"t", Polygon{{{-4.1e-3, 2.1e-3}, {4.1e-3, 2.1e-3}, {0.1e-3, 8.1e-3}}}};
  const Region mirrored{"t", Polygon{{{0.1e-3, 8.1e-3}, {4.1e-3, 2.1e-3}, {-4.1e-3, 2.1e-3}}}};
  CHECK((rasterise(triangle, kAxial, kLateral) == rasterise(mirrored, kAxial, kLateral)).all());
  // The triangle's width, 8.2 (8.1 - z) / 6, over the twelve rows z = 2.5 to 8 mm, is 93.5 pixels
  // in all; a row's count is off by less than a pixel, half a pixel on average.
  CHECK(count(triangle) == Approx(93.5).margin(6));
  // Two wings that meet in a point.
  const Region bow{
      "bow", Polygon{{{-5.1e-3, 5.1e-3}, {5.1e-3, 15.1e-3}, {5.1e-3, 5.1e-3}, {-5.1e-3, 15.1e-3}}}};
  const auto inside = rasterise(bow, kAxial, kLateral);
  CHECK(inside(20, 13) == 1);  // left wing
  CHECK(inside(20, 27) == 1);  // right wing
  CHECK(inside(12, 20) == 0);  // above the crossing
  CHECK(inside(28, 20) == 0);  // below it
}

TEST_CASE("a ray through a polygon's corner counts it once") {
  // Corners on the grid's own lines.
  const Region diamond{"d", Polygon{{{0, 5e-3}, {5e-3, 10e-3}, {0, 15e-3}, {-5e-3, 10e-3}}}};
  const auto inside = rasterise(diamond, kAxial, kLateral);
  CHECK(inside(20, 20) == 1);
  CHECK(inside(20, 0) == 0);
  CHECK(inside(20, 40) == 0);
  CHECK(inside(10, 0) == 0);
}

TEST_CASE("a label mask must be of the grid") {
  LabelMask mask{Picture<unsigned char>::Zero(41, 41)};
  mask.inside(3, 4) = 7;
  const auto inside = rasterise({"m", mask}, kAxial, kLateral);
  CHECK(inside(3, 4) == 1);
  CHECK(inside.cast<int>().sum() == 1);
  CHECK_THROWS_WITH(
      rasterise({"m", LabelMask{Picture<unsigned char>::Zero(41, 40)}}, kAxial, kLateral),
      Catch::Contains("41 x 40"));
}
