#include "stiff/baseline/cohort_values.h"
#include "stiff/core/error.h"
#include "stiff/result/estimates.h"

#include <string>
#include <vector>

#include <catch2/catch.hpp>

using stiff::CohortOptions;
using stiff::CohortValues;
using stiff::RecordingResult;
using stiff::Table;

namespace {

RecordingResult recording(const std::string& id, const std::string& participant,
                          const std::string& session, double value) {
  RecordingResult r;
  r.identity.recording_id = id;
  r.identity.participant = participant;
  r.identity.session = session;
  r.identity.muscle = "masseter";
  r.identity.side = "left";
  r.identity.device = "scanner";
  stiff::EstimateRow row;
  row.quantity = "shear_modulus";
  row.method = "correlation";
  row.primary = true;
  row.estimate = stiff::make_estimate(value, 0.1, 0.9, 10);
  r.estimates.push_back(row);
  row.primary = false;
  row.roi = "belly";
  r.estimates.push_back(row);
  row.quantity = "hold_onset";
  row.primary = true;
  r.estimates.push_back(row);
  return r;
}

std::vector<RecordingResult> study() {
  auto all =
      std::vector<RecordingResult>{recording("a", "01", "pre", 5), recording("b", "01", "post", 6),
                                   recording("c", "02", "pre", 7), recording("d", "03", "pre", -1)};
  all.push_back(recording("e", "03", "pre", 1));
  all.back().estimates[0].estimate = stiff::no_estimate(stiff::Reason::no_wave);
  return all;
}

Table participants() {
  return {"participants",
          {{"participant_id", "", "", std::vector<std::string>{"01", "02"}},
           {"sex", "", "", std::vector<std::string>{"F", "man"}},
           {"age", "1", "", std::vector<double>{33, stiff::kNaN}},
           {"group", "", "", std::vector<std::string>{"control", "pain"}}}};
}

CohortValues values_of(const std::vector<RecordingResult>& results, const Table* people = nullptr,
                       const CohortOptions& options = {}) {
  return stiff::cohort_values(stiff::recordings_table(results), stiff::estimates_table(results),
                              people, options, "s");
}

}  // namespace

TEST_CASE("Primary numbers of the muscle are taken, with who and where") {
  const Table people = participants();
  const CohortValues cohort = values_of(study(), &people);
  REQUIRE(cohort.values.size() == 3);
  const stiff::CohortValue& first = cohort.values[0];
  CHECK(first.value == 5);
  CHECK(first.std_error == 0.1);
  CHECK(first.person == "s/01");
  CHECK(first.sex == "female");
  CHECK(first.age == 33);
  CHECK(first.key.quantity == "shear_modulus");
  CHECK(first.key.units == "kPa");
  CHECK(first.key.method == "correlation");
  CHECK(first.key.side == "left");
  CHECK(cohort.values[2].sex == "male");
  CHECK(std::isnan(cohort.values[2].age));
  REQUIRE(cohort.notes.size() == 2);
  CHECK_THAT(cohort.notes[0], Catch::StartsWith("1 numbers left out that have no value"));
  CHECK_THAT(cohort.notes[1], Catch::StartsWith("1 numbers left out that are not positive"));
}

TEST_CASE("A session, a group, a quality choose") {
  const Table people = participants();
  CHECK(values_of(study(), &people, {.session = "pre"}).values.size() == 2);
  CHECK(values_of(study(), &people, {.group = "control"}).values.size() == 2);
  CHECK_THROWS_WITH(values_of(study(), &people, {.min_quality = 0.95}),
                    Catch::Contains("no number is left"));
  CHECK_THROWS_WITH(values_of(study(), nullptr, {.group = "control"}),
                    Catch::Contains("without a participants.tsv"));
}

TEST_CASE("Refusal: who or what it is, is not said") {
  auto results = study();
  results[1].identity.participant.clear();
  CHECK_THROWS_WITH(values_of(results), Catch::Contains("'b' has no participant"));
  // One without a number needs no name.
  results = study();
  results[4].identity.participant.clear();
  CHECK(values_of(results).values.size() == 3);
  results = study();
  results[2].identity.muscle.clear();
  CHECK_THROWS_WITH(values_of(results), Catch::Contains("'c' has no muscle"));
  Table estimates = stiff::estimates_table(study());
  estimates.columns.erase(estimates.columns.begin() + 1);
  CHECK_THROWS_WITH(
      stiff::cohort_values(stiff::recordings_table(study()), estimates, nullptr, {}, ""),
      Catch::Contains("no column 'quantity'"));
}

TEST_CASE("Sexes as tables write them") {
  CHECK(stiff::sex_of("F") == "female");
  CHECK(stiff::sex_of("weiblich").empty());
  CHECK(stiff::sex_of("Male") == "male");
  CHECK(stiff::sex_of("n/a").empty());
}
