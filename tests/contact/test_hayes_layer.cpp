#include "stiff/contact/hayes_layer.h"
#include "stiff/contact/layer_equation.h"
#include "stiff/contact/punch_modulus.h"
#include "stiff/contact/tap_set.h"

#include <cmath>
#include <numbers>

#include <catch2/catch.hpp>

using namespace stiff;

TEST_CASE("kappa of a bonded layer is that of the table") {
  constexpr double kPoisson[5] = {0.30, 0.35, 0.40, 0.45, 0.50};
  constexpr double kTable[11][6] = {
      {0.05, 1.0458, 1.0479, 1.0507, 1.0545, 1.0596},
      {0.1, 1.0954, 1.1001, 1.1063, 1.1146, 1.1260},
      {0.2, 1.2066, 1.2176, 1.2323, 1.2523, 1.2806},
      {0.4, 1.4726, 1.5019, 1.5422, 1.5993, 1.6837},
      {0.6, 1.7848, 1.8398, 1.9178, 2.0328, 2.2129},
      {0.8, 2.1260, 2.2131, 2.3402, 2.5354, 2.8602},
      {1.0, 2.4835, 2.6075, 2.7938, 3.0914, 3.6187},
      {1.5, 3.4090, 3.6403, 4.0100, 4.6576, 6.0030},
      {2.0, 4.3532, 4.7062, 5.2985, 6.4206, 9.1495},
      {3.0, 6.2613, 6.8803, 7.9916, 10.3654, 18.1574},
      {4.0, 8.1789, 9.0774, 10.7595, 14.6638, 31.5250},
  };
  double worst = 0;
  for (const auto& row : kTable) {
    for (int i = 0; i < 5; ++i) {
      const double kappa = hayes_kappa(row[0], kPoisson[i]);
      CAPTURE(row[0], kPoisson[i], kappa);
      // Printed to four decimals.
      CHECK(std::abs(kappa - row[i + 1]) < 0.5001e-4);
      worst = std::max(worst, std::abs(kappa / row[i + 1] - 1));
    }
  }
  CAPTURE(worst);
  CHECK(worst < 0.001);
}

TEST_CASE("kappa has the limits of a half space and of a thin layer") {
  for (const double nu : {0.0, 0.2, 0.3, 0.4, 0.45, 0.5}) {
    CAPTURE(nu);
    CHECK(hayes_kappa(0, nu) == 1);
    // 1 + k r + k^2 r^2 + .., k of order 1: (2 / pi) times the integral of 1 - M.
    CHECK(hayes_kappa(1e-6, nu) == Approx(1).margin(2e-6));
    CHECK(hayes_kappa_log_slope(1e-6, nu) == Approx(0).margin(2e-6));
  }
  // A thin compressible layer is pressed like a column that cannot widen, pi a^2 E_c w / h, and the
  // rim adds a constant: over steps of a / h the rise is pi (1 - nu)^2 / (2 (1 - 2 nu)). What is
  // left falls as a power of h / a; 1 % at these.
  for (const double nu : {0.0, 0.2, 0.3}) {
    const double rise = hayes_kappa(8, nu) - hayes_kappa(7, nu);
    const double column = std::numbers::pi * (1 - nu) * (1 - nu) / (2 * (1 - 2 * nu));
    CHECK(rise == Approx(column).epsilon(0.01));
  }
  // An incompressible one must flow out: its limit 3 pi / 64 (a / h)^3 is reached from above,
  // slowly.
  const double limit = 3 * std::numbers::pi / 64;
  CHECK(hayes_kappa(8, 0.5) > limit * 512);
  CHECK(hayes_kappa(8, 0.5) / 512 < hayes_kappa(4, 0.5) / 64);
  CHECK(hayes_kappa_log_slope(8, 0.5) < 3);
  CHECK(hayes_kappa_log_slope(8, 0.5) > 2);
}

TEST_CASE("kappa is smooth where its rules change, and its slope is its own") {
  for (const double nu : {0.0, 0.3, 0.5}) {
    for (const double ratio : {0.05, 0.5, 1.0, 2.0, 3.9, 6.0, 7.9}) {
      CAPTURE(nu, ratio);
      const double step = 1e-3;
      const double coarse =
          std::log(hayes_kappa(ratio * (1 + step), nu) / hayes_kappa(ratio * (1 - step), nu)) /
          std::log((1 + step) / (1 - step));
      // step^2 / 6 of a third derivative of order 1.
      CHECK(hayes_kappa_log_slope(ratio, nu) == Approx(coarse).margin(1e-6));
    }
    // Both sides of the border: the jump against the slope's own share of it.
    const double jump = hayes_kappa(4.0 + 1e-9, nu) / hayes_kappa(4.0, nu) - 1;
    CHECK(std::abs(jump - 2.5e-10 * hayes_kappa_log_slope(4, nu)) < 1e-8);
  }
}

TEST_CASE("a punch's modulus and stiffness are each other's inverse and scale") {
  const double e = flat_punch_modulus_pa(300, 0.0015, 0.5);
  CHECK(e == Approx(75e3));  // published: 200, 300, 400 N/m of a 3 mm probe are 50, 75, 100 kPa
  CHECK(apparent_punch_modulus_pa(make_estimate(300, 1, 1, 5), 0.003).value == Approx(75e3));
  CHECK(flat_punch_modulus_pa(300, 0.005, 0.45, 0.010) ==
        Approx(300 * (1 - 0.45 * 0.45) / (2 * 0.005 * hayes_kappa(0.5, 0.45))));
  CHECK(flat_punch_stiffness_n_per_m(flat_punch_modulus_pa(812, 0.004, 0.4, 0.02), 0.004, 0.4,
                                     0.02) == Approx(812));
  // Only a / h counts beside the scale.
  CHECK(flat_punch_modulus_pa(300, 0.004, 0.4, 0.02) ==
        Approx(2 * flat_punch_modulus_pa(300, 0.008, 0.4, 0.04)));
}

TEST_CASE("a thickness's error is in the modulus") {
  const TissueLayer layer{.poisson_ratio = 0.5, .thickness_m = 0.02, .thickness_std_error_m = 2e-3};
  const Estimate stiffness = make_estimate(1000, 10, 1, 20);
  const Estimate e = flat_punch_modulus_pa(stiffness, 0.01, layer);
  const double slope = hayes_kappa_log_slope(0.5, 0.5);
  CHECK(e.value == Approx(flat_punch_modulus_pa(1000, 0.01, 0.5, 0.02)));
  CHECK(e.std_error == Approx(e.value * std::hypot(0.01, slope * 0.1)));
  CHECK(e.ci_low < e.value);
  CHECK(e.ci_high > e.value);
  // Without one it is the stiffness's alone.
  const Estimate sure = flat_punch_modulus_pa(stiffness, 0.01, {0.5, 0.02, 0});
  CHECK(sure.std_error == Approx(0.01 * e.value));
  CHECK(sure.ci_high - sure.value == Approx(1.959964 * 0.01 * e.value));
  // A half space has no thickness to be in doubt of.
  CHECK(flat_punch_modulus_pa(stiffness, 0.01, {}).std_error ==
        Approx(0.01 * 1000 * 0.75 / (2 * 0.01)));
}

TEST_CASE("outside its range kappa gives no number, and the modulus says why") {
  for (const double ratio : {-0.1, 8.01, double(kNaN)}) CHECK(std::isnan(hayes_kappa(ratio, 0.4)));
  for (const double nu : {-0.1, 0.51, double(kNaN)}) {
    CHECK(std::isnan(hayes_kappa(1, nu)));
    CHECK(std::isnan(hayes_kappa_log_slope(1, nu)));
  }
  const Estimate stiffness = make_estimate(1000, 10, 1, 20);
  CHECK(flat_punch_modulus_pa(stiffness, 0.01, {0.5, 0.001, 0}).reason == Reason::out_of_range);
  CHECK(flat_punch_modulus_pa(no_estimate(Reason::no_contact), 0.01, {}).reason ==
        Reason::no_contact);
  CHECK_THROWS(flat_punch_modulus_pa(1000, 0, 0.5));
  CHECK_THROWS(flat_punch_modulus_pa(1000, 0.01, 0.5, -0.01));
}
