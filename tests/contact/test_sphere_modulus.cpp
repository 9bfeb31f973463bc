#include "stiff/contact/layer_equation.h"
#include "stiff/contact/sphere_modulus.h"

#include <cmath>
#include <numbers>

#include <catch2/catch.hpp>

using namespace stiff;

namespace {

// (2 / pi) int (1 - M) dl by the trapezoidal rule: a second way to it. The integrand is even in l,
// so the rule is exact to rounding but for the end at 0, where the odd derivatives vanish.
double first_coefficient(double nu) {
  double sum = 0;
  const double step = 0.01;
  for (int i = 0; i <= 3000; ++i) {
    const double l = i * step, s = std::sinh(std::min(l, 300.0)), c = std::cosh(l);
    const double m =
        ((3 - 4 * nu) * s * c - l) / (l * l + 4 * (1 - nu) * (1 - nu) + (3 - 4 * nu) * s * s);
    sum += (i == 0 ? 0.5 : 1) * (1 - m);
  }
  return 2 / std::numbers::pi * step * sum;
}

}  // namespace

TEST_CASE("a sphere on a half space is Hertz's") {
  // 4/3 * 10 kPa / 0.75 * sqrt(5 mm) * (1 mm)^1.5, by hand.
  const double hertz = 4.0 / 3 * 10e3 / 0.75 * std::sqrt(0.005) * std::pow(0.001, 1.5);
  CHECK(sphere_force_n(10e3, 0.001, 0.005, 0.5) == Approx(hertz));
  CHECK(sphere_modulus_pa(hertz, 0.001, 0.005, 0.5) == Approx(10e3));
  CHECK(sphere_force_n(10e3, 0, 0.005, 0.5) == 0);
  // A layer a thousand times as thick as the contact is wide: psi - 1 is k chi, about 1e-3.
  const double thick = sphere_force_n(10e3, 0.001, 0.005, 0.5, 1000 * std::sqrt(5e-6));
  CHECK(thick / hertz - 1 == Approx(first_coefficient(0.5) * 1e-3).epsilon(0.002));
}

TEST_CASE("the sphere's correction begins with the series of its equation") {
  for (const double nu : {0.0, 0.2, 0.3, 0.4, 0.5}) {
    const SphereLayer layer(nu);
    const double k = first_coefficient(nu);
    for (const double chi : {0.002, 0.01, 0.02}) {
      CAPTURE(nu, chi);
      // The next term is of order chi^3, its coefficient 0.5 to 1.5.
      const double series = 1 + k * chi + 7.0 / 6 * k * k * chi * chi;
      CHECK(std::abs(layer.correction(chi) - series) < 2 * chi * chi * chi);
    }
    CHECK(layer.correction(0) == Approx(1).epsilon(1e-8));
  }
}

TEST_CASE("the sphere's correction against a published polynomial") {
  const SphereLayer layer(0.5);
  // The first terms are one number, printed from another solution of the same kernel.
  CHECK(first_coefficient(0.5) == Approx(1.133).epsilon(0.006));
  // How far the polynomial is from the equation stands in the header; what is missing is k^2 / 6
  // chi^2, k^2 = 1.27, while chi is small.
  const auto low = [&](double chi) {
    return 1 - dimitriadis_correction(chi) / layer.correction(chi);
  };
  CHECK(low(0.1) == Approx(0.002).margin(2e-4));
  CHECK(low(0.2) == Approx(0.010).margin(1e-3));
  CHECK(low(0.34) == Approx(0.037).margin(2e-3));
  CHECK(low(0.75) == Approx(0.135).margin(5e-3));
}

TEST_CASE("the tabulated correction is the equation's, and so is its slope") {
  for (const double nu : {0.0, 0.3, 0.45, 0.5}) {
    const SphereLayer layer(nu);
    for (const double ratio : {0.01, 0.1, 0.37, 0.81, 1.3, 1.9, 2.3}) {
      const LayerSphere at = layer_sphere(ratio, nu);
      CAPTURE(nu, ratio, at.chi);
      if (at.chi > SphereLayer::kLargestChi) continue;
      CHECK(layer.correction(at.chi) == Approx(at.psi).epsilon(1e-8));
      const double step = 1e-4;
      const double slope =
          std::log(layer.correction(at.chi * (1 + step)) / layer.correction(at.chi * (1 - step))) /
          std::log((1 + step) / (1 - step));
      CHECK(layer.log_slope(at.chi) == Approx(slope).margin(1e-6));
      // With and without the table.
      const double depth = 1e-3, radius = 5e-3, h = std::sqrt(radius * depth) / at.chi;
      if (depth < h) {
        CHECK(sphere_modulus_pa(sphere_force_n(7e3, depth, radius, nu, h), depth, radius, layer,
                                h) == Approx(7e3).epsilon(1e-8));
      }
    }
  }
}

TEST_CASE("the force's slope is the punch's stiffness of the same contact") {
  // dF/dw of any frictionless indenter is the flat punch's stiffness of that radius, 2 a E* kappa:
  // the rim carries nothing. It ties psi to kappa, which the table checks.
  for (const double nu : {0.0, 0.3, 0.5}) {
    const SphereLayer layer(nu);
    for (const double ratio : {0.2, 0.7, 1.5, 2.2}) {
      const double chi = layer_sphere(ratio, nu).chi;
      if (chi > SphereLayer::kLargestChi) continue;
      // h = 1, R = 1, E / (1 - nu^2) = 1: w = chi^2, F = 4/3 chi^3 psi.
      const double slope = 4.0 / 3 * layer.correction(chi) * (3 + layer.log_slope(chi)) * chi / 2;
      CAPTURE(nu, ratio, chi);
      CHECK(slope == Approx(2 * ratio * layer_punch_factor(ratio, nu)).epsilon(1e-7));
    }
  }
}

TEST_CASE("a sphere is refused outside its range, and says why") {
  CHECK(sphere_refusal(0.001, 0.005, 0.5, 0.02) == Reason::none);
  CHECK(sphere_refusal(0.02, 0.05, 0.5, 0.02) == Reason::beyond_thickness);
  CHECK(sphere_refusal(0.006, 0.005, 0.5) == Reason::out_of_range);
  CHECK(sphere_refusal(0.001, 0.005, 0.6) == Reason::out_of_range);
  CHECK(sphere_refusal(0.0009, 0.01, 0.5, 0.001) == Reason::out_of_range);  // chi = 3
  CHECK(sphere_refusal(-0.001, 0.005, 0.5) == Reason::bad_input);
  CHECK(sphere_refusal(kNaN, 0.005, 0.5) == Reason::bad_input);
  CHECK(sphere_refusal(0.001, 0.005, 0.5, -1) == Reason::bad_input);
  CHECK(std::isnan(sphere_force_n(1e4, 0.02, 0.05, 0.5, 0.02)));
  CHECK(std::isnan(sphere_modulus_pa(1, 0, 0.005, 0.5)));
  CHECK(std::isnan(SphereLayer(0.5).correction(2.1)));
  CHECK(std::isnan(dimitriadis_correction(1.1)));
  CHECK_THROWS(SphereLayer(0.51));
}
