#include "stiff/comparison/study_plan.h"
#include "stiff/comparison/trial_power.h"
#include "stiff/core/error.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <variant>

#include <catch2/catch.hpp>

using stiff::StudyPlan;
using stiff::Table;

namespace {

const Table& table(const StudyPlan& plan, const std::string& name) {
  for (const Table& one : plan.tables) {
    if (one.name == name) return one;
  }
  FAIL("no table " << name);
  throw 0;
}

template <class T>
const std::vector<T>& column(const Table& table, const std::string& name) {
  for (const auto& one : table.columns) {
    if (one.name == name) return std::get<std::vector<T>>(one.values);
  }
  FAIL("no column " << name);
  throw 0;
}

bool answers(const StudyPlan& plan, const std::string& part) {
  return std::any_of(plan.answers.begin(), plan.answers.end(),
                     [&](const std::string& line) { return line.find(part) != std::string::npos; });
}

const stiff::PlanSpread kSpread{
    .sd_person = 30, .sd_session = 3, .sd_run = 2, .sd_repeat = 5, .mean = 250};

}  // namespace

TEST_CASE("A plan's detectable changes by runs and taps") {
  const StudyPlan plan = stiff::study_plan(kSpread, {}, {.mdc = 10}, "N m-1");
  const Table& t = table(plan, "detectable_change");
  const auto& runs = column<std::int64_t>(t, "runs");
  const auto& taps = column<std::int64_t>(t, "taps");
  const auto& mdc = column<double>(t, "mdc95");
  const auto& enough = column<std::int64_t>(t, "enough");
  REQUIRE(runs.size() == 30);
  for (std::size_t i = 0; i < runs.size(); ++i) {
    const auto r = static_cast<double>(runs[i]), k = static_cast<double>(taps[i]);
    CHECK(mdc[i] == Approx(1.96 * std::sqrt(2 * (9 + 4 / r + 25 / (r * k)))));
    CHECK((enough[i] == 1) == (mdc[i] <= 10));
  }
  CHECK(column<double>(t, "mdc95_percent")[0] == Approx(100 * mdc[0] / 250));
  CHECK(column<double>(t, "icc")[0] == Approx(900 / (900 + 38.0)));
  // (10 / 2.7719)^2 = 13.015: one run leaves 0.015 for 25 / t, 1628 taps; 9 / r <= 4.015 of 5 taps.
  CHECK(answers(plan, "MDC95 10 N m-1: 1628 taps in 1 run") ==
        (std::ceil(25 / (100 / (2 * 1.96 * 1.96) - 13)) == 1628));
  CHECK(answers(plan, "MDC95 10 N m-1: 3 runs of 5 taps"));
}

TEST_CASE("A plan says what no number of taps reaches") {
  const StudyPlan plan = stiff::study_plan(kSpread, {}, {.mdc_percent = 3}, "N m-1");
  CHECK(answers(plan, "MDC95 7.5 N m-1: no number of taps in 1 run reaches it"));
  CHECK(answers(plan, "sessions alone gives 8.316 N m-1"));
  // 18 / s <= (7.5 / 2.7719)^2 = 7.321: three sessions.
  CHECK(answers(plan, "3 sessions a time point would, of 1 run of 5 taps"));
}

TEST_CASE("A plan's people for a wanted power") {
  const StudyPlan plan =
      stiff::study_plan(kSpread, {.runs = 1, .repeats = 5},
                        {.change = -6, .sd_response = 8, .power = 0.8, .dropout = 0.2}, "N m-1");
  const stiff::PlannedChange change{.change = 6, .sd_change = std::sqrt(2 * 18 + 64.0)};
  const auto paired = stiff::people_for_paired_power(change, 0.8);
  const auto two_arm = stiff::people_for_two_arm_power(change, 0.8);
  CHECK(answers(
      plan, std::to_string(paired) + " people before and after (enrol " +
                std::to_string(static_cast<int>(std::ceil(static_cast<double>(paired) / 0.8)))));
  CHECK(answers(plan, std::to_string(two_arm) + " people in each of two arms"));
  const Table& t = table(plan, "power");
  const auto& people = column<std::int64_t>(t, "people");
  const auto& power = column<double>(t, "paired_power");
  REQUIRE(std::find(people.begin(), people.end(), paired) != people.end());
  for (std::size_t i = 0; i < people.size(); ++i) {
    CHECK(power[i] == stiff::paired_power(change, people[i]));
    CHECK((power[i] >= 0.8) == (people[i] >= paired));
  }
}

TEST_CASE("Refusals of a plan") {
  CHECK_THROWS_AS(stiff::study_plan({}, {}, {}, ""), stiff::Error);
  CHECK_THROWS_AS(stiff::study_plan({.sd_session = 1}, {}, {.mdc_percent = 5}, ""), stiff::Error);
  CHECK_THROWS_AS(stiff::study_plan({.sd_person = 1}, {}, {.change = 5}, ""), stiff::Error);
  CHECK_THROWS_AS(stiff::study_plan({.sd_person = stiff::kNaN}, {}, {}, ""), stiff::Error);
}
