#include "stiff/core/estimate.h"

#include <cmath>
#include <limits>

#include <catch2/catch.hpp>

using namespace stiff;

TEST_CASE("the 95 % quantile is that of the printed tables") {
  // Student's t, two-sided 5 %: any statistics book, four decimals.
  CHECK(t_quantile_975(1) == Approx(12.7062).epsilon(1e-5));
  CHECK(t_quantile_975(5) == Approx(2.5706).epsilon(2e-5));
  CHECK(t_quantile_975(10) == Approx(2.2281).epsilon(3e-5));
  CHECK(t_quantile_975(std::numeric_limits<double>::infinity()) == Approx(1.959964).epsilon(1e-6));
  CHECK(std::isnan(t_quantile_975(0)));
  CHECK(std::isnan(t_quantile_975(-3)));
  CHECK(std::isnan(t_quantile_975(kNaN)));
}

TEST_CASE("an estimate has its interval about it") {
  const Estimate estimate = make_estimate(3, 0.1, 0.9, 12, 10);
  CHECK(estimate.ci_high - estimate.value == Approx(0.22281).epsilon(1e-4));
  CHECK(estimate.value - estimate.ci_low == Approx(0.22281).epsilon(1e-4));
  CHECK(estimate.reason == Reason::none);
  CHECK(estimate.has_value());
}

TEST_CASE("no answer is NaN with a reason, all through") {
  const Estimate none = no_estimate(Reason::no_wave);
  CHECK_FALSE(none.has_value());
  CHECK(none.reason == Reason::no_wave);
  CHECK(none.quality == 0);
  CHECK(std::isnan(none.std_error));
  CHECK(std::isnan(none.ci_low));
  CHECK(scaled_power(none, 1000, 2).reason == Reason::no_wave);
  CHECK_FALSE(scaled_power(none, 1000, 2).has_value());
}

TEST_CASE("speed goes to modulus with its error: mu = rho c^2, d mu / mu = 2 dc / c") {
  const Estimate speed = make_estimate(3, 0.03, 1, 9);
  const Estimate modulus = scaled_power(speed, 1000, 2);
  CHECK(modulus.value == Approx(9000));
  CHECK(modulus.std_error / modulus.value == Approx(2 * speed.std_error / speed.value));
  CHECK(modulus.ci_low == Approx(1000 * speed.ci_low * speed.ci_low));
  CHECK(modulus.ci_high == Approx(1000 * speed.ci_high * speed.ci_high));
  CHECK(modulus.n == speed.n);
  const Estimate young = scaled_power(modulus, 3, 1);
  CHECK(young.value == Approx(27000));
  CHECK(young.std_error == Approx(3 * modulus.std_error));
}

TEST_CASE("an interval that reaches below no speed keeps its order") {
  const Estimate modulus = scaled_power(make_estimate(0.1, 0.2, 0.1, 3), 1000, 2);
  CHECK(modulus.ci_low < 0);
  CHECK(modulus.ci_low < modulus.value);
  CHECK(modulus.value < modulus.ci_high);
}
