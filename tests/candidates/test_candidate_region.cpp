#include "stiff/candidates/candidate_region.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "candidates/healthy_muscle.h"
#include <catch2/catch.hpp>

namespace {

using namespace stiff;
using stiff_test::Place;

/// 10 kPa, and 18 kPa within a place.
LogMap map_with(const Place& place) {
  LogMap map;
  map.axial_m = {5e-3, 0.3e-3, 130};
  map.lateral_m = {-18e-3, 0.3e-3, 121};
  map.value.resize(130, 121);
  map.std_error = Picture<float>::Zero(130, 121);
  for (Index z = 0; z < 130; ++z) {
    for (Index x = 0; x < 121; ++x) {
      const bool in = place.holds(map.lateral_m[x] * 1e3, map.axial_m[z] * 1e3);
      map.value(z, x) = std::log(in ? 18.0F : 10.0F);
    }
  }
  map.valid = map.value.size();
  return map;
}

Index pixel_at(const LogMap& map, double lateral_mm, double axial_mm) {
  return map.axial_m.nearest(axial_mm * 1e-3) * map.value.cols() +
         map.lateral_m.nearest(lateral_mm * 1e-3);
}

std::vector<Index> region_of(const LogMap& map, double lateral_mm, double axial_mm) {
  const std::vector<unsigned char> none(static_cast<std::size_t>(map.value.size()), 0);
  return half_height_region(map, 10, pixel_at(map, lateral_mm, axial_mm), none).pixels;
}

}  // namespace

TEST_CASE("candidate region: a disc is as large and as round as it is") {
  const Place disc{3, 22, 4, 4};
  const LogMap map = map_with(disc);
  const RegionShape shape = region_shape(map, region_of(map, 4, 21));
  // Pixels of 0.3 mm on a circle of 4 mm: its area to some sqrt(2 pi r / pixel) = 9 pixels of 558.
  CHECK(shape.area_mm2 == Approx(std::numbers::pi * 16).epsilon(0.02));
  CHECK(shape.lateral_mm == Approx(3).margin(0.05));
  CHECK(shape.axial_mm == Approx(22).margin(0.05));
  CHECK(shape.major_mm == Approx(8).epsilon(0.02));
  CHECK(shape.minor_mm == Approx(8).epsilon(0.02));
  CHECK(shape.top_mm == Approx(18).margin(0.3));
  CHECK(shape.fill == Approx(1).epsilon(0.02));
  CHECK(kind_of(shape, {}) == CandidateKind::nodule);
}

TEST_CASE("candidate region: an ellipse lies as it lies") {
  const double angle = GENERATE(-70.0, -30.0, 0.0, 20.0, 60.0);
  const LogMap map = map_with({0, 24, 9, 3, angle});
  const RegionShape shape = region_shape(map, region_of(map, 0, 24));
  CHECK(shape.major_mm == Approx(18).epsilon(0.02));
  CHECK(shape.minor_mm == Approx(6).epsilon(0.03));
  CHECK(shape.orientation_deg == Approx(angle).margin(0.5));
  CHECK(kind_of(shape, {}) ==
        (std::abs(angle) <= 30 ? CandidateKind::taut_band : CandidateKind::diffuse));
  CHECK(kind_of(shape, {.fibre_angle_deg = kNaN}) == CandidateKind::diffuse);
}

TEST_CASE("candidate region: half height keeps the area of a blurred disc") {
  LogMap map = map_with({0, 24, 5, 5});
  Picture<float> kpa = map.value.exp();
  stiff_test::blur(kpa, 1.0 / 0.3);
  map.value = kpa.log();
  const CandidateRegion region =
      half_height_region(map, 10, pixel_at(map, 0, 24),
                         std::vector<unsigned char>(static_cast<std::size_t>(map.value.size()), 0));
  // A straight edge stays where it is; the circle's curvature draws it in by sd^2 / (2 r) = 0.1 mm
  // of 5, the 65th centile as plateau out again: 5 % of the area.
  CHECK(region_shape(map, region.pixels).area_mm2 == Approx(std::numbers::pi * 25).epsilon(0.06));
  CHECK(region.plateau == Approx(18).epsilon(0.05));
}

TEST_CASE("candidate region: what is taken, not there, or no higher than expected") {
  LogMap map = map_with({0, 24, 5, 5});
  const Index seed = pixel_at(map, 0, 24);
  std::vector<unsigned char> taken(static_cast<std::size_t>(map.value.size()), 1);
  CHECK(half_height_region(map, 10, seed, taken).pixels.empty());
  std::fill(taken.begin(), taken.end(), static_cast<unsigned char>(0));
  CHECK(half_height_region(map, 20, seed, taken).pixels.empty());
  CHECK(half_height_region(map, kNaN, seed, taken).pixels.empty());
  // Pixels that do not count are part of no region.
  for (Index z = 0; z < 130; ++z) map.value(z, 60) = std::numeric_limits<float>::quiet_NaN();
  for (const Index pixel : half_height_region(map, 10, pixel_at(map, 2, 24), taken).pixels) {
    REQUIRE(pixel % 121 > 60);
  }
  // A gap within the field is crossed, and is no part of it.
  map.field = Picture<unsigned char>::Constant(130, 121, 1);
  const auto both = half_height_region(map, 10, pixel_at(map, 2, 24), taken).pixels;
  CHECK(std::any_of(both.begin(), both.end(), [](Index p) { return p % 121 < 60; }));
  CHECK(std::none_of(both.begin(), both.end(), [](Index p) { return p % 121 == 60; }));
}
