#include "stiff/candidates/opened_region.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <vector>

#include <catch2/catch.hpp>

namespace {

using namespace stiff;

constexpr Index kRows = 80, kColumns = 100;
constexpr double kStep = 0.3;

Index pixel_at(double z_mm, double x_mm) {
  return static_cast<Index>(std::lround(z_mm / kStep)) * kColumns +
         static_cast<Index>(std::lround(x_mm / kStep));
}

std::vector<Index> pixels_of(const std::function<bool(double, double)>& inside) {
  std::vector<Index> pixels;
  for (Index i = 0; i < kRows * kColumns; ++i) {
    if (inside(kStep * static_cast<double>(i / kColumns),
               kStep * static_cast<double>(i % kColumns)))
      pixels.push_back(i);
  }
  return pixels;
}

std::vector<Index> opened(const std::vector<Index>& pixels, Index seed) {
  return opened_region(pixels, seed, kColumns, kStep, kStep, 1);
}

bool disc(double z, double x, double at_z, double at_x, double radius) {
  return std::hypot(z - at_z, x - at_x) <= radius;
}

}  // namespace

TEST_CASE("opened region: a disc and a band are what they were") {
  const auto round = pixels_of([](double z, double x) { return disc(z, x, 12, 15, 4); });
  const auto same = opened(round, pixel_at(12, 15));
  // The opening of a disc of pixels is not all of it: some of its outermost pixels stand alone.
  CHECK(static_cast<double>(same.size()) > 0.96 * static_cast<double>(round.size()));
  const auto band =
      pixels_of([](double z, double x) { return std::abs(z - 12) <= 2 && std::abs(x - 15) <= 10; });
  // Its corners alone are rounded: (4 - pi) r^2, and a disc of pixels reaches up to a pixel
  // further.
  const auto left = opened(band, pixel_at(12, 15));
  CHECK(static_cast<double>(band.size() - left.size()) * kStep * kStep <= (4 - 3.14) * 1.3 * 1.3);
}

TEST_CASE("opened region: of two places with a bridge, the one that holds the seed") {
  const auto both = pixels_of([](double z, double x) {
    return disc(z, x, 12, 8, 3) || disc(z, x, 12, 20, 4) ||
           (std::abs(z - 12) < 0.7 && x > 8 && x < 20);
  });
  const auto first = opened(both, pixel_at(12, 8)), second = opened(both, pixel_at(12, 20));
  for (const Index pixel : first) REQUIRE(kStep * static_cast<double>(pixel % kColumns) < 13);
  for (const Index pixel : second) REQUIRE(kStep * static_cast<double>(pixel % kColumns) > 14);
  // pi r^2 and up to a pixel or two of the bridge.
  CHECK(static_cast<double>(first.size()) * kStep * kStep == Approx(28.3).epsilon(0.06));
  CHECK(static_cast<double>(second.size()) * kStep * kStep == Approx(50.3).epsilon(0.06));
  // On the bridge, from 11 to 16 mm: the nearer one.
  CHECK(opened(both, pixel_at(12, 13)) == first);
  CHECK(opened(both, pixel_at(12, 14.4)) == second);
}

TEST_CASE("opened region: what is too thin, one pixel, none, and places at the picture's edge") {
  const auto line = pixels_of([](double z, double x) { return z == 0 && x < 12; });
  CHECK(opened(line, 3) == line);
  CHECK(opened({5}, 5) == std::vector<Index>{5});
  CHECK(opened({}, 0).empty());
  const auto corner = pixels_of([](double z, double x) { return disc(z, x, 0, 0, 6); });
  const auto left = opened(corner, 0);
  CHECK(static_cast<double>(left.size()) > 0.9 * static_cast<double>(corner.size()));
}
