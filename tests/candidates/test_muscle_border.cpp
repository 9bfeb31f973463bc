#include "stiff/candidates/muscle_border.h"

#include <cmath>
#include <limits>

#include "candidates/healthy_muscle.h"
#include "validation.h"
#include <boost/random/exponential_distribution.hpp>
#include <boost/random/mersenne_twister.hpp>
#include <catch2/catch.hpp>

namespace {

using namespace stiff;

const Axis kAxial{5e-3, 0.2e-3, 150};
const Axis kLateral{-18e-3, 0.3e-3, 121};

/// Fully developed speckle: intensity exponential, alike over 0.6 by 0.3 mm, in dB. A fascia is
/// `db` brighter within 0.4 mm of a line.
Picture<float> speckle(unsigned seed, double db = 0, double depth_mm = 0, double slope = 0) {
  RandomField field(150, 121, powered_exponential(1.5, 2, 2));
  RandomFieldPair pair;
  field.draw(seed, 0, pair);
  Picture<float> out = 10 * (pair.first.square() + pair.second.square() + 1e-6F).log10();
  for (Index z = 0; z < out.rows(); ++z) {
    for (Index x = 0; x < out.cols(); ++x) {
      const double line = depth_mm + slope * kLateral[x] * 1e3;
      if (std::abs(kAxial[z] * 1e3 - line) < 0.4) out(z, x) += static_cast<float>(db);
    }
  }
  return out;
}

}  // namespace

TEST_CASE("muscle border: none in speckle") {
  const int pictures = validation::seeds(40, 1000);
  int found = 0;
  for (int seed = 1; seed <= pictures; ++seed) {
    const MuscleBorder border =
        find_muscle_border(speckle(static_cast<unsigned>(seed)), kAxial, kLateral);
    found += !border.upper_m.empty() || !border.lower_m.empty() ? 1 : 0;
  }
  validation::note("muscle border found in speckle alone",
                   std::to_string(found) + " of " + std::to_string(pictures), "none");
  CHECK(found == 0);
}

TEST_CASE("muscle border: a fascia of 20 dB is found where it is, level or tilted") {
  const double slope = GENERATE(0.0, 0.08, -0.05);
  for (unsigned seed = 1; seed <= 5; ++seed) {
    const MuscleBorder upper = find_muscle_border(speckle(seed, 20, 11, slope), kAxial, kLateral);
    REQUIRE(upper.upper_m.size() == 121);
    CHECK(upper.lower_m.empty());
    for (Index x = 5; x < 116; x += 10) {
      // Within the line's own half width and a speckle's.
      CHECK(upper.upper_m[static_cast<std::size_t>(x)] * 1e3 ==
            Approx(11 + slope * kLateral[x] * 1e3).margin(0.8));
    }
    const MuscleBorder lower = find_muscle_border(speckle(seed, 20, 29, slope), kAxial, kLateral);
    CHECK(lower.upper_m.empty());
    CHECK(lower.lower_m.size() == 121);
  }
}

TEST_CASE("muscle border: a line through the middle, no picture, a picture with holes: none") {
  CHECK(find_muscle_border(speckle(1, 20, 20), kAxial, kLateral).upper_m.empty());
  CHECK(find_muscle_border({}, kAxial, kLateral).upper_m.empty());
  Picture<float> holes = speckle(1, 20, 11);
  holes(3, 3) = std::numeric_limits<float>::quiet_NaN();
  CHECK(find_muscle_border(holes, kAxial, kLateral).upper_m.empty());
  CHECK(find_muscle_border(speckle(1, 20, 11), kAxial, kLateral, {.find = false}).upper_m.empty());
}

TEST_CASE("muscle border: what lies beyond is taken out of the map") {
  LogMap map{kAxial, kLateral, Picture<float>::Zero(150, 121), Picture<float>::Zero(150, 121),
             150 * 121};
  MuscleBorder border;
  border.upper_m.assign(121, 11e-3);
  const Index taken = mask_border(map, border, 1e-3);
  // Rows at 5 mm, 5.2 mm ... below 12 mm: 35 of them.
  CHECK(taken == 35 * 121);
  CHECK(map.valid == (150 - 35) * 121);
  CHECK_FALSE(map.has(34, 60));
  CHECK(map.has(35, 60));
}
