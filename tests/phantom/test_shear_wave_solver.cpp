#include "stiff/core/error.h"
#include "stiff/phantom/shear_wave_solver.h"

#include <cmath>
#include <vector>

#include <catch2/catch.hpp>

using namespace stiff;

namespace {

const GaussianPush kPush{.lateral_m = -8e-3,
                         .axial_m = 15e-3,
                         .lateral_sigma_m = 0.5e-3,
                         .elevational_sigma_m = kUniform,
                         .axial_sigma_m = 3e-3,
                         .duration_s = 0.3e-3};
const Axis kAxial{5e-3, 0.4e-3, 51};
const Axis kLateral{-12e-3, 0.4e-3, 61};

std::vector<double> frames(double first_s, double step_s, int count) {
  std::vector<double> time;
  for (int n = 0; n < count; ++n) time.push_back(first_s + n * step_s);
  return time;
}

/// Largest difference over largest value.
template <class A, class B>
double difference(const Cube<A>& a, const Cube<B>& b) {
  double peak = 0, worst = 0;
  for (Index i = 0; i < a.size(); ++i) {
    peak = std::max(peak, std::abs(static_cast<double>(b.data()[i])));
    worst = std::max(worst,
                     std::abs(static_cast<double>(a.data()[i]) - static_cast<double>(b.data()[i])));
  }
  return worst / peak;
}

/// A disc of 3.5 m/s in 2 m/s with an edge that the grids below resolve.
double disc(Point p) {
  const double r = std::hypot(p.lateral_m, p.axial_m - 15e-3);
  return std::sqrt(4 + 0.5 * (1 + std::tanh((4e-3 - r) / 0.5e-3)) * 8.25);
}

}  // namespace

TEST_CASE("shear_wave_solver: a homogeneous solid is the closed form, displacement and velocity") {
  const double viscosity = GENERATE(0.0, 0.5);
  const auto quantity = GENERATE(WaveQuantity::displacement, WaveQuantity::velocity);
  const auto time = frames(-0.4e-3, 0.2e-3, 50);
  const Cube<double> truth =
      green_wave({.speed_m_per_s = 2, .viscosity_pa_s = viscosity}, kPush, kAxial, kLateral, time,
                 {.quantity = quantity, .box_factor = 1.5});
  const Cube<float> u = solve_shear_wave({[](Point) { return 2.0; }, viscosity}, kPush, kAxial,
                                         kLateral, time, {.quantity = quantity, .step_share = 0.6});
  INFO("viscosity " << viscosity << ": " << difference(u, truth));
  // Single precision over 50 frames, and the push's spectrum at the grid's edge, exp(-(0.8
  // pi/0.6/...)^2/2).
  CHECK(difference(u, truth) < 1e-4);
}

TEST_CASE("shear_wave_solver: second order in time where the kicks do all the work") {
  // A homogeneous 2 m/s whose reference speed, that of the push's own point, is 1.5: the closed
  // form is the truth, and all the error is the splitting's.
  GaussianPush push = kPush;
  push.lateral_m += 0.05e-3;  // off the grid: no sample sees the other speed
  push.axial_m += 0.05e-3;
  const SpeedField off_grid = [&](Point p) {
    return p.lateral_m == push.lateral_m && p.axial_m == push.axial_m ? 1.5 : 2.0;
  };
  const auto time = frames(0.2e-3, 0.2e-3, 40);
  const Cube<double> truth = green_wave({.speed_m_per_s = 2}, push, kAxial, kLateral, time);
  std::vector<double> error;
  for (double courant : {0.4, 0.2, 0.1}) {
    error.push_back(difference(
        solve_shear_wave({off_grid}, push, kAxial, kLateral, time, {.courant = courant}), truth));
  }
  INFO("errors " << error[0] << " " << error[1] << " " << error[2]);
  CHECK(std::log2(error[0] / error[1]) == Approx(2).margin(0.2));
  CHECK(std::log2(error[1] / error[2]) == Approx(2).margin(0.2));
  CHECK(error[2] < 2e-3);
}

TEST_CASE("shear_wave_solver: past the push's and the edge's width, a finer grid changes nothing") {
  const auto time = frames(0.5e-3, 0.5e-3, 10);
  const auto wave = [&](double share, double courant) {
    return solve_shear_wave({disc}, kPush, kAxial, kLateral, time,
                            {.step_share = share, .courant = courant, .box_factor = 1.3});
  };
  // Time steps are equal: courant x step is.
  const Cube<float> fine = wave(0.2667, 0.2);
  const double coarse = difference(wave(0.8, 0.0667), fine),
               usual = difference(wave(0.4, 0.1333), fine);
  INFO("grid of 0.4 mm " << coarse << ", 0.2 mm " << usual);
  CHECK(coarse < 2e-2);
  CHECK(usual < 5e-4);
  CHECK(usual < coarse / 8);  // faster than third order
}

TEST_CASE("shear_wave_solver: a wall reflects and passes what its impedances say") {
  // A push that is long in depth makes a plane wave on its own depth; at a wall of 2 to 3 m/s
  // displacement is reflected by (c1 - c2)/(c1 + c2) = -0.2 and passed by 2 c1/(c1 + c2) = 0.8 (the
  // impedance is rho c).
  const GaussianPush push{.lateral_m = -6e-3,
                          .axial_m = 15e-3,
                          .lateral_sigma_m = 0.6e-3,
                          .axial_sigma_m = 25e-3,
                          .duration_s = 0.2e-3};
  const SpeedField wall = [](Point p) { return p.lateral_m < 0.1e-3 ? 2.0 : 3.0; };
  const Axis axial{15e-3, 1e-3, 1}, lateral{-4e-3, 2e-3, 5};  // -4, -2, 0, 2, 4 mm
  const auto time = frames(0.05e-3, 0.05e-3, 110);
  const auto rate = WaveQuantity::velocity;
  const Cube<float> u = solve_shear_wave({wall}, push, axial, lateral, time, {.quantity = rate});
  const Cube<float> free =
      solve_shear_wave({[](Point) { return 2.0; }}, push, axial, lateral, time, {.quantity = rate});
  // At -4 mm the direct wave passes at 1 ms, the reflected one, 10 mm under way, at 5 ms.
  double direct = 0, reflected = 0, passed = 0, alone = 0;
  for (Index t = 0; t < u.time(); ++t) {
    direct = std::max(direct, static_cast<double>(free(0, 0, t)));
    const double rest = static_cast<double>(u(0, 0, t)) - static_cast<double>(free(0, 0, t));
    if (std::abs(rest) > std::abs(reflected)) reflected = rest;
    passed = std::max(passed, static_cast<double>(u(0, 3, t)));
    alone = std::max(alone, static_cast<double>(free(0, 3, t)));
  }
  INFO("reflected " << reflected / direct << ", passed " << passed / alone);
  // The near field of a push of this length stands under each peak with 4.4 % of the direct wave
  // (seen at -4 mm once it has passed): twice that on the ratio of two peaks, once and alike at 2
  // mm on both of the other ratio.
  CHECK(reflected / direct == Approx(-0.2).margin(2 * 0.044 * 0.2));
  CHECK(passed / alone == Approx(0.8).margin(0.044 * 0.2));
}

TEST_CASE("shear_wave_solver: source and receiver may be exchanged") {
  // Reciprocity of axial force and axial motion, through a disc that is nowhere symmetric to the
  // two places.
  const auto time = frames(0.5e-3, 0.5e-3, 20);
  const auto heard = [&](Point from, Point to) {
    GaussianPush push{.lateral_m = from.lateral_m,
                      .axial_m = from.axial_m,
                      .lateral_sigma_m = 0.6e-3,
                      .axial_sigma_m = 0.6e-3,
                      .duration_s = 0.3e-3};
    // What arrives is heard with the source's own width: the mean of the two pushes' footprints.
    const Axis &axial = kAxial, &lateral = kLateral;
    const Cube<float> u = solve_shear_wave({disc}, push, axial, lateral, time);
    std::vector<double> sum(time.size(), 0.0);
    for (Index i = 0; i < axial.size; ++i) {
      for (Index j = 0; j < lateral.size; ++j) {
        const double d = std::hypot(axial[i] - to.axial_m, lateral[j] - to.lateral_m) / 0.6e-3;
        for (std::size_t t = 0; t < sum.size(); ++t)
          sum[t] += std::exp(-d * d / 2) * static_cast<double>(u(i, j, static_cast<Index>(t)));
      }
    }
    return sum;
  };
  const Point a{-7e-3, 13e-3}, b{5e-3, 18e-3};
  const auto ab = heard(a, b), ba = heard(b, a);
  double peak = 0, worst = 0;
  for (std::size_t t = 0; t < ab.size(); ++t) {
    peak = std::max(peak, std::abs(ab[t]));
    worst = std::max(worst, std::abs(ab[t] - ba[t]));
  }
  INFO("difference " << worst / peak);
  // The two runs differ in nothing but the box, which follows the push: by what is left of the
  // copies' near field. In one box they agree to 1e-5.
  CHECK(worst / peak < 5e-3);
}

TEST_CASE("shear_wave_solver: a larger box changes little also round a nodule") {
  const auto time = frames(1e-3, 1e-3, 8);
  const Cube<float> usual = solve_shear_wave({disc}, kPush, kAxial, kLateral, time);
  const Cube<float> large =
      solve_shear_wave({disc}, kPush, kAxial, kLateral, time, {.box_factor = 1.8});
  INFO("difference " << difference(usual, large));
  // A copy's wave in the picture would be a tenth of the peak and more.
  CHECK(difference(usual, large) < 2e-3);
}

TEST_CASE("shear_wave_solver: what cannot be is refused") {
  const std::vector<double> time = {0, 1e-3};
  const auto refused = [&](MappedSolid solid, GaussianPush push, std::vector<double> times,
                           ShearWaveSolverOptions options = {}) {
    CHECK_THROWS_AS(solve_shear_wave(solid, push, kAxial, kLateral, times, options), Error);
  };
  const SpeedField two = [](Point) { return 2.0; };
  refused({[](Point p) { return p.axial_m > 10e-3 ? -1.0 : 2.0; }}, kPush, time);
  refused({[](Point) { return std::nan(""); }}, kPush, time);
  refused({two, -1}, kPush, time);
  refused({two, 0, 0}, kPush, time);
  refused({two}, {.axial_sigma_m = kUniform}, time);
  refused({two}, {.duration_s = 0}, time);
  refused({two}, kPush, {1e-3, 0});
  refused({two}, kPush, time, {.courant = 1});
  refused({two}, kPush, {0, 10});  // a box of metres
}
