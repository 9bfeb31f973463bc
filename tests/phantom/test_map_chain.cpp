#include "stiff/core/error.h"
#include "stiff/phantom/map_chain.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <catch2/catch.hpp>

using namespace stiff;

namespace {

constexpr Axis kAxial{5e-3, 0.3e-3, 130};
constexpr Axis kLateral{-18e-3, 0.3e-3, 121};
constexpr double kDensity = 1000;

Picture<float> even(float kpa) {
  return Picture<float>::Constant(kAxial.size, kLateral.size, kpa);
}

/// A disc in the middle: modulus 1.68 times that round it.
Picture<float> with_disc(float kpa, double diameter_m) {
  Picture<float> map = even(kpa);
  for (Index i = 0; i < map.rows(); ++i) {
    for (Index j = 0; j < map.cols(); ++j) {
      if (std::hypot(kAxial[i] - 24.35e-3, kLateral[j]) < diameter_m / 2) map(i, j) *= 1.68f;
    }
  }
  return map;
}

MapChainOptions no_error() {
  return {.error = 0, .push_lateral_mm = "", .dropouts = 0};
}

}  // namespace

TEST_CASE("map chain: a blur keeps the mean, and a point becomes a Gaussian of the SD asked for") {
  Picture<float> point = Picture<float>::Zero(41, 51);
  point(20, 25) = 1;
  const Picture<double> spread = gaussian_blur(point, 3, 4).cast<double>();
  CHECK(spread.sum() == Approx(1).epsilon(1e-6));
  double down = 0, across = 0;
  for (Index i = 0; i < 41; ++i) down += spread.row(i).sum() * std::pow(double(i - 20), 2);
  for (Index j = 0; j < 51; ++j) across += spread.col(j).sum() * std::pow(double(j - 25), 2);
  // Cut off at 4 SD: 1 - 2 x 4 phi(4) of the variance.
  CHECK(std::sqrt(down) == Approx(3).epsilon(1e-3));
  CHECK(std::sqrt(across) == Approx(4).epsilon(1e-3));

  Picture<float> any(13, 17);
  for (Index i = 0; i < any.size(); ++i) any.data()[i] = static_cast<float>((i * 7919) % 101);
  for (const double sd : {0.0, 0.4, 2.0, 9.0}) {
    const Picture<float> blurred = gaussian_blur(any, sd, sd / 2);
    CHECK(blurred.mean() == Approx(any.mean()).epsilon(1e-5));
    if (sd == 0) CHECK((blurred == any).all());
  }
}

TEST_CASE("map chain: without blur, error, pushes and dropouts the truth comes out") {
  MapChainOptions options = no_error();
  options.blur = 0;
  const MapChain chain(kAxial, kLateral, options);
  const Picture<float> truth = with_disc(19.16f, 8e-3);
  const MeasuredMap map = chain.measure(truth, kDensity, 1);
  CHECK((map.true_kpa == truth).all());
  for (Index i = 0; i < truth.size(); ++i) {
    if (map.reason.data()[i] != 0) continue;
    CHECK(map.kpa.data()[i] == Approx(truth.data()[i]).epsilon(1e-5));
    CHECK(map.std_error_kpa.data()[i] == 0);
  }
  // 1.2 mm at either side: four columns of 0.3 mm.
  const auto outside = (map.reason == static_cast<std::int8_t>(Reason::outside_field)).count();
  CHECK(outside == 8 * 130);
  CHECK((map.reason == 0).count() == 113 * 130);
}

TEST_CASE("map chain: a disc is read too soft by as much as the full chain reads it") {
  // Full chain, inner half radius, modulus: -12.4, -6.6, -2.7 % at 19.16 kPa and -4.5, -1.1, 0.0 %
  // at 6.4 kPa for 6, 8, 10 mm (header). The formula is a fit to the whole map, not to this figure.
  struct Case {
    float kpa;
    double diameter_m, bias;
  };
  for (const Case& c : {Case{19.16f, 6e-3, -0.124},
                        {19.16f, 8e-3, -0.066},
                        {19.16f, 10e-3, -0.027},
                        {6.4f, 6e-3, -0.045},
                        {6.4f, 8e-3, -0.011},
                        {6.4f, 10e-3, 0.0}}) {
    CAPTURE(c.kpa, c.diameter_m);
    const MapChain chain(kAxial, kLateral, no_error());
    const MeasuredMap map = chain.measure(with_disc(c.kpa, c.diameter_m), kDensity, 1);
    double sum = 0, count = 0;
    for (Index i = 0; i < map.kpa.rows(); ++i) {
      for (Index j = 0; j < map.kpa.cols(); ++j) {
        if (std::hypot(kAxial[i] - 24.35e-3, kLateral[j]) >= c.diameter_m / 4) continue;
        sum += static_cast<double>(map.kpa(i, j));
        ++count;
      }
    }
    CHECK(std::abs(sum / count / (1.68 * static_cast<double>(c.kpa)) - 1 - c.bias) < 0.035);
  }
}

TEST_CASE("map chain: the error is of the stated size, grows from the middle, and is stated") {
  MapChainOptions options;
  options.dropouts = 0;
  const MapChain chain(kAxial, kLateral, options);
  const Index middle = 65;
  const Picture<float>& sd = chain.relative_error();
  CHECK(sd(middle, 60) == Approx(0.055).epsilon(1e-3));
  // Twice at 16 mm: between rows 117 and 118.
  CHECK(sd(117, 60) < 0.11);
  CHECK(sd(118, 60) > 0.11);
  CHECK(std::isnan(sd(129, 60)));
  // 12 mm is column 100: under the push; 13.5 mm beside it, half as much again.
  CHECK(std::isnan(sd(middle, 100)));
  CHECK(sd(middle, 105) == Approx(1.5 * 0.055).epsilon(1e-3));

  constexpr int kMaps = 60;
  double squares = 0, down = 0, across = 0, opposite = 0, count = 0;
  for (int n = 0; n < kMaps; ++n) {
    const MeasuredMap map = chain.measure(even(20), kDensity, static_cast<std::uint64_t>(n));
    const auto z = [&](Index i, Index j) {
      return static_cast<double>((map.kpa(i, j) - 20) / (20 * sd(i, j)));
    };
    // 4 mm apart down and across: independent, so that their number is known.
    for (Index i = 33; i < 98; i += 13) {
      for (Index j = 10; j < 90; j += 13) {
        const double error =
            std::log(static_cast<double>(map.kpa(i, j)) / 20) / static_cast<double>(sd(i, j));
        const double below = std::log(static_cast<double>(map.kpa(i + 2, j)) / 20) /
                             static_cast<double>(sd(i + 2, j));
        const double beside = std::log(static_cast<double>(map.kpa(i, j + 1)) / 20) /
                              static_cast<double>(sd(i, j + 1));
        const double farther = std::log(static_cast<double>(map.kpa(i, j + 4)) / 20) /
                               static_cast<double>(sd(i, j + 4));
        squares += error * error;
        down += error * below;
        across += error * beside;
        opposite += error * farther;
        ++count;
        CHECK(std::abs(z(i, j)) < 6);
        CHECK(map.std_error_kpa(i, j) == Approx(map.kpa(i, j) * sd(i, j)));
      }
    }
  }
  const double std_error = 4 * std::sqrt(2 / count);  // of a mean square or product, 4 of them
  CHECK(std::abs(squares / count - 1) < std_error);
  // The full chain at 0.6 mm down, 0.3 and 1.2 mm across: 0.64, 0.63, -0.37; the formula within
  // 0.07.
  CHECK(std::abs(down / count - 0.64) < 0.07 + std_error);
  CHECK(std::abs(across / count - 0.63) < 0.07 + std_error);
  CHECK(std::abs(opposite / count + 0.37) < 0.07 + std_error);
}

TEST_CASE("map chain: the stated error of the median is that over maps") {
  const MapChain chain(kAxial, kLateral, {});
  constexpr int kMaps = 200;
  double sum = 0, squares = 0, stated = 0;
  for (int n = 0; n < kMaps; ++n) {
    const MeasuredMap map = chain.measure(even(20), kDensity, static_cast<std::uint64_t>(n));
    std::vector<float> values;
    for (Index i = 0; i < map.kpa.size(); ++i) {
      if (map.reason.data()[i] == 0) values.push_back(map.kpa.data()[i]);
    }
    std::nth_element(values.begin(), values.begin() + values.size() / 2, values.end());
    const double relative = static_cast<double>(values[values.size() / 2]) / 20 - 1;
    sum += relative;
    squares += relative * relative;
    stated += chain.median_error(map) / kMaps;
  }
  const double sd = std::sqrt(squares / kMaps - std::pow(sum / kMaps, 2));
  // 200 maps know it to 5 %. The median of unequal errors is better than their mean square says,
  // and a mean of strongly correlated errors has a median nearer to it than pi/2.
  CHECK(std::abs(sum / kMaps) < 4 * sd / std::sqrt(kMaps));
  CHECK(stated > 0.85 * sd);
  CHECK(stated < 1.6 * sd);
}

TEST_CASE("map chain: dropouts take the share that is asked, in patches, and leave no number") {
  MapChainOptions options;
  options.dropouts = 0.05;
  const MapChain chain(kAxial, kLateral, options);
  const auto valid = static_cast<double>((chain.relative_error() >= 0).count());
  double lost = 0;
  constexpr int kMaps = 60;
  for (int n = 0; n < kMaps; ++n) {
    const MeasuredMap map = chain.measure(even(20), kDensity, static_cast<std::uint64_t>(n));
    lost += (valid - static_cast<double>((map.reason == 0).count())) / valid / kMaps;
    for (Index i = 0; i < map.kpa.size(); ++i) {
      REQUIRE((map.reason.data()[i] == 0) == std::isfinite(map.kpa.data()[i]));
      REQUIRE((map.reason.data()[i] == 0) == std::isfinite(map.std_error_kpa.data()[i]));
      REQUIRE(std::isfinite(map.quality.data()[i]));
    }
  }
  // Patches of area about pi (1 mm)^2 in 800 mm2: 250 independent a map, 5 % of them: SD 0.014 a
  // map.
  CHECK(std::abs(lost - 0.05) < 4 * 0.014 / std::sqrt(kMaps));
}

TEST_CASE("map chain: equal seeds give equal bits, others other maps") {
  const MapChain chain(kAxial, kLateral, {});
  const MeasuredMap a = chain.measure(even(20), kDensity, 5),
                    b = chain.measure(even(20), kDensity, 5);
  const MeasuredMap c = chain.measure(even(20), kDensity, 6);
  for (Index i = 0; i < a.kpa.size(); ++i) {
    REQUIRE(a.reason.data()[i] == b.reason.data()[i]);
    if (a.reason.data()[i] == 0) REQUIRE(a.kpa.data()[i] == b.kpa.data()[i]);
    if (a.reason.data()[i] == 0) REQUIRE(a.kpa.data()[i] != c.kpa.data()[i]);
  }
}

TEST_CASE("map chain: what cannot be is refused") {
  CHECK_THROWS_AS(MapChain(kAxial, kLateral, {.error = -1}), Error);
  CHECK_THROWS_AS(MapChain(kAxial, kLateral, {.largest_error = 0.01}), Error);
  CHECK_THROWS_AS(MapChain(kAxial, kLateral, {.push_lateral_mm = "left"}), Error);
  CHECK_THROWS_AS(MapChain({0, 0.3e-3, 4}, kLateral, {}), Error);
  const MapChain chain(kAxial, kLateral, {});
  CHECK_THROWS_AS(chain.measure(even(0), kDensity, 1), Error);
  CHECK_THROWS_AS(chain.measure(even(std::nanf("")), kDensity, 1), Error);
  CHECK_THROWS_AS(chain.measure(Picture<float>::Constant(3, 3, 1), kDensity, 1), Error);
}
