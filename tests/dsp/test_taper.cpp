#include "stiff/dsp/taper.h"

#include <vector>

#include <catch2/catch.hpp>

TEST_CASE("the Hann window is a raised cosine without zeros, and symmetric") {
  // n = 3: (1 - cos(2 pi k / 4)) / 2 for k = 1, 2, 3.
  const auto window = stiff::hann_window(3);
  CHECK(window == std::vector<double>{window[0], 1.0, window[0]});
  CHECK(window[0] == Approx(0.5));
  CHECK(stiff::hann_window(0).empty());
  const auto longer = stiff::hann_window(10);
  for (std::size_t i = 0; i < 10; ++i) {
    CHECK(longer[i] == longer[9 - i]);
    CHECK(longer[i] > 0);
  }
}

TEST_CASE("an edge taper leaves the middle alone and keeps to its ends") {
  const auto taper = stiff::edge_taper(10, 2, 1);
  // Ramp of two samples: (1 - cos(pi / 3)) / 2 = 1/4 and 3/4; of one: 1/2.
  CHECK(taper[0] == Approx(0.25));
  CHECK(taper[1] == Approx(0.75));
  for (std::size_t i = 2; i < 9; ++i) {
    CHECK(taper[i] == 1.0);
  }
  CHECK(taper[9] == Approx(0.5));
}

TEST_CASE("tapers longer than the record are shortened") {
  const auto taper = stiff::edge_taper(4, 10, 10);
  CHECK(taper.size() == 4);
  CHECK(taper[0] == Approx(0.25));
  CHECK(taper[3] == Approx(0.25));
}
