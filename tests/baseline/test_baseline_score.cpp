#include "stiff/baseline/baseline_score.h"
#include "stiff/baseline/covariate_fit.h"
#include "stiff/baseline/healthy_baseline.h"
#include "stiff/baseline/variance_components.h"

#include <cmath>
#include <string>
#include <vector>

#include "baseline/cohorts.h"
#include "validation.h"
#include <boost/math/distributions/students_t.hpp>
#include <catch2/catch.hpp>

using stiff::BaselineEntry;
using stiff::BaselineScore;
using stiff::NewValue;

namespace {

/// What a score needs of an entry; the robust limits' simulation is left out.
BaselineEntry entry_of(std::vector<stiff::PersonSummary> people) {
  BaselineEntry entry;
  entry.people = std::move(people);
  entry.spread = stiff::cohort_spread(entry.people);
  entry.components = stiff::spread_components(entry.people);
  entry.covariates = stiff::fit_covariates(entry.people);
  return entry;
}

NewValue plain(double value) {
  NewValue v;
  v.value = value;
  return v;
}

}  // namespace

TEST_CASE("A score is the predictive t of a textbook") {
  // Four people, 3 5 8 9: mean 6.25, variance 22.75 / 3.
  std::vector<stiff::PersonSummary> people;
  for (const double v : {3.0, 5.0, 8.0, 9.0}) people.push_back(stiff_test::summary_of({&v, 1}));
  const BaselineEntry entry = entry_of(people);
  const BaselineScore score = stiff::score_value(entry, plain(12));
  const double t = (12 - 6.25) / std::sqrt(22.75 / 3 * (1 + 1 / 4.0));
  const boost::math::students_t three(3);
  CHECK(score.p_upper == Approx(cdf(complement(three, t))).epsilon(1e-12));
  CHECK(score.dof == 3);
  CHECK(score.expected == Approx(6.25));
  CHECK(score.difference == Approx(5.75));
  CHECK(score.ratio == Approx(12 / 6.25));
  // Far less than the plug-in (12 - 6.25) / SD = 2.09 says.
  CHECK(score.z < 1.6);
  CHECK(score.z > 1.2);
  CHECK(score.share_low < score.share_below);
  CHECK(score.share_high > score.share_below);
  // Limits are those of the printed factor, k(4) = 5.144 (Odeh and Owen).
  CHECK(score.upper_limit == Approx(6.25 + 5.144 * std::sqrt(22.75 / 3)).margin(0.002));
  // Mirror.
  const BaselineScore below = stiff::score_value(entry, plain(2 * 6.25 - 12));
  CHECK(below.z == Approx(-score.z));
  CHECK(below.p_upper == Approx(1 - score.p_upper));
  CHECK(stiff::score_value(entry, plain(6.25)).z == Approx(0).margin(1e-12));
}

TEST_CASE("A worse measurement counts for less, a better one for no more") {
  auto people = stiff_test::cohort(1, 20, {2}, 1, 0.3);
  for (auto& p : people) p.error_variance = 0.04;
  const BaselineEntry entry = entry_of(people);
  NewValue value = plain(3);
  const double same = stiff::score_value(entry, value).z;
  value.std_error = 0.2;
  CHECK(stiff::score_value(entry, value).z == Approx(same));
  value.std_error = 0.01;
  CHECK(stiff::score_value(entry, value).z == Approx(same));
  value.std_error = 1;
  CHECK(stiff::score_value(entry, value).z < 0.85 * same);
}

TEST_CASE("Refusal: no value, or no spread to compare it with") {
  std::vector<stiff::PersonSummary> one{stiff_test::summary_of(std::vector<double>{2, 4})};
  BaselineEntry entry = entry_of(one);
  CHECK(stiff::score_value(entry, plain(5)).reason == stiff::Reason::too_few);
  CHECK(std::isnan(stiff::score_value(entry, plain(5)).z));
  CHECK(stiff::score_value(entry, plain(5)).expected == 3);
  CHECK(stiff::score_value(entry, plain(stiff::kNaN)).reason == stiff::Reason::bad_input);
  entry.log_scale = true;
  CHECK(stiff::score_value(entry, plain(-1)).reason == stiff::Reason::bad_input);
}

TEST_CASE("Healthy people are flagged as often as stated, whatever the cohort's size") {
  const int cohorts = validation::seeds(1000, 4000);
  for (const int people : {3, 10, 20}) {
    for (const std::vector<int>& counts : {std::vector<int>{1}, {2}}) {
      const double sd_between = counts[0] == 1 ? 1 : 0.8;
      const double sd_within = std::sqrt(1 - sd_between * sd_between);
      int five = 0, one = 0, held = 0;
      for (int seed = 0; seed < cohorts; ++seed) {
        auto all = stiff_test::cohort(static_cast<std::uint64_t>(seed + 5000 * people), people + 1,
                                      counts, sd_between, sd_within);
        // One value of the last person is that of somebody new; which of two, chance says.
        const stiff::PersonSummary& last = all.back();
        const double value = last.mean + (seed % 2 ? 1 : -1) * std::sqrt(last.sum_squares / 2);
        all.pop_back();
        const BaselineScore score = stiff::score_value(entry_of(all), plain(value));
        five += score.p_upper < 0.05 ? 1 : 0;
        one += score.p_upper < 0.01 ? 1 : 0;
        const double truth = stiff_test::normal_share_below(value, 1);
        held += score.share_low <= truth && truth <= score.share_high ? 1 : 0;
      }
      const std::string design =
          std::to_string(people) + " people, " + std::to_string(counts[0]) + " value(s) each";
      WARN(design << ": " << five << " below 0.05, " << one << " below 0.01, share's interval held "
                  << held << " of " << cohorts);
      validation::note("Healthy values flagged at 5 %, " + design,
                       std::to_string(five) + " of " + std::to_string(cohorts), "5 %");
      CHECK(validation::within_band(five, cohorts, 0.05));
      CHECK(validation::within_band(one, cohorts, 0.01));
      CHECK(validation::within_band(held, cohorts, 0.95));
    }
  }
}

TEST_CASE("Sex and age are found where people are enough, and used") {
  std::vector<stiff::PersonSummary> people = stiff_test::cohort(21, 60, {1}, 1, 0);
  for (std::size_t i = 0; i < people.size(); ++i) {
    people[i].sex = i % 2 ? "male" : "female";
    people[i].age = 20 + static_cast<double>(i);
    people[i].mean += (i % 2 ? 3.0 : 0.0) + 0.1 * (people[i].age - 49.5);
  }
  const BaselineEntry entry = entry_of(people);
  REQUIRE(entry.covariates.has_sex);
  REQUIRE(entry.covariates.has_age);
  // Standard errors of least squares: 2 / sqrt 60 = 0.26 and 1 / (17.3 sqrt 60) = 0.0075; 3.3 each.
  CHECK(entry.covariates.sex_effect == Approx(3).margin(3.3 * 0.26));
  CHECK(entry.covariates.age_effect == Approx(0.1).margin(3.3 * 0.0075));
  CHECK(entry.covariates.sex_std_error == Approx(0.26).margin(0.08));
  // A man of 70 with 5.05 is ordinary; a woman of 25 with that is not; without either it is nothing
  // much.
  NewValue man{.value = 5.05, .sex = "male", .age = 70};
  NewValue woman{.value = 5.05, .sex = "female", .age = 25};
  const BaselineScore of_man = stiff::score_value(entry, man);
  CHECK(of_man.by_covariates);
  CHECK(std::abs(of_man.z) < 1.5);
  CHECK(stiff::score_value(entry, woman).z > 4);
  const BaselineScore of_nobody = stiff::score_value(entry, plain(5.05));
  CHECK_FALSE(of_nobody.by_covariates);
  CHECK_THAT(of_nobody.note, Catch::Contains("all sexes and ages"));
  man.age = 95;
  CHECK_THAT(stiff::score_value(entry, man).note, Catch::Contains("beyond the cohort's"));
}

TEST_CASE("Few people carry no covariates") {
  std::vector<stiff::PersonSummary> people = stiff_test::cohort(2, 15, {1}, 1, 0);
  for (std::size_t i = 0; i < people.size(); ++i) {
    people[i].sex = i < 8 ? "female" : "male";
    people[i].age = 20 + 3 * static_cast<double>(i);
  }
  CHECK_FALSE(stiff::fit_covariates(people).used());  // seven men, fifteen ages
  people.push_back(people.back());
  CHECK(stiff::fit_covariates(people).has_sex);
  CHECK_FALSE(stiff::fit_covariates(people).has_age);
  // Twenty people of nearly one age.
  std::vector<stiff::PersonSummary> young = stiff_test::cohort(2, 20, {1}, 1, 0);
  for (std::size_t i = 0; i < young.size(); ++i) young[i].age = 20 + static_cast<double>(i % 5);
  CHECK_FALSE(stiff::fit_covariates(young).used());
}

TEST_CASE("The limits about a fit of sex and age flag as often as stated") {
  const int cohorts = validation::seeds(1000, 4000);
  int five = 0, held = 0;
  for (int seed = 0; seed < cohorts; ++seed) {
    auto all = stiff_test::cohort(static_cast<std::uint64_t>(seed + 90000), 26, {1}, 1, 0);
    for (std::size_t i = 0; i < all.size(); ++i) {
      all[i].sex = i % 2 ? "male" : "female";
      all[i].age = i == 25 ? 30 : 20 + 2 * static_cast<double>(i);
      all[i].mean += (i % 2 ? 2.0 : 0.0) + 0.05 * all[i].age;
    }
    const stiff::PersonSummary last = all.back();
    all.pop_back();
    const BaselineScore score =
        stiff::score_value(entry_of(all), {.value = last.mean, .sex = last.sex, .age = last.age});
    REQUIRE(score.by_covariates);
    five += score.p_upper < 0.05 ? 1 : 0;
    held += stiff_test::normal_share_below(score.upper_limit - 2 - 0.05 * 30, 1) >= 0.95 ? 1 : 0;
  }
  WARN(five << " of " << cohorts << " below 0.05; " << held << " limits hold 95 %");
  CHECK(validation::within_band(held, cohorts, 0.95));
  CHECK(validation::within_band(five, cohorts, 0.05));
}
