#include "stiff/report/colour_map.h"

#include <algorithm>
#include <cmath>

#include <catch2/catch.hpp>

using namespace stiff;

namespace {

double linear(int part) {
  const double c = part / 255.0;
  return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
}

/// Relative luminance, sRGB (IEC 61966-2-1).
double luminance(const Colour& c) {
  return 0.2126 * linear(c.red) + 0.7152 * linear(c.green) + 0.0722 * linear(c.blue);
}

int apart(const Colour& a, const Colour& b) {
  return std::max(
      {std::abs(a.red - b.red), std::abs(a.green - b.green), std::abs(a.blue - b.blue)});
}

}  // namespace

// Entries 0, 64, 128, 192 and 255 of Matplotlib's tables (3.6), none of which but the ends is a
// control colour here. Between the control colours viridis is within 5 of 255, cividis within 11.
TEST_CASE("The maps are the published ones") {
  const auto check = [](ColourMap map, int entry, const Colour& published, int within) {
    INFO("entry " << entry);
    CHECK(apart(colour_at(map, entry / 255.0), published) <= within);
  };
  check(ColourMap::viridis, 0, {68, 1, 84}, 0);
  check(ColourMap::viridis, 64, {59, 82, 139}, 5);
  check(ColourMap::viridis, 128, {33, 145, 140}, 5);
  check(ColourMap::viridis, 192, {94, 201, 98}, 5);
  check(ColourMap::viridis, 255, {253, 231, 37}, 0);
  check(ColourMap::cividis, 0, {0, 34, 78}, 0);
  check(ColourMap::cividis, 64, {67, 78, 108}, 11);
  check(ColourMap::cividis, 128, {125, 124, 120}, 11);
  check(ColourMap::cividis, 192, {188, 174, 108}, 11);
  check(ColourMap::cividis, 255, {254, 232, 56}, 0);
}

TEST_CASE("Lighter is more, so that grey paper and any eye can read it") {
  for (const ColourMap map : {ColourMap::viridis, ColourMap::cividis, ColourMap::grey}) {
    double before = -1;
    for (int i = 0; i <= 100; ++i) {
      const double now = luminance(colour_at(map, i / 100.0));
      CHECK(now > before);
      before = now;
    }
  }
}

TEST_CASE("The diverging map is white in its middle and symmetric in kind") {
  CHECK(colour_at(ColourMap::diverging, 0.5) == Colour{247, 247, 247});
  CHECK(colour_at(ColourMap::diverging, 0).blue > colour_at(ColourMap::diverging, 0).red);
  CHECK(colour_at(ColourMap::diverging, 1).red > colour_at(ColourMap::diverging, 1).blue);
}

TEST_CASE("Beyond the ends is the end; without a value there is grey, in no map but grey's own") {
  CHECK(colour_at(ColourMap::viridis, -3) == colour_at(ColourMap::viridis, 0));
  CHECK(colour_at(ColourMap::viridis, 3) == colour_at(ColourMap::viridis, 1));
  CHECK(colour_at(ColourMap::viridis, std::nan("")) == kNoValueColour);
  for (const ColourMap map : {ColourMap::viridis, ColourMap::cividis}) {
    const auto palette = palette_of(map);
    CHECK(std::count(palette.begin(), palette.end(), kNoValueColour) == 1);
    CHECK(palette.back() == kNoValueColour);
  }
  CHECK(hex_text({1, 171, 255}) == "#01abff");
}
