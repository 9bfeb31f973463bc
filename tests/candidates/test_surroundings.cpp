#include "stiff/candidates/surroundings.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include "candidates/healthy_muscle.h"
#include <catch2/catch.hpp>

namespace {

using namespace stiff;

const AnalysisGrid kGrid{{5e-3, 0.6e-3, 65}, {-18e-3, 0.6e-3, 61}, 2, 2};

/// Places of the grid but for a hole and a missing corner.
std::vector<std::int32_t> with_a_hole() {
  std::vector<std::int32_t> places;
  for (Index z = 0; z < 65; ++z) {
    for (Index x = 0; x < 61; ++x) {
      const bool hole = std::hypot(static_cast<double>(z - 30), static_cast<double>(x - 20)) < 8;
      if (!hole && z + x > 15) places.push_back(static_cast<std::int32_t>(z * 61 + x));
    }
  }
  return places;
}

std::vector<float> mean_of(const std::vector<std::int32_t>& places, double sd_m,
                           const std::vector<float>& value) {
  Surroundings surroundings(kGrid, places, sd_m);
  std::vector<float> mean(static_cast<std::size_t>(kGrid.size()),
                          std::numeric_limits<float>::quiet_NaN());
  surroundings.mean(value, mean);
  return mean;
}

}  // namespace

TEST_CASE("surroundings: of what is even, the same, whatever counts") {
  const std::vector<std::int32_t> places = with_a_hole();
  const auto mean = mean_of(places, 6e-3, std::vector<float>(places.size(), 3.25F));
  // Sums of some hundred floats over sums of as many.
  for (const float m : mean) REQUIRE(m == Approx(3.25).epsilon(2e-6));
}

TEST_CASE("surroundings: the Gaussian mean over the places that count, place by place") {
  const double sd_mm = GENERATE(3.0, 6.0, 9.0);
  const std::vector<std::int32_t> places = with_a_hole();
  stiff_test::Muscle muscle;
  muscle.length_mm = 4;
  const RandomField field(65, 61, powered_exponential(4 / 0.6, 4 / 0.6, 1));
  RandomFieldPair drawn;
  field.draw(5, 0, drawn);
  std::vector<float> value;
  for (const auto place : places) value.push_back(drawn.first.data()[place]);
  const auto mean = mean_of(places, sd_mm * 1e-3, value);
  double squares = 0, spread = 0;
  for (std::size_t i = 0; i < places.size(); ++i) {
    double sum = 0, weights = 0;
    for (std::size_t k = 0; k < places.size(); ++k) {
      const double dz = 0.6 * (places[i] / 61 - places[k] / 61);
      const double dx = 0.6 * (places[i] % 61 - places[k] % 61);
      const double w = std::exp(-0.5 * (dz * dz + dx * dx) / (sd_mm * sd_mm));
      sum += w * static_cast<double>(value[k]);
      weights += w;
    }
    const double apart = mean[static_cast<std::size_t>(places[i])] - sum / weights;
    squares += apart * apart;
    spread += std::pow(static_cast<double>(value[i]) - sum / weights, 2);
  }
  // Blocks of at most sd / 2.5 and lines between their middles widen the window by their own second
  // moments (1/12 + 1/6) (sd / 2.5)^2 = 4 % of its square; the half blocks at the edges stay even.
  // A few hundredths of what a place stands out of its surroundings by.
  CHECK(std::sqrt(squares / spread) < 0.05);
}

TEST_CASE("surroundings: 0 where nothing counts within three SD") {
  const std::vector<std::int32_t> corner{0, 1, 61, 62};
  const auto mean = mean_of(corner, 3e-3, {2, 2, 2, 2});
  CHECK(mean[0] == Approx(2));
  CHECK(mean[61 * 65 - 1] == 0);
  // One place and a window wider than the grid.
  CHECK(mean_of({100}, 1, {7}).back() == Approx(7));
}

TEST_CASE("surroundings: of a place, without itself") {
  stiff_test::Muscle even;
  even.cv = 0;
  even.error = 0;
  even.blur_mm = 1;
  stiff_test::Muscles muscles(even);
  const stiff_test::Place band{2, 25, 10, 2, 10, 1.5, true};
  const auto made = muscles.map(1, 0, std::log(19.16), {band});
  RegionShape shape;
  shape.lateral_mm = 2;
  shape.axial_mm = 25;
  shape.major_mm = 23.1;  // a box of 20 x 4 mm has these second moments
  shape.minor_mm = 4.6;
  shape.orientation_deg = 10;
  FieldModel model;
  // Its rim, blurred by 1 mm, ends within the ellipse but at the box's corners.
  CHECK(level_round(made.map, model, shape, 6e-3) == Approx(std::log(19.16)).epsilon(0.002));
  model.has_trend = true;
  model.trend = {0.1, 0, 0, 0};  // a 10 mm of depth from 20 mm on
  // Symmetric about 25 mm, where the trend is 0.05: what it takes away is that.
  CHECK(level_round(made.map, model, shape, 6e-3) == Approx(std::log(19.16) - 0.05).epsilon(0.003));
  LogMap nothing = made.map;
  nothing.value.setConstant(std::numeric_limits<float>::quiet_NaN());
  CHECK(std::isnan(level_round(nothing, model, shape, 6e-3)));
}
