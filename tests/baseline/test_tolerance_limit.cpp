#include "stiff/baseline/tolerance_limit.h"
#include "stiff/baseline/variance_components.h"
#include "stiff/core/estimate.h"

#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "baseline/cohorts.h"
#include "validation.h"
#include <catch2/catch.hpp>

using stiff::ToleranceLevel;

TEST_CASE("One-sided factors are those of the printed tables") {
  // Odeh and Owen 1980, table 1; ISO 16269-6, table C: 95 % content with 95 % confidence, printed
  // to three decimals.
  const std::vector<std::pair<int, double>> printed{
      {2, 26.260}, {3, 7.656}, {5, 4.203}, {10, 2.911}, {20, 2.396}, {50, 2.065}, {100, 1.927}};
  for (const auto& [n, k] : printed) {
    INFO(n);
    CHECK(stiff::one_sided_tolerance_factor(n, n - 1, {0.95, 0.95}) == Approx(k).margin(0.00051));
  }
  // NIST e-Handbook 7.2.6.3: 43 wafers, 90 % with 99 %: 1.8740 by non-central t.
  CHECK(stiff::one_sided_tolerance_factor(43, 42, {0.90, 0.99}) == Approx(1.8740).margin(0.00006));
  // 10 people, 90 % with 95 %, and 99 % with 95 %.
  CHECK(stiff::one_sided_tolerance_factor(10, 9, {0.90, 0.95}) == Approx(2.355).margin(0.00051));
  CHECK(stiff::one_sided_tolerance_factor(10, 9, {0.99, 0.95}) == Approx(3.981).margin(0.00051));
}

TEST_CASE("Two-sided factors are those of the printed tables") {
  // Berthouex and Brown, Statistics for Environmental Engineers, table 21.1: 95 % content with 95 %
  // confidence, printed to two decimals.
  const std::vector<std::pair<int, double>> printed{{4, 6.34},  {5, 5.08},  {6, 4.42},  {7, 4.02},
                                                    {10, 3.39}, {12, 3.17}, {15, 2.96}, {20, 2.76},
                                                    {30, 2.55}, {60, 2.34}};
  for (const auto& [n, k] : printed) {
    INFO(n);
    // 0.01 and not 0.005: the table's source is Howe's approximation in the last digit.
    CHECK(stiff::two_sided_tolerance_factor(n, n - 1, {0.95, 0.95}) == Approx(k).margin(0.0101));
  }
  // 99 % content with 95 %, same table.
  CHECK(stiff::two_sided_tolerance_factor(10, 9, {0.99, 0.95}) == Approx(4.44).margin(0.0101));
}

TEST_CASE("Two-sided factors solve their integral equation") {
  // A second implementation: adaptive quadrature and root finding of scipy 1.10 on
  // E_x[P(chi2_f >= f r(x)^2 / k^2)] = confidence, with n - 1 degrees of freedom and, last, a
  // number and degrees that are no whole sample's.
  CHECK(stiff::two_sided_tolerance_factor(2, 1, {}) == Approx(36.519215).epsilon(1e-6));
  CHECK(stiff::two_sided_tolerance_factor(3, 2, {}) == Approx(9.788752).epsilon(1e-6));
  CHECK(stiff::two_sided_tolerance_factor(10, 9, {}) == Approx(3.393429).epsilon(1e-6));
  CHECK(stiff::two_sided_tolerance_factor(50, 49, {0.9, 0.99}) == Approx(2.165993).epsilon(1e-6));
  CHECK(stiff::two_sided_tolerance_factor(13.7, 21.3, {}) == Approx(2.742655).epsilon(1e-6));
}

TEST_CASE("A known population has the normal quantile as its factor") {
  // With n -> infinity k = z; the next term is z_conf sqrt((1 + z^2 / 2) / n) (delta method).
  const double n = 1e4;
  const double z = 1.6448536;
  const double k = stiff::one_sided_tolerance_factor(n, n - 1, {0.95, 0.95});
  const double first_order = z + 1.6448536 * std::sqrt((1 + z * z / 2) / n);
  CHECK(k == Approx(first_order).margin(5 / n));  // what is left is of order 1 / n
  CHECK(stiff::two_sided_tolerance_factor(n, n - 1, {0.95, 0.95}) == Approx(1.96).margin(0.03));
}

TEST_CASE("A mean's interval is the centile of one half") {
  // share 0.5: central t over sqrt n, t(0.975; 9) = 2.262157.
  CHECK(stiff::centile_factor(0.5, 10, 9, 0.975) ==
        Approx(2.262157 / std::sqrt(10.0)).margin(1e-6));
  // Mirror.
  CHECK(stiff::centile_factor(0.05, 10, 9, 0.05) ==
        Approx(-stiff::centile_factor(0.95, 10, 9, 0.95)).margin(1e-9));
}

TEST_CASE("The share below a value undoes the centile's factor") {
  for (const double share : {0.05, 0.5, 0.9, 0.99}) {
    for (const double n : {3.0, 10.0, 50.0}) {
      for (const double confidence : {0.025, 0.5, 0.975}) {
        const double k = stiff::centile_factor(share, n, n - 1, 1 - confidence);
        INFO(share << ' ' << n << ' ' << confidence << ' ' << k);
        // P(statistic <= k) = 1 - confidence at this share: the bound of that confidence.
        CHECK(stiff::share_below(k, n, n - 1, confidence) == Approx(share).margin(1e-6));
      }
    }
  }
  CHECK(stiff::share_below(40, 10, 9, 0.975) > 0.999);
  CHECK(std::isnan(stiff::share_below(stiff::kNaN, 10, 9, 0.5)));
}

TEST_CASE("No sample, no factor") {
  CHECK(std::isnan(stiff::one_sided_tolerance_factor(1, 0, {})));
  CHECK(std::isnan(stiff::two_sided_tolerance_factor(stiff::kNaN, 3, {})));
}

TEST_CASE("Order statistics need 59 people for 95 % with 95 %") {
  CHECK(stiff::upper_tolerance_rank(58, {}) == 0);
  CHECK(stiff::upper_tolerance_rank(59, {}) == 59);  // 0.95^59 = 0.0485
  CHECK(stiff::upper_tolerance_rank(93, {}) == 92);  // the second largest from 93 on
  CHECK(stiff::upper_tolerance_rank(0, {}) == 0);
}

TEST_CASE("Content and confidence are as stated in 1000 cohorts of 10, 20 and 50") {
  const int cohorts = validation::seeds(1000, 1000);
  for (const int people : {10, 20, 50}) {
    for (const std::vector<int>& counts : {std::vector<int>{1}, {2}, {1, 2, 4}}) {
      const double sd_between = counts.size() == 1 && counts[0] == 1 ? 1 : 0.8;
      const double sd_within = std::sqrt(1 - sd_between * sd_between);
      int one_sided = 0;
      int two_sided = 0;
      double content = 0;
      for (int seed = 0; seed < cohorts; ++seed) {
        const auto group = stiff_test::cohort(static_cast<std::uint64_t>(seed + 1000 * people),
                                              people, counts, sd_between, sd_within);
        const stiff::CohortSpread spread = stiff::cohort_spread(group);
        REQUIRE(spread.reason == stiff::Reason::none);
        const double sd = std::sqrt(spread.total);
        const double k = stiff::one_sided_tolerance_factor(spread.effective_n, spread.dof, {});
        const double share = stiff_test::normal_share_below(spread.location + k * sd, 1);
        one_sided += share >= 0.95 ? 1 : 0;
        content += share / cohorts;
        if (counts.size() == 1 && counts[0] == 1) {
          // The same factor for every cohort of this size.
          static int known_people = 0;
          static double known_factor = 0;
          if (known_people != people) {
            known_people = people;
            known_factor = stiff::two_sided_tolerance_factor(people, people - 1, {});
          }
          two_sided +=
              stiff_test::normal_share_below(spread.location + known_factor * sd, 1) -
                          stiff_test::normal_share_below(spread.location - known_factor * sd, 1) >=
                      0.95
                  ? 1
                  : 0;
        }
      }
      const std::string design = std::to_string(people) + " people, " +
                                 (counts.size() > 1 ? "1, 2, 4" : std::to_string(counts[0])) +
                                 " values each";
      WARN(design << ": " << one_sided << " of " << cohorts << " hold 95 %"
                  << (two_sided > 0 ? ", two-sided " + std::to_string(two_sided) : "")
                  << ", mean content " << content);
      validation::note("Upper tolerance limit (95 % content), " + design,
                       std::to_string(one_sided) + " of " + std::to_string(cohorts), "95 %");
      CHECK(validation::within_band(one_sided, cohorts, 0.95));
      if (counts.size() == 1 && counts[0] == 1) {
        CHECK(validation::within_band(two_sided, cohorts, 0.95));
      }
    }
  }
}
