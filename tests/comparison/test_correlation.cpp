#include "stiff/comparison/correlation.h"
#include "stiff/core/error.h"

#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "validation.h"
#include <boost/random/mersenne_twister.hpp>
#include <boost/random/normal_distribution.hpp>
#include <catch2/catch.hpp>

using namespace stiff;

namespace {

struct Pairs {
  std::vector<std::int64_t> person;
  std::vector<double> x, y;
};

// Intramural pH and PaCO2 of eight people (BlandAltman1995, table I).
Pairs bland_altman_1995() {
  const std::vector<std::vector<std::pair<double, double>>> people{
      {{6.68, 3.97}, {6.53, 4.12}, {6.43, 4.09}, {6.33, 3.97}},
      {{6.85, 5.27}, {7.06, 5.37}, {7.13, 5.41}, {7.17, 5.44}},
      {{7.40, 5.67},
       {7.42, 3.64},
       {7.41, 4.32},
       {7.37, 4.73},
       {7.34, 4.96},
       {7.35, 5.04},
       {7.28, 5.22},
       {7.30, 4.82},
       {7.34, 5.07}},
      {{7.36, 5.67}, {7.33, 5.10}, {7.29, 5.53}, {7.30, 4.75}, {7.35, 5.51}},
      {{7.35, 4.28},
       {7.30, 4.44},
       {7.30, 4.32},
       {7.37, 3.23},
       {7.27, 4.46},
       {7.28, 4.72},
       {7.32, 4.75},
       {7.32, 4.99}},
      {{7.38, 4.78}, {7.30, 4.73}, {7.29, 5.12}, {7.33, 4.93}, {7.31, 5.03}, {7.33, 4.93}},
      {{6.86, 6.85}, {6.94, 6.44}, {6.92, 6.52}},
      {{7.19, 5.28},
       {7.29, 4.56},
       {7.21, 4.34},
       {7.25, 4.32},
       {7.20, 4.41},
       {7.19, 3.69},
       {6.77, 6.09},
       {6.82, 5.58}}};
  Pairs out;
  for (std::size_t who = 0; who < people.size(); ++who) {
    for (const auto& [ph, co2] : people[who]) {
      out.person.push_back(static_cast<std::int64_t>(who));
      out.x.push_back(ph);
      out.y.push_back(co2);
    }
  }
  return out;
}

Correlation repeated(const Pairs& pairs) {
  return repeated_correlation(pairs.person, pairs.x, pairs.y);
}

}  // namespace

TEST_CASE("Repeated-measures correlation: the worked example of Bland and Altman") {
  const Correlation r = repeated(bland_altman_1995());
  // R's rmcorr 0.7.0 on these data: -0.5067697, 38, 0.0008471081, -0.7067146 to -0.2318631. Earlier
  // versions had the standard error 1 / sqrt(dof - 3): -0.7112297 to -0.223255.
  CHECK(r.r == Approx(-0.5067697).margin(5e-8));
  CHECK(r.dof == 38);
  CHECK(r.p == Approx(0.0008471081).margin(5e-11));
  CHECK(r.ci_low == Approx(-0.7067146).margin(5e-8));
  CHECK(r.ci_high == Approx(-0.2318631).margin(5e-8));
  CHECK(r.people == 8);
  CHECK(r.pairs == 47);
}

TEST_CASE(
    "Repeated-measures correlation: of one person it is Pearson's; people's levels are none of "
    "it") {
  const std::vector<double> x{1, 2, 4, 3, 7}, y{2, 1, 5, 4, 5};
  const Correlation one = repeated_correlation(std::vector<std::int64_t>(5, 9), x, y);
  const Correlation pearson = pearson_correlation(x, y);
  CHECK(one.r == Approx(pearson.r).epsilon(1e-14));
  CHECK(one.p == Approx(pearson.p).epsilon(1e-12));
  CHECK(one.ci_low == Approx(pearson.ci_low).epsilon(1e-12));
  CHECK(one.dof == pearson.dof);
  Pairs pairs = bland_altman_1995();
  const Correlation before = repeated(pairs);
  for (std::size_t i = 0; i < pairs.x.size(); ++i) {
    pairs.x[i] += 3 * static_cast<double>(pairs.person[i]);
    pairs.y[i] = 7 - 2 * pairs.y[i] + static_cast<double>(pairs.person[i] * pairs.person[i]);
  }
  // A single pair of a new person says nothing.
  pairs.person.push_back(77);
  pairs.x.push_back(1);
  pairs.y.push_back(1);
  const Correlation after = repeated(pairs);
  CHECK(after.r == Approx(-before.r).epsilon(1e-9));
  CHECK(after.slope == Approx(-2 * before.slope).epsilon(1e-9));
  CHECK(after.dof == before.dof);
  CHECK(after.people == 8);
}

TEST_CASE("Pearson's and Spearman's correlation of pairs, against SciPy") {
  // scipy 1.10: pearsonr(x, y) and its confidence_interval(), spearmanr(x, y).
  const std::vector<double> x{44.4, 45.9, 41.9, 53.3, 44.7, 44.1, 50.7, 45.2, 60.1};
  const std::vector<double> y{2.6, 3.1, 2.5, 5.0, 3.6, 4.0, 5.2, 2.8, 3.8};
  const Correlation pearson = pearson_correlation(x, y);
  CHECK(pearson.r == Approx(0.5711815575638).epsilon(1e-10));
  CHECK(pearson.p == Approx(0.1081730543).epsilon(1e-8));
  CHECK(pearson.ci_low == Approx(-0.14974263303676).epsilon(1e-8));
  CHECK(pearson.ci_high == Approx(0.8955794618387).epsilon(1e-8));
  const Correlation spearman = spearman_correlation(x, y);
  CHECK(spearman.r == Approx(0.6).epsilon(1e-10));
  CHECK(spearman.p == Approx(0.08762282904).epsilon(1e-8));
  // tanh(atanh 0.6 -+ 1.95996 sqrt(1.18 / 6))
  CHECK(spearman.ci_low == Approx(std::tanh(std::atanh(0.6) - 1.959964 * std::sqrt(1.18 / 6))));
  CHECK(std::isnan(spearman.slope));
  // Ranks do not feel how the values are spaced; ties share their ranks.
  std::vector<double> cubes = x;
  for (double& value : cubes) value = value * value * value;
  CHECK(spearman_correlation(cubes, y).r == Approx(0.6).epsilon(1e-12));
  CHECK(spearman_correlation(std::vector<double>{1, 1, 2, 3}, std::vector<double>{1, 2, 3, 3}).r ==
        Approx(0.8888888889).epsilon(1e-9));
}

TEST_CASE("Correlations: what has no answer says why") {
  using V = std::vector<double>;
  CHECK(pearson_correlation(V{}, V{}).reason == Reason::too_few);
  CHECK(pearson_correlation(V{1, 2}, V{1, 2}).reason == Reason::too_few);
  CHECK(pearson_correlation(V{1, 2, 3}, V{5, 5, 5}).reason == Reason::no_spread);
  CHECK(pearson_correlation(V{0.1, 0.1, 0.1, 0.1}, V{5, 6, 7, 8}).reason == Reason::no_spread);
  CHECK(pearson_correlation(V{1, 2, kNaN}, V{1, 2, 3}).reason == Reason::bad_input);
  CHECK(spearman_correlation(V{1, 2, kNaN}, V{1, 2, 3}).reason == Reason::bad_input);
  CHECK(std::isnan(pearson_correlation(V{1, 2, 4}, V{1, 2, 3}).ci_low));
  CHECK(pearson_correlation(V{1, 2, 3, 4}, V{2, 4, 6, 8}).p == 0);
  CHECK(pearson_correlation(V{1, 2, 3, 4}, V{2, 4, 6, 8}).ci_low == 1);
  using P = std::vector<std::int64_t>;
  CHECK(repeated_correlation(P{}, V{}, V{}).reason == Reason::too_few);
  CHECK(repeated_correlation(P{1, 1}, V{1, 2}, V{1, 2}).reason == Reason::too_few);
  CHECK(repeated_correlation(P{1, 2, 3}, V{1, 2, 3}, V{1, 2, 3}).reason == Reason::too_few);
  CHECK(repeated_correlation(P{1, 1, 2, 2}, V{5, 5, 9, 9}, V{1, 2, 3, 4}).reason ==
        Reason::no_spread);
  CHECK_THROWS_AS(pearson_correlation(V{1, 2}, V{1}), Error);
  CHECK_THROWS_AS(repeated_correlation(P{1}, V{1, 2}, V{1, 2}), Error);
}

TEST_CASE("Repeated-measures correlation: intervals hold the truth, no link is no alarm") {
  // Within people x and y are normal with correlation rho; levels and numbers of pairs vary.
  const int seeds = validation::seeds(2000, 20000);
  for (const double rho : {0.0, -0.6}) {
    int covered = 0, alarms = 0;
    for (int seed = 0; seed < seeds; ++seed) {
      boost::random::mt19937_64 engine(static_cast<std::uint64_t>(seed) + 1);
      boost::random::normal_distribution<double> normal;
      Pairs pairs;
      for (std::int64_t who = 0; who < 10; ++who) {
        const double level_x = 5 * normal(engine), level_y = 5 * normal(engine);
        for (std::int64_t j = 0; j < 2 + who % 3; ++j) {
          const double x = normal(engine);
          pairs.person.push_back(who);
          pairs.x.push_back(level_x + x);
          pairs.y.push_back(level_y + rho * x + std::sqrt(1 - rho * rho) * normal(engine));
        }
      }
      const Correlation r = repeated(pairs);
      covered += r.ci_low <= rho && rho <= r.ci_high ? 1 : 0;
      alarms += r.p < 0.05 ? 1 : 0;
    }
    INFO("rho " << rho << ": " << covered << " of " << seeds << " hold it, " << alarms
                << " below 5 %");
    CHECK(validation::within_band(covered, seeds, 0.95));
    if (rho == 0.0) CHECK(validation::within_band(alarms, seeds, 0.05));
    validation::note("repeated-measures correlation, rho " + std::to_string(rho),
                     std::to_string(covered) + " of " + std::to_string(seeds), "95 %");
  }
}
