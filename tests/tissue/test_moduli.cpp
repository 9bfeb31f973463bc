#include "stiff/tissue/moduli.h"

#include <cmath>

#include <catch2/catch.hpp>

TEST_CASE("mu = rho c^2 and E = 3 mu, the published values of a phantom's speed") {
  // 2 m/s at 1000 kg/m3 is 4 kPa, which is E 12 kPa; muscle at 1060 kg/m3 reads 6 % higher.
  CHECK(stiff::shear_modulus_pa(2, 1000) == Approx(4000));
  CHECK(stiff::young_modulus_pa(4000) == Approx(12000));
  CHECK(stiff::shear_modulus_pa(2, 1060) == Approx(4240));
}

TEST_CASE("the error goes through: sigma_mu = 2 rho c sigma_c, the interval's ends are mapped") {
  const auto speed = stiff::make_estimate(2, 0.05, 0.9, 100);
  const auto shear = stiff::shear_modulus_kpa(speed, 1000);
  CHECK(shear.value == Approx(4));
  CHECK(shear.std_error == Approx(0.2));
  CHECK(shear.ci_low == Approx(speed.ci_low * speed.ci_low));
  CHECK(shear.ci_high == Approx(speed.ci_high * speed.ci_high));
  const auto young = stiff::young_modulus_kpa(shear);
  CHECK(young.value == Approx(12));
  CHECK(young.std_error == Approx(0.6));
  CHECK(young.n == 100);
}

TEST_CASE("no speed is no modulus, and says why") {
  const auto shear = stiff::shear_modulus_kpa(stiff::no_estimate(stiff::Reason::no_wave), 1000);
  CHECK_FALSE(shear.has_value());
  CHECK(shear.reason == stiff::Reason::no_wave);
  CHECK(stiff::young_modulus_kpa(shear).reason == stiff::Reason::no_wave);
}
