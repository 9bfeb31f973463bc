#include "stiff/baseline/variance_components.h"

#include <cmath>
#include <string>
#include <vector>

#include "baseline/cohorts.h"
#include "validation.h"
#include <catch2/catch.hpp>

using stiff::PersonSummary;
using stiff_test::summary_of;

namespace {

/// Davies and Goldsmith 1972, six batches of dyestuff with five samples each.
std::vector<std::vector<double>> dyestuff() {
  return {{1545, 1440, 1440, 1520, 1580}, {1540, 1555, 1490, 1560, 1495},
          {1595, 1550, 1605, 1510, 1560}, {1445, 1440, 1595, 1465, 1545},
          {1595, 1630, 1515, 1635, 1625}, {1520, 1455, 1450, 1480, 1445}};
}

}  // namespace

TEST_CASE("The dyestuff's components are R's") {
  std::vector<PersonSummary> batches;
  for (const auto& values : dyestuff()) batches.push_back(summary_of(values));
  // lme4, yield ~ 1 + (1 | batch), REML.
  const stiff::SpreadComponents c = stiff::spread_components(batches);
  CHECK(c.reason == stiff::Reason::none);
  CHECK(c.between == Approx(1764.05).margin(0.005));
  CHECK(c.within == Approx(2451.25).margin(0.005));
  CHECK(c.mean == Approx(1527.5).margin(1e-9));
  CHECK(c.reml_criterion == Approx(319.654276842).margin(1e-6));
  // Balanced: variance of the mean = (between + within / 5) / 6.
  CHECK(c.mean_std_error == Approx(std::sqrt((1764.05 + 2451.25 / 5) / 6)).epsilon(1e-6));
  // Var(MSB) = 2 MSB^2 / 5, Var(MSW) = 2 MSW^2 / 24, between = (MSB - MSW) / 5.
  const double msb = 5 * 1764.05 + 2451.25;
  CHECK(c.within_std_error == Approx(2451.25 * std::sqrt(2.0 / 24)).epsilon(1e-5));
  CHECK(c.between_std_error ==
        Approx(std::sqrt(2 * msb * msb / 5 + 2 * 2451.25 * 2451.25 / 24) / 5).epsilon(1e-5));

  // One value of a new batch: MSB / 5 + (4 / 5) MSW.
  const stiff::CohortSpread spread = stiff::cohort_spread(batches);
  CHECK(spread.total == Approx(1764.05 + 2451.25).epsilon(1e-9));
  CHECK(spread.location == Approx(1527.5));
  CHECK(spread.dof > 5);
  CHECK(spread.dof < 29);
}

TEST_CASE("Without scatter between people the component is zero, not negative") {
  // Means alike, values not: the balanced analysis would give a negative component.
  std::vector<PersonSummary> people;
  for (const double shift : {0.0, 0.01, -0.01, 0.02}) {
    people.push_back(summary_of(std::vector<double>{shift - 1, shift + 1}));
  }
  const stiff::SpreadComponents c = stiff::spread_components(people);
  CHECK(c.between == 0);
  // All is one sample then: SS / (N - 1), by hand 8 + 2 * (sum of squared shifts about 0.005).
  const double ss = 8 + 2 * (0.005 * 0.005 * 2 + 0.015 * 0.015 * 2);
  CHECK(c.within == Approx(ss / 7).epsilon(1e-8));
}

TEST_CASE("One value each: the plain variance, which is not divided") {
  const std::vector<double> values{3, 5, 8, 9};
  std::vector<PersonSummary> people;
  for (const double& v : values) people.push_back(summary_of({&v, 1}));
  const stiff::SpreadComponents c = stiff::spread_components(people);
  CHECK(c.between == Approx(22.75 / 3).epsilon(1e-9));  // sum of squares 179 - 4 * 6.25^2
  CHECK(std::isnan(c.within));
  const stiff::CohortSpread spread = stiff::cohort_spread(people);
  CHECK(spread.total == Approx(22.75 / 3));
  CHECK(spread.dof == 3);
  CHECK(spread.effective_n == 4);
  CHECK(spread.location_std_error == Approx(std::sqrt(22.75 / 12)));

  // A known error of variance 1 in each value is taken off the scatter between people, but stays in
  // what a new value will show.
  for (PersonSummary& p : people) p.error_variance = 1;
  CHECK(stiff::spread_components(people).between == Approx(22.75 / 3 - 1).epsilon(1e-9));
  CHECK(stiff::cohort_spread(people).total == Approx(22.75 / 3));
}

TEST_CASE("A known error is taken off the scatter within people") {
  // Balanced, equal errors: REML is that without errors, less the error.
  std::vector<PersonSummary> batches;
  for (const auto& values : dyestuff()) batches.push_back(summary_of(values, 900));
  const stiff::SpreadComponents c = stiff::spread_components(batches);
  CHECK(c.between == Approx(1764.05).margin(0.005));
  CHECK(c.within == Approx(2451.25 - 900).margin(0.005));
  CHECK(c.error == Approx(900));
  CHECK(stiff::cohort_spread(batches).total == Approx(1764.05 + 2451.25).epsilon(1e-9));
}

TEST_CASE("Scale and shift go through the components") {
  auto people = stiff_test::cohort(7, 12, {1, 2, 3}, 2, 1);
  const stiff::SpreadComponents a = stiff::spread_components(people);
  for (PersonSummary& p : people) {
    p.mean = 10 * p.mean + 500;
    p.sum_squares *= 100;
  }
  const stiff::SpreadComponents b = stiff::spread_components(people);
  CHECK(b.between == Approx(100 * a.between).epsilon(1e-6));
  CHECK(b.within == Approx(100 * a.within).epsilon(1e-6));
  CHECK(b.mean == Approx(10 * a.mean + 500).epsilon(1e-9));
  // A permutation of the people changes nothing but the last bits.
  std::swap(people.front(), people.back());
  CHECK(stiff::spread_components(people).between == Approx(b.between).epsilon(1e-9));
}

TEST_CASE("Components of unbalanced cohorts are right on average") {
  // Between 4, within 1; 30 people of 1 to 4 values. The SD of the REML estimate over cohorts is
  // sqrt(2 / 29) of (4 + 1 / 2.2) about 1.2, of within sqrt(2 / 45) = 0.21: the mean of 300 lies
  // within 3.3 standard errors of the truth.
  const int cohorts = validation::seeds(300, 1000);
  double between = 0, within = 0;
  for (int seed = 0; seed < cohorts; ++seed) {
    const auto people =
        stiff_test::cohort(static_cast<std::uint64_t>(seed), 30, {1, 2, 3, 4}, 2, 1);
    const stiff::SpreadComponents c = stiff::spread_components(people);
    REQUIRE(c.reason == stiff::Reason::none);
    between += c.between / cohorts;
    within += c.within / cohorts;
  }
  CHECK(between == Approx(4).margin(3.3 * 1.2 / std::sqrt(cohorts)));
  CHECK(within == Approx(1).margin(3.3 * 0.21 / std::sqrt(cohorts)));
}

TEST_CASE("Refusal: one person has no spread between people, none has nothing") {
  const std::vector<PersonSummary> one{summary_of(std::vector<double>{2, 4, 6})};
  const stiff::SpreadComponents c = stiff::spread_components(one);
  CHECK(c.reason == stiff::Reason::too_few);
  CHECK(std::isnan(c.between));
  CHECK(c.within == Approx(4));
  CHECK(stiff::cohort_spread(one).reason == stiff::Reason::too_few);
  CHECK(stiff::cohort_spread(one).location == 4);
  CHECK(stiff::spread_components({}).reason == stiff::Reason::too_few);
  CHECK(stiff::cohort_spread({}).reason == stiff::Reason::too_few);
}

TEST_CASE("All values alike give zero, not nonsense") {
  const std::vector<PersonSummary> same(4, summary_of(std::vector<double>{3, 3}));
  const stiff::SpreadComponents c = stiff::spread_components(same);
  CHECK(c.between == 0);
  CHECK(c.within == 0);
  // Repeats that agree to the bit beside people who differ.
  std::vector<PersonSummary> rounded;
  for (const double v : {3.0, 4.0, 6.0}) rounded.push_back(summary_of(std::vector<double>{v, v}));
  const stiff::SpreadComponents r = stiff::spread_components(rounded);
  CHECK(r.within == 0);
  CHECK(r.between == Approx(7.0 / 3).epsilon(1e-6));
}
