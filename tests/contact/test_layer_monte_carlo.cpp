#include "stiff/contact/hayes_layer.h"
#include "stiff/contact/punch_modulus.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "validation.h"
#include <boost/random/mersenne_twister.hpp>
#include <boost/random/normal_distribution.hpp>
#include <catch2/catch.hpp>

using namespace stiff;

namespace {

constexpr double kRadius_m = 5e-3, kModulus_pa = 15e3;

struct Doubt {
  double radius_over_thickness, poisson_ratio, thickness_share, stiffness_share;
};

// From thickness that is all of the doubt to some of each.
constexpr Doubt kDoubts[] = {{0.25, 0.5, 0.10, 0.02}, {0.5, 0.5, 0.05, 0.05},
                             {0.5, 0.45, 0.10, 0.02}, {1.0, 0.5, 0.10, 0.05},
                             {1.0, 0.3, 0.20, 0.02},  {2.0, 0.5, 0.10, 0.10}};

}  // namespace

TEST_CASE("a layer's modulus holds the truth where thickness and stiffness are in doubt",
          "[coverage]") {
  const int draws = validation::seeds(5000, 100000);
  for (const Doubt& doubt : kDoubts) {
    const double thickness_m = kRadius_m / doubt.radius_over_thickness;
    const double stiffness =
        flat_punch_stiffness_n_per_m(kModulus_pa, kRadius_m, doubt.poisson_ratio, thickness_m);
    boost::random::mt19937_64 random(7);
    boost::random::normal_distribution<double> normal;
    int holds = 0;
    std::vector<double> moduli;
    for (int i = 0; i < draws; ++i) {
      const double s = stiffness * (1 + doubt.stiffness_share * normal(random));
      const double h = thickness_m * (1 + doubt.thickness_share * normal(random));
      const Estimate e = flat_punch_modulus_pa(
          make_estimate(s, stiffness * doubt.stiffness_share, 1, 100), kRadius_m,
          {doubt.poisson_ratio, h, thickness_m * doubt.thickness_share});
      holds += e.ci_low <= kModulus_pa && kModulus_pa <= e.ci_high ? 1 : 0;
      moduli.push_back(e.value);
    }
    CAPTURE(doubt.radius_over_thickness, doubt.poisson_ratio, doubt.thickness_share, holds, draws);
    validation::note(
        "layer modulus, a/h " + std::to_string(doubt.radius_over_thickness).substr(0, 4) +
            ", thickness in doubt by " + std::to_string(std::lround(100 * doubt.thickness_share)) +
            " %: 95 % intervals that hold the truth",
        std::to_string(holds) + " of " + std::to_string(draws), "95 %");
    // The ends in h are mapped exactly; joining them with those of S as roots of squares is exact
    // where one of the two is all, and to first order between: half a per cent of the rate.
    const double rate = static_cast<double>(holds) / draws;
    CHECK(std::abs(rate - 0.95) < 0.005 + 3.3 * std::sqrt(0.95 * 0.05 / draws));
    if (draws < 1000) continue;  // a sanitizer's few draws have no quantiles
    // The measured interval at the truth against the draws' own quantiles.
    const Estimate at = flat_punch_modulus_pa(
        make_estimate(stiffness, stiffness * doubt.stiffness_share, 1, 100), kRadius_m,
        {doubt.poisson_ratio, thickness_m, thickness_m * doubt.thickness_share});
    std::sort(moduli.begin(), moduli.end());
    const auto quantile = [&](double q) {
      return moduli[static_cast<std::size_t>(q * static_cast<double>(draws - 1))];
    };
    const double width = at.ci_high - at.ci_low;
    // A quantile of 5000 draws is off by sqrt(0.025 * 0.975 / 5000) / density: 1 % of the width;
    // the product of both errors, which the roots of squares leave out, by as much again.
    CHECK(std::abs(quantile(0.025) - at.ci_low) < 0.04 * width);
    CHECK(std::abs(quantile(0.975) - at.ci_high) < 0.04 * width);
    // std_error is of first order: slope' s curvature is of the order of (sd h / h)^2.
    double mean = 0, square = 0;
    for (const double e : moduli) mean += e / draws;
    for (const double e : moduli) square += (e - mean) * (e - mean) / (draws - 1);
    const double second = 4 * doubt.thickness_share * doubt.thickness_share;
    CHECK(std::sqrt(square) == Approx(at.std_error).epsilon(second + 3.3 / std::sqrt(2.0 * draws)));
  }
}
