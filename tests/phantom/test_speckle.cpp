#include "stiff/core/error.h"
#include "stiff/phantom/speckle.h"

#include <cmath>
#include <complex>
#include <numbers>
#include <vector>

#include <catch2/catch.hpp>

using namespace stiff;

namespace {

using Picture3 = Cube<std::complex<float>>;

struct Scene {
  Axis axial{10e-3, 0.2e-3, 60};
  Axis lateral{-6e-3, 0.3e-3, 41};
  std::vector<double> time{0, 1e-4, 2e-4, 3e-4};
  MotionGrid motion{{8e-3, 1e-3, 18}, {-8e-3, 1e-3, 18}, {}};
  PhantomEcho echo;

  explicit Scene(auto&& displacement) {
    motion.value = Cube<float>(18, 18, static_cast<Index>(time.size()));
    for (Index i = 0; i < 18; ++i) {
      for (Index j = 0; j < 18; ++j) {
        for (Index t = 0; t < 4; ++t) {
          motion.value(i, j, t) =
              static_cast<float>(displacement(motion.lateral_m[j], motion.axial_m[i], t));
        }
      }
    }
  }
  Picture3 image(const SpeckleProcess& process, std::uint64_t seed) const {
    Picture3 iq(axial.size, lateral.size, static_cast<Index>(time.size()));
    add_speckle(iq.view(), axial, lateral, motion, time, echo, process, seed);
    return iq;
  }
};

double still(double, double, Index) {
  return 0;
}

/// Re of the correlation of two samples a lag apart, over the picture; all frames alike.
double correlation(const Picture3& iq, Index dz, Index dx, Index dt) {
  std::complex<double> cross = 0;
  double first = 0, second = 0;
  for (Index z = 0; z + dz < iq.axial(); ++z) {
    for (Index x = 0; x + dx < iq.lateral(); ++x) {
      const std::complex<double> a = iq(z, x, 0), b = iq(z + dz, x + dx, dt);
      cross += a * std::conj(b);
      first += std::norm(a);
      second += std::norm(b);
    }
  }
  return std::real(cross) / std::sqrt(first * second);
}

}  // namespace

TEST_CASE("speckle: a lone scatterer's phase and envelope move as the formula says") {
  // So few scatterers that they do not overlap: 0.05 in the patch of one. u is linear in x and z,
  // which cubic interpolation reproduces.
  Scene scene([](double x, double z, Index t) {
    return static_cast<double>(t) * (4e-6 + 1e-3 * x + 5e-4 * (z - 15e-3));
  });
  scene.echo.scatterers_per_mm2 = 0.1;
  const Picture3 iq = scene.image({}, 5);
  const PointSpread psf = point_spread(scene.echo);
  int seen = 0;
  for (Index z = 1; z + 1 < iq.axial(); ++z) {
    for (Index x = 1; x + 1 < iq.lateral(); ++x) {
      const double here = std::abs(iq(z, x, 0));
      const auto weaker = [&](Index dz, Index dx) {
        return std::abs(iq(z + dz, x + dx, 0)) < here;
      };
      if (!(here > 0 && weaker(1, 0) && weaker(-1, 0) && weaker(0, 1) && weaker(0, -1))) continue;
      // Where the scatterer is, from the ratio of its neighbours' Gaussians; alone only if both
      // sides agree.
      const double up = std::log(here / std::abs(iq(z - 1, x, 0))),
                   down = std::log(here / std::abs(iq(z + 1, x, 0)));
      const double left = std::log(here / std::abs(iq(z, x - 1, 0))),
                   right = std::log(here / std::abs(iq(z, x + 1, 0)));
      const double s2z = psf.axial_sigma_m * psf.axial_sigma_m,
                   s2x = psf.lateral_sigma_m * psf.lateral_sigma_m;
      const double hz = scene.axial.step, hx = scene.lateral.step;
      if (std::abs(up + down - hz * hz / s2z) > 1e-3 ||
          std::abs(left + right - hx * hx / s2x) > 1e-3)
        continue;
      const double at_z = scene.axial[z] + (up - down) * s2z / (2 * hz);
      const double at_x = scene.lateral[x] + (left - right) * s2x / (2 * hx);
      ++seen;
      for (Index t = 1; t < 4; ++t) {
        const double u = static_cast<double>(t) * (4e-6 + 1e-3 * at_x + 5e-4 * (at_z - 15e-3));
        const std::complex<double> ratio =
            std::complex<double>(iq(z, x, t)) / std::complex<double>(iq(z, x, 0));
        const double wave =
            4 * std::numbers::pi * scene.echo.centre_frequency_hz / scene.echo.sound_speed_m_per_s;
        // Single precision over a few hundred radians of absolute phase.
        CHECK(std::abs(std::arg(ratio * std::polar(1.0, wave * u))) < 1e-3);
        const double d = scene.axial[z] - at_z;
        CHECK(std::abs(ratio) ==
              Approx(std::exp((d * d - (d - u) * (d - u)) / (2 * s2z))).epsilon(2e-3));
      }
    }
  }
  CHECK(seen >= 3);
}

TEST_CASE("speckle: tissue that moves away turns the phase back by 4 pi f0 u/c") {
  const double u = 7e-6;
  const Scene scene([&](double, double, Index t) { return t == 0 ? 0 : u; });
  const Picture3 iq = scene.image({}, 3);
  std::complex<double> cross = 0;
  for (Index z = 0; z < iq.axial(); ++z) {
    for (Index x = 0; x < iq.lateral(); ++x)
      cross += std::complex<double>(iq(z, x, 1) * std::conj(iq(z, x, 0)));
  }
  // The mean frequency of this one picture's echoes differs from f0 by its spread over the root of
  // its cells: 0.5 %.
  CHECK(-std::arg(cross) * 1540 / (4 * std::numbers::pi * 5e6) == Approx(u).epsilon(0.01));
}

TEST_CASE("speckle: power 1, Rayleigh envelope, correlation of the point spread's width") {
  const Scene scene(still);
  double power = 0, square = 0, axial = 0, lateral = 0;
  const int seeds = 20;
  for (int seed = 1; seed <= seeds; ++seed) {
    const Picture3 iq = scene.image({}, static_cast<std::uint64_t>(seed));
    for (Index z = 0; z < iq.axial(); ++z) {
      for (Index x = 0; x < iq.lateral(); ++x) {
        power += std::norm(iq(z, x, 0));
        square += std::pow(std::norm(iq(z, x, 0)), 2);
      }
    }
    axial += correlation(iq, 1, 0, 0) / seeds;
    lateral += correlation(iq, 0, 1, 0) / seeds;
  }
  const auto count = static_cast<double>(seeds * 60 * 41);
  const PointSpread psf = point_spread(scene.echo);
  const double excess = 1 / (2 * std::numbers::pi * 60e6 * psf.axial_sigma_m * psf.lateral_sigma_m);
  // About 20 x 900 independent cells: standard errors 0.75 % of the power and, from the moments of
  // an exponential, 3.5 % of <I^2>/<I>^2; four of them.
  CHECK(power / count == Approx(1).margin(0.03));
  CHECK(square / count / std::pow(power / count, 2) == Approx(2 + excess).margin(0.14));
  const auto expected = [](double step, double sigma) {
    return std::exp(-step * step / (4 * sigma * sigma));
  };
  // The axial one is complex: turned by no carrier, since the phase belongs to the scatterer.
  CHECK(axial == Approx(expected(0.2e-3, psf.axial_sigma_m)).margin(0.03));
  CHECK(lateral == Approx(expected(0.3e-3, psf.lateral_sigma_m)).margin(0.03));
}

TEST_CASE("speckle: its correlation falls as told, and stays for ever where told so") {
  const Scene scene(still);
  CHECK(correlation(scene.image({}, 1), 0, 0, 3) == Approx(1).epsilon(1e-6));
  double fallen = 0;
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    fallen += correlation(scene.image({.correlation_s = 4e-4}, seed), 0, 0, 3) / 10;
  }
  // 9000 cells: 0.01 a standard error.
  CHECK(fallen == Approx(std::exp(-3.0 / 4)).margin(0.03));
}

TEST_CASE("speckle: the same seed gives the same bits, another seed another picture") {
  const Scene scene(still);
  const Picture3 a = scene.image({}, 9), b = scene.image({}, 9), c = scene.image({}, 10);
  CHECK(std::equal(a.data(), a.data() + a.size(), b.data()));
  CHECK(std::abs(correlation(a, 0, 0, 0) - 1) < 1e-6);
  std::complex<double> cross = 0;
  for (Index i = 0; i < a.size(); ++i)
    cross += std::complex<double>(a.data()[i] * std::conj(c.data()[i]));
  CHECK(std::abs(cross) < 0.2 * static_cast<double>(a.size()));
}

TEST_CASE("speckle: sizes that do not agree are refused") {
  const Scene scene(still);
  Picture3 iq(60, 41, 3);
  CHECK_THROWS_AS(add_speckle(iq.view(), scene.axial, scene.lateral, scene.motion, scene.time,
                              scene.echo, {}, 1),
                  Error);
}
