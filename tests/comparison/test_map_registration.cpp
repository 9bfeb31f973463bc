#include "stiff/comparison/map_registration.h"
#include "stiff/core/error.h"

#include <cmath>
#include <numbers>
#include <string>

#include "comparison/cosine_field.h"
#include "validation.h"
#include <catch2/catch.hpp>

using namespace stiff;

namespace {

constexpr double kDegree = std::numbers::pi / 180;
constexpr double kMm = 1e-3;
constexpr float kNothing = std::numeric_limits<float>::quiet_NaN();

// 24 mm x 20 mm, as a small probe sees it.
const Axis kAxial{5e-3, 0.25e-3, 81};
const Axis kLateral{-12e-3, 0.3e-3, 81};

RigidMotion moved(double lateral_mm, double axial_mm, double degrees) {
  return {lateral_mm * kMm, axial_mm * kMm, degrees * kDegree, 0, 15e-3};
}

/// The field's tissue at p of the first picture lies at motion.forward(p) in this one.
template <class Field>
LocatedPicture moved_picture(const Field& field, const RigidMotion& motion,
                             const Axis& axial = kAxial, const Axis& lateral = kLateral) {
  return picture_of(axial, lateral, [&](double x, double z) {
    const auto from = motion.backward(x, z);
    return field(from.lateral_m, from.axial_m);
  });
}

/// Adds a field of its own, of the same correlation length.
LocatedPicture noisy(LocatedPicture picture, std::uint32_t seed, double sd, double length_m) {
  const CosineField noise(seed, length_m);
  picture.value += picture_of(picture.axial_m, picture.lateral_m, [&](double x, double z) {
                     return sd * noise(x, z);
                   }).value;
  return picture;
}

void check_motion(const MapRegistration& found, const RigidMotion& truth, double shift_m,
                  double turn_rad) {
  CHECK(found.motion.shift_lateral_m == Approx(truth.shift_lateral_m).margin(shift_m));
  CHECK(found.motion.shift_axial_m == Approx(truth.shift_axial_m).margin(shift_m));
  CHECK(found.motion.rotation_rad == Approx(truth.rotation_rad).margin(turn_rad));
}

}  // namespace

TEST_CASE("A picture shifted and turned is found again") {
  // Interpolation between pixels takes from a field of length l the share (pitch/l)^2/8 of its
  // height at half a pixel: 7 % of 0.4 mm speckle on 0.3 mm. What is fitted lies within a step of
  // 0.2 mm, so that it draws the maximum by at most some 7 % of the step, 0.015 mm, and the
  // rotation by that over the 6 mm of the picture's mean arm: 0.15 degrees.
  const CosineField speckle(1, 0.4e-3);
  const LocatedPicture fixed = moved_picture(speckle, {});
  for (const RigidMotion& truth : {moved(0, 0, 0), moved(2.37, -1.12, 0), moved(-4.9, 3.3, 4.4),
                                   moved(0.1, 0.08, -7.7), moved(6.6, 0.5, 1)}) {
    const MapRegistration found = register_pictures(fixed, moved_picture(speckle, truth));
    CAPTURE(truth.shift_lateral_m, truth.shift_axial_m, truth.rotation_rad, found.correlation);
    REQUIRE(found.accepted);
    CHECK(found.why.empty());
    check_motion(found, truth, 0.015e-3, 0.15 * kDegree);
    CHECK(found.correlation > 0.9);
  }
}

TEST_CASE("Pictures on other grids, with another gain and with holes are registered alike") {
  const CosineField speckle(2, 0.5e-3);
  const RigidMotion truth = moved(1.83, -2.21, 3);
  const LocatedPicture fixed = moved_picture(speckle, {});
  const Axis axial{3e-3, 0.21e-3, 110}, lateral{-14e-3, 0.25e-3, 113};
  const LocatedPicture other = moved_picture(speckle, truth, axial, lateral);
  const MapRegistration found = register_pictures(fixed, other);
  REQUIRE(found.accepted);
  check_motion(found, truth, 0.015e-3, 0.15 * kDegree);

  // Gain and offset: the same number, to the rounding of floats.
  LocatedPicture louder = other;
  louder.value = 3 * other.value - 40;
  const MapRegistration again = register_pictures(fixed, louder);
  CHECK(again.motion.shift_lateral_m == Approx(found.motion.shift_lateral_m).margin(1e-7));
  CHECK(again.correlation == Approx(found.correlation).margin(1e-4));
  CHECK_FALSE(register_pictures(fixed,
                                [&] {
                                  LocatedPicture upside = other;
                                  upside.value *= -1;
                                  return upside;
                                }())
                  .accepted);

  // Backwards: the opposite motion.
  const MapRegistration back = register_pictures(other, fixed);
  REQUIRE(back.accepted);
  const auto there = truth.backward(back.motion.centre_lateral_m, back.motion.centre_axial_m);
  const auto seen = back.motion.forward(back.motion.centre_lateral_m, back.motion.centre_axial_m);
  CHECK(seen.lateral_m == Approx(there.lateral_m).margin(0.015e-3));
  CHECK(seen.axial_m == Approx(there.axial_m).margin(0.015e-3));
  CHECK(back.motion.rotation_rad == Approx(-truth.rotation_rad).margin(0.15 * kDegree));

  LocatedPicture holed = fixed;
  holed.value.block(20, 20, 30, 25).setConstant(kNothing);
  const MapRegistration around = register_pictures(holed, other);
  REQUIRE(around.accepted);
  check_motion(around, truth, 0.03e-3, 0.3 * kDegree);
}

TEST_CASE("The shift's standard error is that of its scatter") {
  const int n = validation::seeds(16, 400);
  for (const double length : {0.5e-3, 2.5e-3}) {
    double lateral = 0, axial = 0, turn = 0;
    int accepted = 0;
    for (int i = 0; i < n; ++i) {
      const auto seed = static_cast<std::uint32_t>(3 * i + 100);
      const CosineField tissue(seed, length);
      const double sd = length < 1e-3 ? 1.0 : 0.3;
      const RigidMotion truth = moved(1.27, -0.83, 2);
      const MapRegistration found =
          register_pictures(noisy(moved_picture(tissue, {}), seed + 1, sd, length),
                            noisy(moved_picture(tissue, truth), seed + 2, sd, length));
      if (!found.accepted) continue;
      ++accepted;
      const auto z = [](double got, double wanted, double error) {
        return (got - wanted) * (got - wanted) / (error * error);
      };
      lateral +=
          z(found.motion.shift_lateral_m, truth.shift_lateral_m, found.shift_lateral_std_error_m);
      axial += z(found.motion.shift_axial_m, truth.shift_axial_m, found.shift_axial_std_error_m);
      turn += z(found.motion.rotation_rad, truth.rotation_rad, found.rotation_std_error_rad);
    }
    const auto rms = [&](double sum) { return std::sqrt(sum / accepted); };
    CAPTURE(length, accepted, rms(lateral), rms(axial), rms(turn));
    CHECK(accepted > 0.9 * n);
    // The root mean square of n normal numbers strays by 1/sqrt(2 n) of 1: four times that, and a
    // tenth for what is of first order.
    const double stray = 0.1 + 4 / std::sqrt(2.0 * accepted);
    CHECK(std::abs(rms(lateral) - 1) < stray);
    CHECK(std::abs(rms(axial) - 1) < stray);
    CHECK(std::abs(rms(turn) - 1) < stray + 0.15);  // its arm is the field's, of two dimensions
    validation::note(
        "Registration: root mean square of shift over its error (lateral, axial, turn)",
        std::to_string(rms(lateral)) + ", " + std::to_string(rms(axial)) + ", " +
            std::to_string(rms(turn)),
        "1");
  }
}

TEST_CASE("Unrelated pictures are refused, with the reason") {
  const int n = validation::seeds(16, 400);
  for (const double length : {0.4e-3, 1.2e-3, 3e-3}) {
    int accepted = 0;
    for (int i = 0; i < n; ++i) {
      const auto seed = static_cast<std::uint32_t>(2 * i + 7000);
      const MapRegistration found =
          register_pictures(moved_picture(CosineField(seed, length), {}),
                            moved_picture(CosineField(seed + 1, length), {}));
      if (found.accepted) ++accepted;
      CHECK(found.accepted == found.why.empty());
    }
    CAPTURE(length, accepted, n);
    // Held at alpha = 1 %, at the most: the binomial's upper 99.9 % limit.
    const double expected = 0.01 * n;
    CHECK(accepted <= expected + 3.3 * std::sqrt(expected) + 1);
    validation::note("Registration: unrelated pictures accepted, length " + std::to_string(length),
                     std::to_string(accepted) + " of " + std::to_string(n), "at most 1 %");
  }
}

TEST_CASE("Where a rotation is not determined the shift is") {
  // One round bump in an even field, 1.6 % of noise: turned about itself it is the same.
  const auto bump = [](double x, double z) {
    const double far = std::hypot(x + 1e-3, z - 14e-3);
    return std::exp(-0.5 * far * far / (2e-3 * 2e-3));
  };
  const RigidMotion truth = moved(2, -1, 0);
  const RegistrationOptions unturned{.max_rotation_deg = 0};
  const LocatedPicture fixed = noisy(moved_picture(bump, {}), 1, 0.016, 0.5e-3);
  const LocatedPicture other = noisy(moved_picture(bump, truth), 2, 0.016, 0.5e-3);
  const MapRegistration shifted = register_pictures(fixed, other, unturned);
  REQUIRE(shifted.accepted);
  CHECK(shifted.motion.rotation_rad == 0);
  CHECK(std::isnan(shifted.rotation_std_error_rad));
  CHECK(shifted.shift_lateral_std_error_m < 0.5e-3);
  // Noise of share q and length l against a wide bump: Var(shift) = 2 q^2 2 pi l^2 / (pi / 2), the
  // integral of its squared slope, an SD of 0.023 mm: well within a pixel.
  check_motion(shifted, truth, 0.25e-3, 1e-12);
}

TEST_CASE("Registration refuses what has no place, with the reason") {
  const CosineField speckle(5, 0.5e-3, 100);
  const LocatedPicture fixed = moved_picture(speckle, {});
  const auto why = [&](const LocatedPicture& other, const RegistrationOptions& options = {}) {
    const MapRegistration found = register_pictures(fixed, other, options);
    CHECK_FALSE(found.accepted);
    return found.why;
  };
  LocatedPicture flat = fixed;
  flat.value.setConstant(7);
  CHECK(why(flat).find("do not vary") != std::string::npos);
  LocatedPicture blind = fixed;
  blind.value.setConstant(kNothing);
  CHECK(why(blind).find("too little in common") != std::string::npos);
  // Moved to the search's edge, and beyond it.
  CHECK(why(moved_picture(speckle, moved(2, 0, 0)), {.max_shift_m = 2e-3}).find("edge") !=
        std::string::npos);
  CHECK_FALSE(why(moved_picture(speckle, moved(15, 0, 0))).empty());
  CHECK(why(noisy(moved_picture(speckle, {}), 9, 3, 0.5e-3)).find("below") != std::string::npos);
  LocatedPicture wrong = fixed;
  wrong.value.resize(3, 3);
  CHECK_THROWS_AS(register_pictures(fixed, wrong), Error);
}
