#include "stiff/wave/compound.h"
#include "stiff/wave/region_estimate.h"
#include "stiff/wave/slowness_error.h"

#include <cmath>

#include <boost/random/mersenne_twister.hpp>
#include <boost/random/normal_distribution.hpp>
#include <catch2/catch.hpp>

namespace {

constexpr double kSlowness = 0.4;  // s/m, as 2.5 m/s
const stiff::Axis kAxial{10e-3, 0.2e-3, 120};
const stiff::Axis kLateral{-15e-3, 0.3e-3, 100};

// A map of one slowness with errors of standard deviation `sigma`, moving averages of white noise.
stiff::CompoundMap noisy_map(double sigma, stiff::Index smooth_axial, stiff::Index smooth_lateral,
                             unsigned seed) {
  boost::random::mt19937 engine(seed);
  boost::random::normal_distribution<double> normal;
  stiff::Picture<double> white(kAxial.size + smooth_axial - 1, kLateral.size + smooth_lateral - 1);
  for (stiff::Index i = 0; i < white.size(); ++i) white.data()[i] = normal(engine);
  stiff::CompoundMap map;
  map.slowness_s_per_m.resize(kAxial.size, kLateral.size);
  map.systematic_s_per_m = stiff::Picture<float>::Zero(kAxial.size, kLateral.size);
  map.correlation = stiff::Picture<float>::Constant(kAxial.size, kLateral.size, 0.9F);
  map.reason = stiff::Picture<std::int8_t>::Zero(kAxial.size, kLateral.size);
  const double scale = sigma / std::sqrt(static_cast<double>(smooth_axial * smooth_lateral));
  for (stiff::Index z = 0; z < kAxial.size; ++z) {
    for (stiff::Index x = 0; x < kLateral.size; ++x) {
      map.slowness_s_per_m(z, x) = static_cast<float>(
          kSlowness + scale * white.block(z, x, smooth_axial, smooth_lateral).sum());
    }
  }
  return map;
}

}  // namespace

TEST_CASE("the error of a pixel is the standard deviation of the errors, correlated or not") {
  const auto smooth = GENERATE(1, 4, 7);
  const auto map = noisy_map(0.01, smooth, (smooth + 1) / 2, 5);
  const auto error = stiff::slowness_error(map.slowness_s_per_m, map.valid(), kAxial, kLateral);
  // Mean variance over the picture: 12000 pixels of at most 7 x 4 a cell are 430 independent
  // ones: 3.4 % in the standard deviation, twice that is allowed.
  const double mean = std::sqrt(static_cast<double>(error.std_error.square().mean()));
  CHECK(mean == Approx(0.01).epsilon(0.07));
  // The correlation of a moving average of n samples at lag k is 1 - k / n.
  const auto lag = error.correlation(error.axial_reach() + 2, error.lateral_reach());
  CHECK(static_cast<double>(lag) == Approx(std::max(0.0, 1 - 2.0 / smooth)).margin(0.08));
}

TEST_CASE("an error that grows across the picture is followed, a slope of the slowness is none") {
  auto map = noisy_map(0.01, 3, 2, 9);
  for (stiff::Index x = 0; x < kLateral.size; ++x) {
    for (stiff::Index z = 0; z < kAxial.size; ++z) {
      const float grown =
          static_cast<float>(kSlowness) +
          (map.slowness_s_per_m(z, x) - static_cast<float>(kSlowness)) * (x < 50 ? 1.0F : 3.0F);
      map.slowness_s_per_m(z, x) = grown + 0.0005F * static_cast<float>(z);
    }
  }
  const auto error = stiff::slowness_error(map.slowness_s_per_m, map.valid(), kAxial, kLateral);
  const auto mean = [&](stiff::Index first) {
    return std::sqrt(static_cast<double>(error.std_error.middleCols(first, 30).square().mean()));
  };
  CHECK(mean(5) == Approx(0.01).epsilon(0.12));
  CHECK(mean(65) == Approx(0.03).epsilon(0.12));
}

TEST_CASE("a region's interval counts the correlation: it holds the truth in 95 %") {
  const auto smooth = GENERATE(1, 5);
  stiff::Picture<unsigned char> inside =
      stiff::Picture<unsigned char>::Zero(kAxial.size, kLateral.size);
  inside.block(40, 30, 30, 25).setOnes();
  int held = 0;
  constexpr int kMaps = 200;
  for (unsigned seed = 0; seed < kMaps; ++seed) {
    const auto map = noisy_map(0.02, smooth, smooth, 100 + seed);
    const auto error = stiff::slowness_error(map.slowness_s_per_m, map.valid(), kAxial, kLateral);
    const auto speed = stiff::region_speed(map, error, inside);
    held += speed.ci_low <= 1 / kSlowness && 1 / kSlowness <= speed.ci_high;
  }
  INFO("held " << held << " of " << kMaps);
  CHECK(held >= 179);  // binomial 99.9 % band of 0.95
  CHECK(held <= 198);
}

TEST_CASE("a region without values says why, one of too few pixels too") {
  auto map = noisy_map(0.01, 2, 2, 1);
  map.reason.setConstant(static_cast<std::int8_t>(stiff::Reason::low_correlation));
  map.reason.leftCols(10).setConstant(static_cast<std::int8_t>(stiff::Reason::under_push));
  const auto error = stiff::slowness_error(map.slowness_s_per_m, map.valid(), kAxial, kLateral);
  const stiff::Picture<unsigned char> all =
      stiff::Picture<unsigned char>::Ones(kAxial.size, kLateral.size);
  CHECK(stiff::region_speed(map, error, all).reason == stiff::Reason::low_correlation);
  const stiff::Picture<unsigned char> none =
      stiff::Picture<unsigned char>::Zero(kAxial.size, kLateral.size);
  CHECK(stiff::region_speed(map, error, none).reason == stiff::Reason::too_few);
}

TEST_CASE(
    "compounding weighs the better part, and a pixel no part answers keeps the nearest reason") {
  stiff::SlownessMap good(1, 3);
  good.lateral_s_per_m.setConstant(0.4F);
  good.axial_s_per_m.setZero();
  good.correlation.setConstant(0.9F);
  good.reason.setZero();
  auto poor = good;
  poor.lateral_s_per_m.setConstant(0.6F);
  good.reason(0, 2) = static_cast<std::int8_t>(stiff::Reason::under_push);
  poor.reason(0, 2) = static_cast<std::int8_t>(stiff::Reason::low_correlation);
  poor.reason(0, 1) = static_cast<std::int8_t>(stiff::Reason::low_correlation);
  const stiff::Picture<float> small = stiff::Picture<float>::Constant(1, 3, 1e-4F);
  const stiff::Picture<float> large = stiff::Picture<float>::Constant(1, 3, 9e-4F);
  const auto map = stiff::compound({good, poor}, {small, large});
  // Weights 9 to 1.
  CHECK(static_cast<double>(map.slowness_s_per_m(0, 0)) == Approx(0.42).epsilon(1e-5));
  CHECK(static_cast<double>(map.slowness_s_per_m(0, 1)) == Approx(0.4).epsilon(1e-5));
  CHECK(map.reason(0, 2) == static_cast<std::int8_t>(stiff::Reason::low_correlation));
}
