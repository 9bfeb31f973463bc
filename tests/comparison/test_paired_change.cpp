#include "stiff/comparison/equivalence.h"
#include "stiff/comparison/paired_change.h"
#include "stiff/comparison/welch_difference.h"
#include "stiff/core/error.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "comparison/sleep_study.h"
#include "validation.h"
#include <boost/random/mersenne_twister.hpp>
#include <boost/random/normal_distribution.hpp>
#include <catch2/catch.hpp>

using stiff::kNaN;
using stiff::mean_change;
using stiff::Reason;
using stiff::TestedEstimate;

namespace {

const std::vector<double> kSleep = sleep_study::differences();

}  // namespace

TEST_CASE("The paired t test of the sleep study is R's") {
  const TestedEstimate change = mean_change(kSleep);
  CHECK(change.value == Approx(1.58).epsilon(1e-12));
  CHECK(change.std_error * std::sqrt(10.0) == Approx(1.22999548328).epsilon(1e-11));
  CHECK(change.statistic == Approx(4.06212768338).epsilon(1e-11));
  CHECK(change.dof == 9);
  CHECK(change.p == Approx(0.00283289019738).epsilon(1e-11));
  CHECK(change.ci_low == Approx(0.700114236723).epsilon(1e-11));
  CHECK(change.ci_high == Approx(2.459885763277).epsilon(1e-11));
  CHECK(change.n == 10);
}

TEST_CASE("The equivalence tests of the sleep study are R's") {
  const stiff::Equivalence within = stiff::equivalence(mean_change(kSleep), -1, 1);
  CHECK(within.p_low == Approx(4.77859569555e-05).epsilon(1e-11));
  CHECK(within.p_high == Approx(0.914944114551).epsilon(1e-11));
  CHECK(within.p == within.p_high);
  CHECK(within.ci_low == Approx(0.866994732971).epsilon(1e-11));
  CHECK(within.ci_high == Approx(2.293005267030).epsilon(1e-11));
  CHECK_FALSE(within.equivalent);
  // The 90 % interval lies within the margin where the test says so, and only there.
  CHECK(stiff::equivalence(mean_change(kSleep), -1, 2.2931).equivalent);
  CHECK_FALSE(stiff::equivalence(mean_change(kSleep), -1, 2.2929).equivalent);
  CHECK_THROWS_AS(stiff::equivalence(mean_change(kSleep), 0.5, 1), stiff::Error);
  CHECK_THROWS_AS(stiff::equivalence(mean_change(kSleep), -1, kNaN), stiff::Error);
  CHECK_THROWS_AS(stiff::equivalence(mean_change(kSleep), -1, 1, 0.5), stiff::Error);
}

TEST_CASE("Welch's test is R's") {
  // t.test(drug 2, drug 1) of R 4.2, and five against three.
  const TestedEstimate sleep = stiff::welch_difference(sleep_study::kDrug2, sleep_study::kDrug1);
  CHECK(sleep.statistic == Approx(1.86081346748685).epsilon(1e-12));
  CHECK(sleep.dof == Approx(17.7764735161785).epsilon(1e-12));
  CHECK(sleep.p == Approx(0.0793941401873582).epsilon(1e-11));
  CHECK(sleep.ci_low == Approx(-0.20548323071171).epsilon(1e-10));
  CHECK(sleep.ci_high == Approx(3.36548323071171).epsilon(1e-11));
  CHECK(sleep.std_error == Approx(0.849091017238762).epsilon(1e-12));
  const std::vector<double> five{1.2, 2.4, 1.3, 1.3, 0.0};
  const std::vector<double> three{5.1, 8.2, 3.3};
  const TestedEstimate uneven = stiff::welch_difference(five, three);
  CHECK(uneven.dof == Approx(2.28672390389092).epsilon(1e-12));
  CHECK(uneven.p == Approx(0.0865351031341165).epsilon(1e-11));
  CHECK(uneven.ci_low == Approx(-9.95666625141152).epsilon(1e-11));
  // Mirror.
  const TestedEstimate back = stiff::welch_difference(three, five);
  CHECK(back.value == -uneven.value);
  CHECK(back.p == uneven.p);
}

TEST_CASE("Per cent of a change of logarithms is of the geometric mean") {
  // Before and after of three people: ratios 0.5, 0.8, 1.25: geometric mean 0.5^(1/3).
  const std::vector<double> logs{std::log(0.5), std::log(0.8), std::log(1.25)};
  const TestedEstimate percent = stiff::as_percent(mean_change(logs));
  CHECK(percent.value == Approx(100 * (std::cbrt(0.5) - 1)).epsilon(1e-13));
  CHECK(percent.p == mean_change(logs).p);
  CHECK(percent.ci_low == Approx(100 * (std::exp(mean_change(logs).ci_low) - 1)).epsilon(1e-13));
  // What fell comes back by the inverse: of 1 / ratio.
  std::vector<double> back;
  for (const double x : logs) back.push_back(-x);
  const TestedEstimate undone = stiff::as_percent(mean_change(back));
  CHECK((1 + undone.value / 100) * (1 + percent.value / 100) == Approx(1).epsilon(1e-14));
}

TEST_CASE("A mean change follows scale, shift of both and sign, and no order") {
  std::vector<double> scaled;
  for (const double d : kSleep) scaled.push_back(-2 * d);
  std::reverse(scaled.begin(), scaled.end());
  const TestedEstimate plain = mean_change(kSleep);
  const TestedEstimate other = mean_change(scaled);
  CHECK(other.value == Approx(-2 * plain.value).epsilon(1e-14));
  CHECK(other.ci_low == Approx(-2 * plain.ci_high).epsilon(1e-13));
  CHECK(other.p == Approx(plain.p).epsilon(1e-12));
}

TEST_CASE("No people, one, a NaN and people who are all alike") {
  CHECK(mean_change({}).reason == Reason::too_few);
  CHECK(mean_change(std::vector<double>{1.0}).reason == Reason::too_few);
  CHECK(std::isnan(mean_change(std::vector<double>{1.0}).value));
  CHECK(mean_change(std::vector<double>{1.0, kNaN, 2.0}).reason == Reason::bad_input);
  // 0.1 three times: their mean is not 0.1 to the last bit.
  const TestedEstimate alike = mean_change(std::vector<double>{0.1, 0.1, 0.1});
  CHECK(alike.reason == Reason::none);
  CHECK(alike.value == Approx(0.1));
  CHECK(std::isnan(alike.ci_low));
  CHECK(std::isnan(alike.p));
  CHECK(std::isnan(stiff::equivalence(alike, -1, 1).p));
  CHECK_FALSE(stiff::equivalence(alike, -1, 1).equivalent);
  CHECK(stiff::welch_difference(kSleep, std::vector<double>{1.0}).reason == Reason::too_few);
  CHECK(stiff::welch_difference(std::vector<double>{kNaN, 1}, kSleep).reason == Reason::bad_input);
}

TEST_CASE("Intervals of a change hold the truth and equivalence errs as stated") {
  // 12 people whose changes scatter by 1 about 0.4; equivalence with the truth on its bound errs at
  // 5 %, the worst case.
  boost::random::mt19937_64 engine(7);
  boost::random::normal_distribution<double> normal;
  const int trials = validation::seeds(500, 20000);
  int paired = 0;
  int welch = 0;
  int equivalent = 0;
  for (int i = 0; i < trials; ++i) {
    std::vector<double> a(12);
    std::vector<double> b(7);
    for (double& x : a) x = 0.4 + normal(engine);
    for (double& x : b) x = 3 * normal(engine);
    const TestedEstimate change = mean_change(a);
    paired += change.ci_low <= 0.4 && 0.4 <= change.ci_high;
    const TestedEstimate between = stiff::welch_difference(a, b);
    welch += between.ci_low <= 0.4 && 0.4 <= between.ci_high;
    equivalent += stiff::equivalence(change, -5, 0.4).equivalent;
  }
  validation::note("paired t interval, 12 people", std::to_string(paired),
                   "95 % of " + std::to_string(trials));
  CHECK(validation::within_band(paired, trials, 0.95));
  CHECK(validation::within_band(welch, trials, 0.95));
  CHECK(validation::within_band(equivalent, trials, 0.05));
}
