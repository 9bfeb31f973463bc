#include "stiff/comparison/study_models.h"
#include "stiff/core/error.h"

#include <string>

#include "comparison/simulated_trial.h"
#include <catch2/catch.hpp>

using Catch::Matchers::Contains;
using stiff::Measurement;
using stiff::study_models;
using stiff_test::simulated_trial;

namespace {

std::string refusal(const stiff::Measurements& trial, const stiff::ModelOptions& options) {
  try {
    study_models(trial, nullptr, options);
  } catch (const stiff::Error& error) {
    CHECK(std::string(error.what()).find('\n') == std::string::npos);
    return error.what();
  }
  return "fitted";
}

}  // namespace

TEST_CASE("A study that has no model is refused in one line") {
  const auto good = simulated_trial({}, 1);
  CHECK(refusal(good, {}) == "fitted");

  auto trial = good;
  std::erase_if(trial.values, [](const Measurement& m) { return m.participant != "01"; });
  CHECK_THAT(refusal(trial, {}), Contains("one participant"));

  trial = good;
  std::erase_if(trial.values, [](const Measurement& m) { return m.group == "control"; });
  CHECK_THAT(refusal(trial, {.design = stiff::ModelDesign::arms}),
             Contains("all measured are of massage"));
  CHECK_THAT(refusal(trial, {.control = "control"}), Contains("no one measured is of that arm"));

  CHECK_THAT(refusal(good, {.baseline = "week1"}), Contains("no such session, but post, pre"));
  CHECK_THAT(refusal(good, {.control_side = "right"}), Contains("no recording is of that side"));
  CHECK_THAT(refusal(good, {.design = stiff::ModelDesign::sides}),
             Contains("no person has a treated and an untreated place"));
  CHECK_THAT(refusal(good, {.covariates = "bmi"}), Contains("no such column") && Contains("age"));
  CHECK_THAT(refusal(good, {.taps = true}), Contains("have no taps"));
  CHECK_THAT(refusal(good, {.slope = stiff::ModelSlope::correlated}),
             Contains("cannot be told from the residual"));

  trial = good;
  for (Measurement& m : trial.values) m.day = stiff::kNaN;
  CHECK_THAT(refusal(trial, {}), Contains("name it by --baseline (post, pre)"));
  CHECK(refusal(trial, {.baseline = "pre"}) == "fitted");
  CHECK_THAT(refusal(trial, {.design = stiff::ModelDesign::crossover, .baseline = "pre"}),
             Contains("needs every session's day"));
  CHECK_THAT(refusal(good, {.design = stiff::ModelDesign::crossover}),
             Contains("two treatments in treatments.tsv"));

  trial = good;
  for (Measurement& m : trial.values) m.value = 250;
  CHECK_THAT(refusal(trial, {}), Contains("all values are equal"));

  trial = good;
  for (Measurement& m : trial.values) m.age = 40;
  CHECK_THAT(refusal(trial, {.covariates = "age"}), Contains("collinear: age"));
  for (Measurement& m : trial.values) m.age = stiff::kNaN;
  CHECK_THAT(refusal(trial, {.covariates = "age"}), Contains("nobody has one"));

  trial = good;
  std::erase_if(trial.values, [](const Measurement& m) { return m.participant > "02"; });
  CHECK_THAT(refusal(trial, {}), Contains("more columns than data"));

  trial = good;
  trial.values[1].device = "other";
  CHECK_THAT(refusal(trial, {}), Contains("--force-device"));
  CHECK(refusal(trial, {.force_device = true}) == "fitted");

  trial = good;
  trial.values.push_back(trial.values.front());
  CHECK_THAT(refusal(trial, {}), Contains("two recordings of one participant"));

  trial = good;
  trial.values[3].units = "kN m-1";
  CHECK_THAT(refusal(trial, {}), Contains("two units"));

  for (Measurement& m : trial.values) m.group = "";
  std::erase_if(trial.values, [](const Measurement& m) { return m.session == "post"; });
  CHECK_THAT(refusal(trial, {}), Contains("nothing to compare"));
}

TEST_CASE("A muscle that has no model is a row with its reason, the others are fitted") {
  auto trial = simulated_trial({}, 1);
  Measurement lone = trial.values.front();
  lone.muscle = "biceps_brachii";
  lone.recording_id += "b";
  trial.values.push_back(lone);
  const auto models = study_models(trial, nullptr, {});
  REQUIRE(models.models.size() == 2);
  CHECK_THAT(models.models[0].note, Contains("one participant"));
  CHECK(models.models[0].rows.size() == 1);
  CHECK(models.models[0].rows[0].estimate.reason == stiff::Reason::bad_input);
  CHECK(models.models[1].converged);
}

TEST_CASE("Values not above zero are modelled as they are, and the row says so") {
  auto trial = simulated_trial({}, 1);
  trial.values[0].value = -3;
  const auto models = study_models(trial, nullptr, {});
  CHECK(models.models[0].scale == stiff::ModelScale::linear);
  CHECK_THAT(models.models[0].note, Contains("no logarithms"));
}

TEST_CASE("People without a group or a covariate are named") {
  auto trial = simulated_trial({}, 1);
  for (Measurement& m : trial.values) {
    if (m.participant == "03") m.group = "";
    if (m.participant == "04") m.age = stiff::kNaN;
  }
  const auto models = study_models(trial, nullptr, {.covariates = "age"});
  REQUIRE(models.dropped.size() == 4);
  for (const auto& line : models.dropped) {
    CHECK(line.why == (line.participant == "03" ? "no group in participants.tsv" : "no age"));
  }
  CHECK(models.models[0].people == 10);
}
