#include "stiff/comparison/map_difference.h"
#include "stiff/core/error.h"

#include <cmath>

#include "comparison/cosine_field.h"
#include "validation.h"
#include <catch2/catch.hpp>

using namespace stiff;

namespace {

const Axis kAxial{5e-3, 0.3e-3, 67};
const Axis kLateral{-12e-3, 0.3e-3, 81};
constexpr double kNodule = 4e-3;

double radius(double x, double z) {
  return std::hypot(x + 1e-3, z - 15e-3);
}

/// A map of 10 kPa whose error is `share` of it, errors correlated over `length_m`.
LocatedMap noisy_map(std::uint32_t seed, double share, double length_m, double inside = 1) {
  const CosineField noise(seed, length_m, 60);
  const auto truth = [&](double x, double z) { return radius(x, z) < kNodule ? 10 * inside : 10; };
  return {
      picture_of(kAxial, kLateral,
                 [&](double x, double z) { return truth(x, z) * std::exp(share * noise(x, z)); }),
      picture_of(kAxial, kLateral, [&](double x, double z) { return share * truth(x, z); })};
}

Picture<unsigned char> disc(double radius_m) {
  return (picture_of(kAxial, kLateral, radius).value < static_cast<float>(radius_m))
      .cast<unsigned char>();
}

MapRegistration still() {
  MapRegistration out;
  out.accepted = true;
  return out;
}

}  // namespace

TEST_CASE("A map against itself with a disc softened by 20 %") {
  // Without noise the numbers are exact, to the rounding of floats.
  LocatedMap pre = noisy_map(1, 0.05, 1e-3);
  LocatedMap post = pre;
  const Picture<unsigned char> inside = disc(kNodule);
  post.value.value = (inside != 0).select(0.8F * pre.value.value, pre.value.value);
  const MapDifference d = difference_of_maps(pre, post, still(), inside);
  CHECK(d.n_pixels == kAxial.size * kLateral.size);
  const RegionChange in = region_change(d, inside);
  const RegionChange out = region_change(d, (inside == 0).cast<unsigned char>());
  CHECK(in.percent().value == Approx(-20).margin(1e-4));
  CHECK(out.percent().value == Approx(0).margin(1e-4));
  CHECK(out.difference.value == Approx(0).margin(1e-5));
  // About 10 kPa less 20 %; the field's own mean over the disc strays by a few per cent.
  CHECK(in.difference.value == Approx(-2).margin(0.1));
  CHECK(percent_against(in.log_ratio, out.log_ratio).value == Approx(-20).margin(1e-4));
  // The same map twice has no scatter: the errors that the maps state stand, dispersion 1.
  CHECK(d.dispersion == 1);
  // ln ratio: both errors in quadrature, 0.05 sqrt(2) of the true 10 kPa over the value.
  const double value = static_cast<double>(pre.value.value(0, 0));
  CHECK(static_cast<double>(d.difference_std_error(0, 0)) ==
        Approx(0.5 * std::sqrt(2)).epsilon(1e-5));
  CHECK(static_cast<double>(d.log_ratio_std_error(0, 0)) ==
        Approx(0.5 * std::sqrt(2) / value).epsilon(1e-5));
}

TEST_CASE("Back and forth: the change turns its sign, and units do not matter") {
  const LocatedMap pre = noisy_map(2, 0.05, 1e-3), post = noisy_map(3, 0.05, 1e-3, 0.8);
  const Picture<unsigned char> inside = disc(kNodule);
  const Estimate one =
      region_change(difference_of_maps(pre, post, still(), inside), inside).log_ratio;
  const Estimate other =
      region_change(difference_of_maps(post, pre, still(), inside), inside).log_ratio;
  CHECK(one.value == Approx(-other.value).epsilon(1e-5));
  CHECK(one.std_error == Approx(other.std_error).epsilon(1e-4));
  const auto louder = [](LocatedMap map) {
    map.value.value *= 1000;
    map.std_error.value *= 1000;
    return map;
  };
  const Estimate pascal =
      region_change(difference_of_maps(louder(pre), louder(post), still(), inside), inside)
          .log_ratio;
  CHECK(pascal.value == Approx(one.value).epsilon(1e-5));
  CHECK(pascal.std_error == Approx(one.std_error).epsilon(1e-4));
}

TEST_CASE("A region's interval holds the truth, errors correlated and understated or not") {
  const int n = validation::seeds(80, 2000);
  const Picture<unsigned char> inside = disc(kNodule);
  for (const double stated : {1.0, 0.5}) {
    int held_in = 0, held_out = 0;
    for (int i = 0; i < n; ++i) {
      const auto seed = static_cast<std::uint32_t>(2 * i + 50);
      LocatedMap pre = noisy_map(seed, 0.08, 0.6e-3);
      LocatedMap post = noisy_map(seed + 1, 0.08, 0.6e-3, 0.8);
      pre.std_error.value *= static_cast<float>(stated);
      post.std_error.value *= static_cast<float>(stated);
      const MapDifference d = difference_of_maps(pre, post, still(), inside);
      const auto holds = [](const Estimate& e, double truth) {
        return e.ci_low <= truth && truth <= e.ci_high;
      };
      if (holds(region_change(d, inside).percent(), -20)) ++held_in;
      if (holds(region_change(d, (inside == 0).cast<unsigned char>()).percent(), 0)) ++held_out;
    }
    CAPTURE(stated, held_in, held_out, n);
    CHECK(validation::within_band(held_in, n, 0.95));
    CHECK(validation::within_band(held_out, n, 0.95));
    validation::note(
        "Change of a map's region, errors stated at " + std::to_string(stated),
        std::to_string(held_in) + " and " + std::to_string(held_out) + " of " + std::to_string(n),
        "95 %");
  }
}

TEST_CASE("The second map is laid on the first, and a shift's own error counts on slopes") {
  const RigidMotion motion{1.5e-3, -0.9e-3, 0, 0, 15e-3};
  const auto slope = [](double x, double) { return 10 + 500 * x; };
  const auto error = [](double, double) { return 0.1; };
  const LocatedMap pre{picture_of(kAxial, kLateral, slope), picture_of(kAxial, kLateral, error)};
  const LocatedMap post{
      picture_of(kAxial, kLateral,
                 [&](double x, double z) { return slope(motion.backward(x, z).lateral_m, z); }),
      picture_of(kAxial, kLateral, error)};
  MapRegistration registration;
  registration.motion = motion;
  registration.shift_lateral_std_error_m = 0.4e-3;
  registration.shift_axial_std_error_m = 0.4e-3;
  registration.rotation_std_error_rad = 0;
  const MapDifference d = difference_of_maps(pre, post, registration);
  // A plane is interpolated without error. 1.5 mm are five pixels, 0.9 mm three.
  CHECK(d.n_pixels == (kLateral.size - 5) * (kAxial.size - 3));
  CHECK(std::isnan(d.difference(0, 40)));
  CHECK(std::isnan(d.difference(40, kLateral.size - 1)));
  CHECK(static_cast<double>(d.difference(40, 40)) == Approx(0).margin(1e-5));
  // 500 kPa/m times 0.4 mm is 0.2 kPa, beside 0.1 kPa of each map.
  CHECK(static_cast<double>(d.difference_std_error(40, 40)) ==
        Approx(std::sqrt(0.01 + 0.01 + 0.04)).epsilon(1e-4));
}

TEST_CASE("No change where nothing is seen") {
  LocatedMap pre = noisy_map(2, 0.05, 1e-3), post = noisy_map(3, 0.05, 1e-3);
  LocatedMap blind = post;
  blind.value.value.setConstant(static_cast<float>(kNaN));
  const Picture<unsigned char> inside = disc(kNodule);
  const MapDifference none = difference_of_maps(pre, blind, still());
  CHECK(none.n_pixels == 0);
  CHECK(region_change(none, inside).log_ratio.reason == Reason::too_few);
  CHECK(std::isnan(region_change(none, inside).percent().value));
  const MapDifference d = difference_of_maps(pre, post, still());
  CHECK(region_change(d, disc(0.1e-3)).log_ratio.reason == Reason::too_few);
  pre.value.value(3, 3) = -1;
  post.std_error.value(4, 4) = 0;
  CHECK(difference_of_maps(pre, post, still()).n_pixels == d.n_pixels - 2);
  const Picture<unsigned char> small = Picture<unsigned char>::Zero(3, 3);
  CHECK_THROWS_AS(region_change(d, small), Error);
  post.std_error.value.resize(3, 3);
  CHECK_THROWS_AS(difference_of_maps(pre, post, still()), Error);
}
