#include "stiff/contact/cycle_summary.h"
#include "stiff/contact/shared_error.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <boost/random/mersenne_twister.hpp>
#include <boost/random/normal_distribution.hpp>
#include <catch2/catch.hpp>

using namespace stiff;

TEST_CASE("a shared error is that of a Monte Carlo") {
  boost::random::mt19937_64 random(5);
  boost::random::normal_distribution<double> normal;
  for (const ProbeShape shape : {ProbeShape::flat, ProbeShape::sphere}) {
    const Indenter indenter(shape, 4e-3, 0.45, 0.012);
    const double depth = 1e-3, error_m = 1.2e-3, nu_error = 0.02;
    const auto modulus = [&](const Indenter& one) { return 1 / one.force_over_modulus_m2(depth); };
    const SharedError shared = shared_error(indenter, modulus, error_m, 0.45, nu_error);
    const double g = indenter.force_over_modulus_m2(depth);
    std::vector<double> ratios;
    const int n = 1000;
    for (int i = 0; i < n; ++i) {
      const double h = 0.012 + error_m * normal(random);
      const double nu = std::min(0.45 + nu_error * normal(random), 0.5);
      const double other = Indenter(shape, 4e-3, nu, h).force_over_modulus_m2(depth);
      ratios.push_back(g / other);
    }
    std::sort(ratios.begin(), ratios.end());
    const auto quantile = [&](double share) {
      return ratios[static_cast<std::size_t>(share * (n - 1))];
    };
    const double low = quantile(0.025), high = quantile(0.975);
    CAPTURE(static_cast<int>(shape), low, high, shared.low, shared.high, shared.std_error);
    // A quantile of 1000 draws is itself known to 4 % of the half width.
    CHECK(shared.low == Approx(1 - low).epsilon(0.15));
    CHECK(shared.high == Approx(high - 1).epsilon(0.15));
  }
  const Indenter space(ProbeShape::flat, 4e-3, 0.5, kNaN);
  const auto any = [](const Indenter& one) { return 1 / one.force_over_modulus_m2(1e-3); };
  CHECK(shared_error(space, any, 1e-3, 0.5, 0).std_error == 0);
}

TEST_CASE("means, exponents and changes over cycles") {
  const auto e = [](double value, double error) { return make_estimate(value, error, 1, 10); };
  const std::vector<Estimate> alike{e(20, 0.1), e(20.1, 0.2)};
  // Weights 100 and 25.
  CHECK(mean_over_cycles(alike).value == Approx(20.02));
  CHECK(mean_over_cycles(alike).std_error == Approx(1 / std::sqrt(125.0)));
  const std::vector<Estimate> apart{e(20, 0.1), e(22, 0.1), e(24, 0.1)};
  CHECK(mean_over_cycles(apart).value == Approx(22));
  CHECK(mean_over_cycles(apart).std_error == Approx(std::sqrt(8.0 / 6)));
  CHECK(mean_over_cycles(apart).ci_high == Approx(22 + 4.302653 * std::sqrt(8.0 / 6)));
  CHECK(mean_over_cycles({}).reason == Reason::too_few);
  const std::vector<Estimate> none{no_estimate(Reason::no_contact), no_estimate(Reason::no_hold)};
  CHECK(mean_over_cycles(none).reason == Reason::no_contact);
  const std::vector<Estimate> power{e(10, 0.01), e(10 * std::sqrt(2.0), 0.01), e(20, 0.01)};
  const std::vector<double> rate{1, 2, 4};
  CHECK(rate_exponent(power, rate, 2).value == Approx(0.5));
  CHECK(rate_exponent(power, rate, 5).reason == Reason::too_few);
  CHECK(relative_change(e(20, 0.2), e(18, 0.2)).value == Approx(-0.1));
  CHECK(relative_change(e(20, 0.2), no_estimate(Reason::too_few)).reason == Reason::too_few);
}
