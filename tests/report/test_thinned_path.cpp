#include "stiff/report/thinned_path.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <sstream>
#include <vector>

#include <catch2/catch.hpp>

using namespace stiff;

namespace {

struct Place {
  double x, y;
  bool begins;
};

std::vector<Place> places(const std::string& path) {
  std::vector<Place> all;
  std::istringstream text(path);
  char letter = 0;
  double x = 0, y = 0;
  while (text >> letter >> x >> y) all.push_back({x, y, letter == 'M'});
  return all;
}

}  // namespace

TEST_CASE("Lengths in px have two decimals at most and no trailing zeros") {
  CHECK(px_text(12) == "12");
  CHECK(px_text(12.5) == "12.5");
  CHECK(px_text(12.345) == "12.35");
  CHECK(px_text(-0.001) == "0");
  CHECK(px_text(-3.07) == "-3.07");
  CHECK(px_text(1e30) == "100000");
  CHECK(px_text(std::nan("")) == "0");
}

TEST_CASE("Few points are drawn as they are; what is not finite breaks the line") {
  ThinnedPath path;
  path.point(0, 1);
  path.point(5, 2.5);
  path.point(std::nan(""), 3);
  path.point(7, std::numeric_limits<double>::infinity());
  path.point(9, 4);
  CHECK(path.str() == "M0 1L5 2.5M9 4");
}

TEST_CASE("Of many points a column keeps what the eye sees: begin, end, lowest, highest") {
  std::mt19937 bits(3);
  ThinnedPath path;
  std::vector<double> low(100, 1e9), high(100, -1e9);
  for (int i = 0; i < 20000; ++i) {
    const double x = i / 200 + 0.9 * (i % 200) / 200;  // rounding leaves it in its column
    const double y = std::round(1e4 * (static_cast<double>(bits()) / 4294967296.0)) / 100;
    path.point(x, y);
    const auto column = static_cast<std::size_t>(x);
    low[column] = std::min(low[column], y);
    high[column] = std::max(high[column], y);
  }
  const auto drawn = places(path.str());
  CHECK(drawn.size() <= 400);
  CHECK(drawn.front().begins);
  CHECK(std::count_if(drawn.begin(), drawn.end(), [](const Place& p) { return p.begins; }) == 1);
  std::vector<double> drawn_low(100, 1e9), drawn_high(100, -1e9);
  for (const Place& place : drawn) {
    const auto column = static_cast<std::size_t>(place.x);
    drawn_low[column] = std::min(drawn_low[column], place.y);
    drawn_high[column] = std::max(drawn_high[column], place.y);
  }
  CHECK(drawn_low == low);
  CHECK(drawn_high == high);
}
