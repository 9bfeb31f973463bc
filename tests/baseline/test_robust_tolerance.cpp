#include "stiff/baseline/robust_tolerance.h"

#include <cmath>
#include <string>
#include <vector>

#include "baseline/cohorts.h"
#include "validation.h"
#include <catch2/catch.hpp>

TEST_CASE("Qn of few numbers, by hand") {
  // Five values: h = 3, the third smallest of 10 distances: 1, 1, 2, ... of {1, 2, 3, 7, 20}.
  const std::vector<double> values{1, 2, 3, 7, 20};
  CHECK(stiff::qn_scale(values) == Approx(2.21914 * 2).epsilon(1e-5));
  CHECK(std::isnan(stiff::qn_scale(std::vector<double>{1})));
}

TEST_CASE("Qn is the standard deviation of many normal values") {
  const auto people = stiff_test::cohort(3, 1500, {1}, 2, 0);
  std::vector<double> values;
  for (const auto& p : people) values.push_back(p.mean);
  // Its standard error is sqrt(0.6077 / n) of the truth (Rousseeuw1993), 2 %: four of them.
  CHECK(stiff::qn_scale(values) == Approx(2).epsilon(4 * std::sqrt(0.6077 / 1500)));
}

TEST_CASE("Robust limits hold the content in the stated share of normal cohorts") {
  const int cohorts = validation::seeds(1000, 1000);
  for (const int people : {10, 20, 50}) {
    for (const std::vector<int>& counts : {std::vector<int>{1}, {2}}) {
      const double sd_between = counts[0] == 1 ? 1 : 0.8;
      int held = 0;
      double factor = 0;
      stiff::RobustFactors factors({}, {.simulations = 4000, .seed = 5});
      for (int seed = 0; seed < cohorts; ++seed) {
        const auto group =
            stiff_test::cohort(static_cast<std::uint64_t>(seed + 7000 * people), people, counts,
                               sd_between, std::sqrt(1 - sd_between * sd_between));
        const stiff::RobustLimit limit = stiff::robust_tolerance(group, factors);
        REQUIRE(limit.reason == stiff::Reason::none);
        held +=
            stiff_test::normal_share_below(limit.location + limit.factor * limit.scale, 1) >= 0.95
                ? 1
                : 0;
        factor = limit.factor;
      }
      const std::string design = std::to_string(people) + " people, " + std::to_string(counts[0]) +
                                 (counts[0] == 1 ? " value each" : " values each");
      WARN(design << ": " << held << " of " << cohorts << " hold 95 %; factor " << factor);
      validation::note("Robust upper limit (95 % content), " + design,
                       std::to_string(held) + " of " + std::to_string(cohorts), "95 %");
      CHECK(validation::within_band(held, cohorts, 0.95));
    }
  }
}

TEST_CASE("Wild people move the robust limit little") {
  auto people = stiff_test::cohort(11, 20, {1}, 1, 0);
  const stiff::RobustLimit clean = stiff::robust_tolerance(people, {});
  people[3].mean = 50;
  people[9].mean = 80;
  const stiff::RobustLimit wild = stiff::robust_tolerance(people, {});
  // Two of twenty: the ranks of the median and of Qn move by about a tenth of the sample. The limit
  // may widen by a half, where that of mean and SD goes up twentyfold.
  const double before = clean.location + clean.factor * clean.scale;
  const double after = wild.location + wild.factor * wild.scale;
  CHECK(after < 1.5 * before);
  CHECK(after > before * 0.99);
  // The factor depends on the design alone, whatever the values.
  CHECK(wild.factor == Approx(clean.factor).epsilon(1e-9));
}

TEST_CASE("Refusal: too few people, half of them alike") {
  CHECK(stiff::robust_tolerance(stiff_test::cohort(1, 4, {1}, 1, 0), {}).reason ==
        stiff::Reason::too_few);
  auto people = stiff_test::cohort(1, 8, {1}, 1, 0);
  for (std::size_t i = 0; i < 6; ++i) people[i].mean = 1;
  CHECK(stiff::robust_tolerance(people, {}).reason == stiff::Reason::low_signal);
}

TEST_CASE("Above 100 people the factor goes on smoothly") {
  const double at = stiff::robust_tolerance(stiff_test::cohort(5, 100, {1}, 1, 0), {}).factor;
  const double above = stiff::robust_tolerance(stiff_test::cohort(5, 102, {1}, 1, 0), {}).factor;
  // 100 simulated, 102 by efficiencies. The simulation's error of the confidence, 0.0035, over the
  // density of a normal at its 0.95 quantile, 0.103, is 0.034 SD of the factor, whose SD is
  // sqrt(1.57 / 100 + 1.9^2 * 0.61 / 100) = 0.19: 0.007. Four of them.
  CHECK(above == Approx(at).margin(0.03));
}

TEST_CASE("A factor between tenths lies where its own simulation puts it, in any order of asking") {
  const std::vector<std::int64_t> values(12, 3);
  stiff::RobustFactors factors({});
  const double a = factors.factor(values, 0.35);
  const double low = factors.factor(values, 0.3);
  const double high = factors.factor(values, 0.4);
  CHECK(a == Approx(0.5 * (low + high)).epsilon(1e-12));
  CHECK(std::abs(low - high) < 0.1);
  stiff::RobustFactors others({});
  CHECK(others.factor(values, 0.4) == high);
  CHECK(others.factor(values, 0.35) == a);
  // Wholly within: every value is one of a sample, but half the means' scatter tells less of it.
  CHECK(std::isfinite(factors.factor(values, 1)));
  CHECK(factors.factor(values, 1) == factors.factor(values, 1.5));
}
