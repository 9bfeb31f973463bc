#include "stiff/core/error.h"
#include "stiff/phantom/damped_mode.h"
#include "stiff/phantom/green_wave.h"

#include <chrono>
#include <cmath>
#include <cstdio>
#include <numbers>
#include <vector>

#include <catch2/catch.hpp>

using namespace stiff;

namespace {

double gaussian(double s, double sigma) {
  return std::exp(-0.5 * s * s / (sigma * sigma)) / (sigma * std::sqrt(2 * std::numbers::pi));
}

/// The axial motion at elevation 0 and the push's depth, a distance r beside an isotropic Gaussian
/// impulse in an incompressible elastic solid, in closed form. With phi the solution of the scalar
/// wave equation, r phi = (G(r-ct) - G(r+ct))/(4 pi rho c), the transverse part of the force along
/// z moves u = phi + chi'(r)/r, where laplace(chi) = -phi, so r^2 chi' = -int_0^r s^2 phi ds.
double isotropic_impulse(double r, double t, double sigma, double c, double rho) {
  const double scale = 1 / (4 * std::numbers::pi * rho * c);
  const double phi = scale * (gaussian(r - c * t, sigma) - gaussian(r + c * t, sigma)) / r;
  // int_0^r s G(s - ct) ds = -sigma^2 [G(s-ct)]_0^r + ct [Phi((s-ct)/sigma)]_0^r
  const auto part = [&](double d) {
    const auto cumulative = [&](double s) { return 0.5 * std::erf(s / (sigma * std::sqrt(2.0))); };
    return -sigma * sigma * (gaussian(r - d, sigma) - gaussian(-d, sigma)) +
           d * (cumulative(r - d) - cumulative(-d));
  };
  return phi - scale * (part(c * t) - part(-c * t)) / (r * r * r);
}

}  // namespace

TEST_CASE("green_wave: an isotropic impulse in an elastic solid is the exact near and far field") {
  const double sigma = 0.6e-3;
  const KelvinVoigtSolid solid{.speed_m_per_s = 2, .viscosity_pa_s = 0, .density_kg_per_m3 = 1000};
  GaussianPush push{.lateral_m = 0,
                    .axial_m = 0.02,
                    .lateral_sigma_m = sigma,
                    .elevational_sigma_m = sigma,
                    .axial_sigma_m = sigma,
                    .duration_s = 0};
  // The closed form is for a force of total 1 N s: peak x (2 pi)^1.5 sigma^3.
  push.force_n_per_m3 = 1 / (std::pow(2 * std::numbers::pi, 1.5) * sigma * sigma * sigma);
  const Axis axial{0.02, 1e-3, 1};
  const Axis lateral{0.5e-3, 0.5e-3, 30};
  std::vector<double> time;
  for (int n = 1; n <= 40; ++n) time.push_back(n * 0.2e-3);
  const auto start = std::chrono::steady_clock::now();
  for (double factor : {1.0, 2.0}) {
    const Cube<double> field = green_wave(solid, push, axial, lateral, time,
                                          {.box_factor = factor, .spectrum_floor = 1e-12});
    double peak = 0, worst = 0;
    for (Index x = 0; x < lateral.size; ++x) {
      for (Index t = 0; t < field.time(); ++t) {
        const double truth =
            isotropic_impulse(lateral[x], time[static_cast<std::size_t>(t)], sigma, 2, 1000);
        peak = std::max(peak, std::abs(truth));
        worst = std::max(worst, std::abs(field(0, x, t) - truth));
      }
    }
    std::printf("%g  peak %g worst %g\n", factor, peak, worst / peak);
  }
  std::printf("%g s\n",
              std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
}
