#include "stiff/core/error.h"
#include "stiff/phantom/damped_mode.h"
#include "stiff/phantom/green_wave.h"

#include <cmath>
#include <numbers>
#include <vector>

#include <catch2/catch.hpp>

using namespace stiff;

namespace {

constexpr double kPi = std::numbers::pi;

double gaussian(double s, double sigma) {
  return std::exp(-0.5 * s * s / (sigma * sigma)) / (sigma * std::sqrt(2 * kPi));
}
double cumulative(double s, double sigma) {
  return 0.5 * std::erfc(-s / (sigma * std::numbers::sqrt2));
}

std::vector<double> every(double step_s, int count) {
  std::vector<double> time;
  for (int n = 1; n <= count; ++n) time.push_back(n * step_s);
  return time;
}

/// The axial motion at elevation 0 and the push's depth, a distance r beside an isotropic Gaussian
/// impulse in an incompressible elastic solid, in closed form. With phi the solution of the scalar
/// wave equation, r phi = (G(r-ct) - G(r+ct))/(4 pi rho c), the transverse part of the force along
/// z moves u = phi + chi'(r)/r, where laplace(chi) = -phi, so r^2 chi' = -int_0^r s^2 phi ds.
double isotropic_impulse(double r, double t, double sigma, double c, double rho) {
  const double scale = 1 / (4 * kPi * rho * c);
  const double phi = scale * (gaussian(r - c * t, sigma) - gaussian(r + c * t, sigma)) / r;
  // int_0^r s G(s - d) ds = -sigma^2 [G(s-d)]_0^r + d [Phi(s-d)]_0^r
  const auto part = [&](double d) {
    return -sigma * sigma * (gaussian(r - d, sigma) - gaussian(-d, sigma)) +
           d * (cumulative(r - d, sigma) - cumulative(-d, sigma));
  };
  return phi - scale * (part(c * t) - part(-c * t)) / (r * r * r);
}

/// The same for a line source of unit force a metre along elevation, Kelvin-Voigt, by a radial
/// integral: the wave of each k is J0(kr), less J1(kr)/(kr) for the potential part where the force
/// lies in the plane.
double radial_impulse(double r, double t, double sigma, const KelvinVoigtSolid& solid,
                      bool in_plane) {
  const double top = 9 / sigma;  // exp(-40)
  const int count = 2500;
  double sum = 0;
  for (int n = 0; n < count; ++n) {  // midpoints; J0(kr) turns 30 times at most
    const double k = (n + 0.5) * top / count;
    const DampedMode mode(solid.viscosity_pa_s / solid.density_kg_per_m3 * k * k,
                          solid.speed_m_per_s * solid.speed_m_per_s * k * k);
    const double share =
        std::cyl_bessel_j(0, k * r) - (in_plane ? std::cyl_bessel_j(1, k * r) / (k * r) : 0);
    sum += k * share * std::exp(-k * k * sigma * sigma / 2) *
           mode.transition(t).from_velocity.displacement;
  }
  // Euler and Maclaurin: the midpoint rule is short of h^2/24 f'(0), here f = k t (1 or 1/2) at
  // first.
  const double step = top / count;
  const double end = step * step / 24 * t * (in_plane ? 0.5 : 1);
  return (sum * step - end) / (2 * kPi * solid.density_kg_per_m3);
}

struct Difference {
  double peak = 0;
  double worst = 0;
  void add(double value, double truth) {
    peak = std::max(peak, std::abs(truth));
    worst = std::max(worst, std::abs(value - truth));
  }
  double relative() const { return worst / peak; }
};

}  // namespace

TEST_CASE("green_wave: an isotropic impulse in an elastic solid has the exact near and far field") {
  const double sigma = 0.6e-3;
  GaussianPush push{.lateral_sigma_m = sigma,
                    .elevational_sigma_m = sigma,
                    .axial_sigma_m = sigma,
                    .duration_s = 0};
  push.force_n_per_m3 = 1 / std::pow(std::sqrt(2 * kPi) * sigma, 3);
  const Axis lateral{0.5e-3, 0.5e-3, 30};
  const auto time = every(0.2e-3, 40);
  // At the default floor the spectrum is cut at 1e-7 of its peak; at 1e-12 rounding is what is
  // left.
  for (const auto& [floor, tolerance] : {std::pair{1e-7, 1e-6}, std::pair{1e-12, 1e-10}}) {
    const Cube<double> u = green_wave({.speed_m_per_s = 2}, push, {push.axial_m, 1e-3, 1}, lateral,
                                      time, {.spectrum_floor = floor});
    Difference d;
    for (Index x = 0; x < lateral.size; ++x) {
      for (Index t = 0; t < u.time(); ++t) {
        d.add(u(0, x, t),
              isotropic_impulse(lateral[x], time[static_cast<std::size_t>(t)], sigma, 2, 1000));
      }
    }
    INFO("worst difference over the peak " << d.relative());
    CHECK(d.relative() < tolerance);
  }
}

TEST_CASE(
    "green_wave: line sources in elastic and Kelvin-Voigt solids follow their radial integrals") {
  const double sigma = 0.5e-3;
  const bool in_plane = GENERATE(false, true);
  const double viscosity = GENERATE(0.0, 2.0);
  CAPTURE(in_plane, viscosity);
  const KelvinVoigtSolid solid{
      .speed_m_per_s = 2.5, .viscosity_pa_s = viscosity, .density_kg_per_m3 = 1060};
  GaussianPush push{.lateral_m = 1e-3,
                    .lateral_sigma_m = sigma,
                    .elevational_sigma_m = in_plane ? kUniform : sigma,
                    .axial_sigma_m = in_plane ? sigma : kUniform,
                    .duration_s = 0};
  push.force_n_per_m3 = 1 / (2 * kPi * sigma * sigma);
  const Axis lateral{2e-3, 2e-3, 6};
  const auto time = every(1e-3, 6);
  const Cube<double> u =
      green_wave(solid, push, {push.axial_m, 1e-3, 1}, lateral, time, {.spectrum_floor = 1e-12});
  Difference d;
  for (Index x = 0; x < lateral.size; ++x) {
    for (Index t = 0; t < u.time(); ++t) {
      d.add(u(0, x, t), radial_impulse(lateral[x] - push.lateral_m,
                                       time[static_cast<std::size_t>(t)], sigma, solid, in_plane));
    }
  }
  INFO("worst difference over the peak " << d.relative());
  // The next term of Euler and Maclaurin: h^4, under 1e-7 here.
  CHECK(d.relative() < 1e-6);
}

TEST_CASE(
    "green_wave: a finite push of a sheet is d'Alembert's solution, during the push and after") {
  const double sigma = 0.4e-3, c = 3, duration = 0.35e-3;
  const GaussianPush push{.lateral_sigma_m = sigma,
                          .elevational_sigma_m = kUniform,
                          .axial_sigma_m = kUniform,
                          .duration_s = duration,
                          .force_n_per_m3 = 2e5};
  std::vector<double> time = {-1e-3,   -0.3e-3, -0.1e-3, 0,
                              0.05e-3, 0.4e-3,  1.1e-3,  3e-3};  // uneven on purpose
  const Axis lateral{-10e-3, 0.25e-3, 81};
  const Cube<double> u = green_wave({.speed_m_per_s = c}, push, {0.02, 1e-3, 1}, lateral, time);
  // u = f/(2 rho c) int_{age of the push's parts} sigma sqrt(2 pi) [Phi(x + cs) - Phi(x - cs)] ds,
  // and the integral of Phi is y Phi(y) + sigma^2 G(y).
  const auto integral = [&](double y) {
    return y * cumulative(y, sigma) + sigma * sigma * gaussian(y, sigma);
  };
  Difference d;
  for (Index x = 0; x < lateral.size; ++x) {
    for (Index t = 0; t < u.time(); ++t) {
      const double now = time[static_cast<std::size_t>(t)];
      const double old = std::max(0.0, now + duration), young = std::max(0.0, now);
      const auto upto = [&](double s) {
        return (integral(lateral[x] + c * s) + integral(lateral[x] - c * s)) / c;
      };
      d.add(u(0, x, t),
            2e5 / (2 * 1000 * c) * sigma * std::sqrt(2 * kPi) * (upto(old) - upto(young)));
    }
  }
  // The spectrum is cut at 1e-7 of its peak.
  CHECK(d.relative() < 1e-6);
  for (Index x = 0; x < lateral.size; ++x) CHECK(u(0, x, 0) == 0.0);
}

TEST_CASE("green_wave: no copy of the periodic box reaches the picture") {
  const bool plane = GENERATE(false, true);
  const double viscosity = GENERATE(0.0, 1.0);
  const GaussianPush push{.lateral_m = -12e-3,
                          .axial_m = 18e-3,
                          .elevational_sigma_m = plane ? kUniform : 0.8e-3,
                          .axial_sigma_m = 5e-3};
  // A whole picture, and one point on the push for a short time, which asks for a small box.
  const bool picture = GENERATE(true, false);
  const Axis axial = picture ? Axis{5e-3, 3e-3, 11} : Axis{18e-3, 1e-3, 1};
  const Axis lateral = picture ? Axis{-19e-3, 2e-3, 20} : Axis{-12e-3, 1e-3, 1};
  const auto time = every(picture ? 1e-3 : 1e-4, 10);
  const auto wave = [&](double factor) {
    return green_wave({.speed_m_per_s = 2.5, .viscosity_pa_s = viscosity}, push, axial, lateral,
                      time, {.box_factor = factor});
  };
  const Cube<double> usual = wave(1), large = wave(2);
  Difference d;
  for (Index i = 0; i < usual.size(); ++i) d.add(usual.data()[i], large.data()[i]);
  INFO("picture " << picture << " plane " << plane << " viscosity " << viscosity << ": "
                  << d.relative());
  // What is left is the push's sixth axial moment in the copies' near field; a wave of a copy would
  // be 1e-1.
  CHECK(d.relative() < 1e-4);
}

TEST_CASE("green_wave: causal, symmetric, linear, and velocity is the rate of displacement") {
  const GaussianPush push{.axial_sigma_m = kUniform};
  const KelvinVoigtSolid solid{.speed_m_per_s = 3};
  const Axis axial{20e-3, 1e-3, 1}, lateral{-20e-3, 0.5e-3, 81};
  const double step = 0.1e-3;
  const auto time = every(step, 40);
  const Cube<double> u = green_wave(solid, push, axial, lateral, time);
  const Cube<double> v =
      green_wave(solid, push, axial, lateral, time, {.quantity = WaveQuantity::velocity});
  const double peak = Eigen::Map<const Eigen::ArrayXd>(u.data(), u.size()).maxCoeff();
  Difference rate;
  for (Index x = 0; x < lateral.size; ++x) {
    for (Index t = 0; t < u.time(); ++t) {
      CHECK(u(0, x, t) == Approx(u(0, lateral.size - 1 - x, t)).margin(1e-9 * peak));
      // Ahead of the front by seven widths of the push nothing moves but what the spectrum's cut
      // leaves.
      const double front =
          3 * (time[static_cast<std::size_t>(t)] + push.duration_s) + 7 * push.lateral_sigma_m;
      if (std::abs(lateral[x]) > front) CHECK(std::abs(u(0, x, t)) < 1e-6 * peak);
      // Simpson: u(t+h) - u(t-h) = h/3 (v- + 4 v + v+), error h^5 v''''/90 ~ (c h/sigma)^4/90.
      if (t > 3 && t + 1 < u.time()) {
        rate.add(step / 3 * (v(0, x, t - 1) + 4 * v(0, x, t) + v(0, x, t + 1)),
                 u(0, x, t + 1) - u(0, x, t - 1));
      }
    }
  }
  CHECK(rate.relative() < 0.02);
  GaussianPush twice = push;
  twice.force_n_per_m3 *= 2;
  CHECK(green_wave(solid, twice, axial, lateral, time)(0, 50, 20) ==
        Approx(2 * u(0, 50, 20)).epsilon(1e-12));
}

TEST_CASE("green_wave: what cannot be is refused") {
  const Axis axis{0.01, 1e-3, 4};
  const std::vector<double> time = {0, 1e-3};
  const auto refused = [&](KelvinVoigtSolid solid, GaussianPush push, std::vector<double> times) {
    CHECK_THROWS_AS(green_wave(solid, push, axis, axis, times), Error);
  };
  refused({.speed_m_per_s = 0}, {}, time);
  refused({.speed_m_per_s = std::nan("")}, {}, time);
  refused({.viscosity_pa_s = -1}, {}, time);
  refused({}, {.lateral_sigma_m = 0}, time);
  refused({}, {.lateral_sigma_m = kUniform}, time);
  refused({}, {.duration_s = -1e-3}, time);
  refused({}, {}, {1e-3, 1e-3});
  refused({}, {}, {0, std::nan("")});
}
