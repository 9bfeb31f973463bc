#include "stiff/report/ticks.h"

#include <cmath>
#include <limits>
#include <random>

#include <catch2/catch.hpp>

using namespace stiff;

namespace {

std::vector<std::string> texts(const Ticks& ticks) {
  std::vector<std::string> all;
  for (std::size_t i = 0; i < ticks.at.size(); ++i) all.push_back(ticks.text(i));
  return all;
}

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("Marks are the round numbers within the axis") {
  CHECK(texts(nice_ticks(0, 1, 5)) == Texts{"0.0", "0.2", "0.4", "0.6", "0.8", "1.0"});
  CHECK(texts(nice_ticks(-19.95, 19.95, 4)) == Texts{"\u221210", "0", "10"});
  CHECK(texts(nice_ticks(3, 33, 6)) == Texts{"5", "10", "15", "20", "25", "30"});
  CHECK(texts(nice_ticks(0.0012, 0.0031, 4)) == Texts{"0.0015", "0.0020", "0.0025", "0.0030"});
  CHECK(texts(nice_ticks(12000, 56000, 5)) == Texts{"20000", "30000", "40000", "50000"});
  // An end that is a mark but for the rounding of sums.
  CHECK(texts(nice_ticks(0.1, 0.1 + 0.2, 2)) == Texts{"0.1", "0.2", "0.3"});
}

TEST_CASE("Any axis has marks: some, not too many, in order, within, told apart by their texts") {
  std::mt19937 bits(1);
  for (int i = 0; i < 20000; ++i) {
    const double width = std::pow(10.0, -9 + 18 * (static_cast<double>(bits()) / 4294967296.0));
    const double low = (static_cast<double>(bits()) / 4294967296.0 - 0.5) * 20 * width;
    const int target = 2 + static_cast<int>(bits() % 9);
    const Ticks ticks = nice_ticks(low, low + width, target);
    INFO("low " << low << " width " << width << " target " << target);
    REQUIRE(ticks.at.size() >= 1);
    REQUIRE(ticks.at.size() <= static_cast<std::size_t>(2 * target + 1));
    for (std::size_t k = 0; k < ticks.at.size(); ++k) {
      REQUIRE(ticks.at[k] >= low - 1e-8 * width);
      REQUIRE(ticks.at[k] <= low + width * (1 + 1e-8));
      if (k > 0) REQUIRE(ticks.at[k] > ticks.at[k - 1]);
      if (k > 0) REQUIRE(ticks.text(k) != ticks.text(k - 1));
    }
  }
}

TEST_CASE("A range is of the finite numbers and never empty") {
  RangeOf none;
  none.add(std::numeric_limits<double>::quiet_NaN());
  none.add(std::numeric_limits<double>::infinity());
  CHECK(none.empty());
  CHECK(none.range().low == 0);
  CHECK(none.range().high == 1);
  RangeOf one;
  one.add(4);
  CHECK_FALSE(one.empty());
  CHECK(one.range().low == 2);
  CHECK(one.range().high == 6);
  RangeOf two;
  two.add_all(std::vector<float>{-1, 3, std::nanf("")});
  CHECK(two.range(0.25).low == -2);
  CHECK(two.range(0.25).high == 4);
}
