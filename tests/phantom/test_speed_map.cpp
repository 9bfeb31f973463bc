#include "stiff/core/error.h"
#include "stiff/phantom/speed_map.h"
#include "stiff/phantom/swe_phantom.h"
#include "stiff/recording/region.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <catch2/catch.hpp>

using namespace stiff;

namespace {

constexpr Axis kAxial{5e-3, 0.3e-3, 101};
constexpr Axis kLateral{-15e-3, 0.3e-3, 101};

PhantomMedium uneven_medium(double cv, std::uint64_t seed) {
  PhantomMedium medium;
  medium.uneven.cv = cv;
  medium.uneven.axial_length_m = 1.5e-3;
  medium.uneven.lateral_length_m = 3e-3;
  medium.uneven_seed = seed;
  return medium;
}

/// mu over its mean.
Picture<double> relative_modulus(const PhantomMedium& medium) {
  const Picture<double> speed = speed_map(medium, kAxial, kLateral).cast<double>();
  return (speed / medium.speed_m_per_s).square();
}

/// Mean of a figure over seeds with its standard error.
template <class Figure>
std::pair<double, double> over_seeds(int count, Figure&& figure) {
  double sum = 0, squares = 0;
  for (int n = 0; n < count; ++n) {
    const double value = figure(static_cast<std::uint64_t>(n + 1));
    sum += value;
    squares += value * value;
  }
  const double mean = sum / count;
  return {mean, std::sqrt((squares / count - mean * mean) / (count - 1))};
}

}  // namespace

TEST_CASE("speed_map: a band is a bar with round ends, turned as it is said") {
  PhantomMedium medium;
  medium.bands = "2,20,12,4,30,4";
  const Nodule band = bands(medium).front();
  const auto share = [&](double along_mm, double across_mm) {
    const double c = std::cos(std::numbers::pi / 6), s = std::sin(std::numbers::pi / 6);
    return share_inside(band, 0.1e-3,
                        {2e-3 + (c * along_mm - s * across_mm) * 1e-3,
                         20e-3 + (s * along_mm + c * across_mm) * 1e-3});
  };
  // On the border: the sides, the ends' tops, and 45 degrees round an end.
  const double diagonal = 2 * std::numbers::sqrt2 / 2;
  for (const auto& [along, across] :
       {std::pair{0.0, 2.0}, {3.9, -2.0}, {6.0, 0.0}, {-6.0, 0.0}, {4 + diagonal, diagonal}}) {
    CHECK(share(along, across) == Approx(0.5).margin(1e-6));
  }
  CHECK(share(5.5, 1.9) < 0.01);
  CHECK(share(3, 1) > 0.99);

  // Area 8 x 4 and a circle of radius 2 mm.
  medium.edge_m = 0;
  medium.speed_m_per_s = 2;
  const Axis fine_z{10e-3, 0.05e-3, 401}, fine_x{-8e-3, 0.05e-3, 401};
  const auto inside = (speed_map(medium, fine_z, fine_x) > 3.0f).count();
  const double area = 32 + std::numbers::pi * 4;
  // A border of 28.6 mm on pixels of 0.05 mm.
  CHECK(std::abs(static_cast<double>(inside) * 0.0025 - area) < 0.5 * 28.6 * 0.05);
}

TEST_CASE("speed_map: nodules lie over bands, both over the muscle's unevenness, each a region") {
  PhantomMedium medium = uneven_medium(0.2, 4);
  medium.bands = "0,20,16,4,0,3;0,30,16,3,10,3.1";
  medium.nodules = "0,20,3,3,0,4";
  const MediumSpeed speed(medium);
  CHECK(speed({0, 20e-3}) == Approx(4));
  CHECK(speed({6e-3, 20e-3}) == Approx(3).epsilon(1e-3));
  CHECK_FALSE(speed({0, 12e-3}) == Approx(2.5).epsilon(1e-4));
  const auto regions = true_regions(medium);
  REQUIRE(regions.size() == 3);
  CHECK(regions[0].region.name == "nodule-1");
  CHECK(regions[1].region.name == "band-1");
  CHECK(regions[2].region.name == "band-2");
  const Picture<float> map = speed_map(medium, kAxial, kLateral);
  const auto inside = rasterise(regions[2].region, kAxial, kLateral);
  REQUIRE((inside != 0).count() > 100);
  for (Index i = 0; i < map.size(); ++i) {
    // 0.45 mm from the border, whose half width is 0.2 mm: 1 part in 90 of the outer modulus.
    if (inside.data()[i] != 0) CHECK(map.data()[i] == Approx(3.1).epsilon(0.02));
  }
}

TEST_CASE("speed_map: uneven muscle has the mean, the variation and the lengths that are asked") {
  for (const double cv : {0.1, 0.25}) {
    CAPTURE(cv);
    const auto mean = over_seeds(
        16, [&](std::uint64_t seed) { return relative_modulus(uneven_medium(cv, seed)).mean(); });
    CHECK(std::abs(mean.first - 1) < 4 * mean.second);
    // Linear between points 0.3 mm apart, where the picture's pixels lie on them only by chance:
    // up to half of the variance's loss between neighbours, 1 - exp(-0.3/1.5) and 0.3/3.
    const auto square = over_seeds(16, [&](std::uint64_t seed) {
      return (relative_modulus(uneven_medium(cv, seed)) - 1).square().mean();
    });
    CHECK(square.first < cv * cv + 4 * square.second);
    CHECK(square.first > 0.85 * cv * cv - 4 * square.second);
  }
  const auto correlation = [](Index rows, Index columns) {
    return over_seeds(16, [&](std::uint64_t seed) {
      const Picture<double> log = relative_modulus(uneven_medium(0.1, seed)).log();
      const Index r = log.rows() - rows, c = log.cols() - columns;
      const double s2 = std::log1p(0.01);
      const Picture<double> zero_mean = log + s2 / 2;
      return (zero_mean.topLeftCorner(r, c) * zero_mean.bottomRightCorner(r, c)).mean() / s2;
    });
  };
  for (const auto& [rows, columns] : {std::pair<Index, Index>{5, 0}, {0, 10}}) {
    const auto at_length = correlation(rows, columns);
    CHECK(std::abs(at_length.first - std::exp(-1.0)) < 4 * at_length.second + 0.01);
  }
}

TEST_CASE("speed_map: a trend in depth is exponential and turns about 20 mm") {
  PhantomMedium medium;
  CHECK(is_uniform(medium));
  medium.uneven.trend_per_m = 15;
  CHECK_FALSE(is_uniform(medium));
  const MediumSpeed speed(medium);
  CHECK(speed({0, 20e-3}) == Approx(2.5));
  CHECK(std::pow(speed({4e-3, 30e-3}) / 2.5, 2) == Approx(std::exp(0.15)));
}

TEST_CASE("speed_map: the unevenness goes with its own seed") {
  const Picture<float> one = speed_map(uneven_medium(0.1, 1), kAxial, kLateral);
  CHECK((one == speed_map(uneven_medium(0.1, 1), kAxial, kLateral)).all());
  CHECK_FALSE((one == speed_map(uneven_medium(0.1, 2), kAxial, kLateral)).any());
}

TEST_CASE("swe_phantom: a wave in uneven muscle is solved, with the map as truth") {
  SwePhantomOptions options;
  options.grid = {.width_m = 14e-3, .shallow_m = 15e-3, .deep_m = 25e-3, .frames = 40};
  options.push.lateral_mm = std::string("-5");
  options.echo.kind = SampleKind::displacement;
  options.echo.snr_db = 80;
  options.medium.uneven.cv = 0.3;
  options.medium.uneven_seed = 3;
  const SwePhantom phantom = simulate_shear_wave(options);
  const Picture<float> map =
      speed_map(options.medium, axial_axis(options.grid), lateral_axis(options.grid));
  CHECK((phantom.true_speed_m_per_s == map).all());
  CHECK(phantom.truth.maker == "pseudospectral solver in plane strain");
  // The wave's peak comes at the travel time through the map, at the push's depth; a fast or slow
  // stretch shifts it by 10 % and more, its bending and the displacement's form by a few.
  const Index z = axial_axis(options.grid).nearest(20e-3);
  const Axis lateral = lateral_axis(options.grid);
  const auto& wave = phantom.recording.acquisitions[0];
  const auto arrival = [&](Index x) {
    const auto trace = wave.real.trace(z, x);
    return wave.time_s[static_cast<std::size_t>(std::max_element(trace.begin(), trace.end()) -
                                                trace.begin())];
  };
  const Index from = lateral.nearest(-2e-3), to = lateral.nearest(5e-3);
  double travel_s = 0;
  for (Index x = from; x < to; ++x) {
    travel_s += lateral.step * 0.5 *
                (1 / static_cast<double>(map(z, x)) + 1 / static_cast<double>(map(z, x + 1)));
  }
  CHECK(arrival(to) - arrival(from) == Approx(travel_s).epsilon(0.08));
}

TEST_CASE("speed_map: bands that are none are refused by name") {
  PhantomMedium medium;
  for (const char* text : {"0,20,3,4,0,3", "0,20,0,0,0,3", "0,20,8,4,0,99", "0,20,8"}) {
    medium.bands = text;
    CHECK_THROWS_AS(bands(medium), Error);
  }
}
