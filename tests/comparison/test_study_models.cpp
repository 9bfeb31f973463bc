#include "stiff/comparison/paired_change.h"
#include "stiff/comparison/study_models.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <string>
#include <vector>

#include "comparison/simulated_trial.h"
#include <Eigen/Dense>
#include <boost/math/distributions/students_t.hpp>
#include <catch2/catch.hpp>

using stiff::Measurement;
using stiff::ModelTableRow;
using stiff::study_models;
using stiff::StudyModels;
using stiff_test::simulated_trial;
using stiff_test::Trial;

namespace {

const ModelTableRow& row_of(const StudyModels& models, const std::string& part,
                            const std::string& term, const std::string& group = "",
                            const std::string& session = "") {
  for (const ModelTableRow& row : models.models.at(0).rows) {
    if (row.part == part && row.term == term && row.group == group && row.session == session) {
      return row;
    }
  }
  FAIL("no row " << part << " " << term << " " << group << " " << session);
  return models.models[0].rows[0];
}

/// log(value) by participant, side and session.
std::map<std::string, double> logs(const stiff::Measurements& all) {
  std::map<std::string, double> out;
  for (const Measurement& m : all.values) {
    out[m.participant + m.side + m.session] = std::log(m.value);
  }
  return out;
}

double mean(const std::vector<double>& x) {
  return std::accumulate(x.begin(), x.end(), 0.0) / static_cast<double>(x.size());
}

double squares(const std::vector<double>& x) {
  double out = 0;
  for (const double one : x) out += (one - mean(x)) * (one - mean(x));
  return out;
}

/// The row is what Student's t gives for a change of logarithms, in per cent.
void check_percent(const ModelTableRow& row, double value, double std_error, double dof) {
  CHECK(row.units == "%");
  CHECK(row.estimate.value == Approx(stiff::percent_of_log(value)).epsilon(1e-9));
  CHECK(row.estimate.std_error == Approx(100 * std::exp(value) * std_error).epsilon(1e-7));
  CHECK(row.estimate.dof == Approx(dof).epsilon(1e-6));
  const boost::math::students_t t(dof);
  CHECK(row.estimate.ci_low ==
        Approx(stiff::percent_of_log(value - quantile(t, 0.975) * std_error)).epsilon(1e-7));
  CHECK(row.estimate.p ==
        Approx(2 * cdf(complement(t, std::abs(value) / std_error))).epsilon(1e-6));
}

}  // namespace

TEST_CASE("Two arms, two sessions: treatment x time is the t test of the changes") {
  const auto trial = simulated_trial({.people = 15, .effect = -0.1}, 3);
  const StudyModels models = study_models(trial, nullptr, {});
  CHECK(models.plan.design == stiff::ModelDesign::arms);
  CHECK(models.models[0].random == "participant");
  const auto y = logs(trial);
  std::vector<double> change[2], before[2];
  for (const Measurement& m : trial.values) {
    if (m.session != "pre") continue;
    const std::size_t arm = m.group == "massage" ? 1 : 0;
    before[arm].push_back(y.at(m.participant + "leftpre"));
    change[arm].push_back(y.at(m.participant + "leftpost") - before[arm].back());
  }
  // 8 and 7 people: pooled variance, 13 degrees of freedom.
  const double pooled = (squares(change[0]) + squares(change[1])) / 13;
  const auto& contrast = row_of(models, "contrast", "treatment x time", "massage", "post");
  CHECK(contrast.versus == "control");
  CHECK(contrast.baseline == "pre");
  CHECK(contrast.estimate.n == 15);
  check_percent(contrast, mean(change[1]) - mean(change[0]),
                std::sqrt(pooled * (1.0 / 8 + 1.0 / 7)), 13);
  check_percent(row_of(models, "contrast", "change", "massage", "post"), mean(change[1]),
                std::sqrt(pooled / 8), 13);
  // Geometric means in the quantity's own unit.
  const auto& level = row_of(models, "mean", "mean", "control", "pre");
  CHECK(level.units == "N m-1");
  CHECK(level.estimate.value == Approx(std::exp(mean(before[0]))).epsilon(1e-9));
  CHECK(std::isnan(level.estimate.p));
  // Half the variance of a difference: the error within people, as a coefficient of variation.
  CHECK(row_of(models, "component", "residual").estimate.value ==
        Approx(100 * std::sqrt(std::exp(pooled / 2) - 1)).epsilon(1e-6));
}

TEST_CASE("Sides within persons: treatment x time is the paired t test of the double difference") {
  const auto trial = simulated_trial({.people = 11, .sides = {"left", "right"}}, 8);
  auto one_arm = trial;
  for (Measurement& m : one_arm.values) m.group = "all";
  const StudyModels models = study_models(one_arm, nullptr, {.control_side = "left"});
  CHECK(models.plan.design == stiff::ModelDesign::sides);
  CHECK(models.models[0].random == "participant + place in participant + session in participant");
  REQUIRE_FALSE(models.models[0].singular);
  const auto y = logs(trial);
  std::vector<double> twice;
  for (const Measurement& m : trial.values) {
    if (m.session != "pre" || m.side != "left") continue;
    const std::string& p = m.participant;
    twice.push_back(y.at(p + "rightpost") - y.at(p + "rightpre") - y.at(p + "leftpost") +
                    y.at(p + "leftpre"));
  }
  const auto& contrast = row_of(models, "contrast", "treatment x time", "treated", "post");
  CHECK(contrast.versus == "untreated");
  check_percent(contrast, mean(twice), std::sqrt(squares(twice) / 10 / 11), 10);
}

TEST_CASE("Many sessions: repeated measures' analysis of variance") {
  auto trial = simulated_trial({.people = 9, .sessions = {"s0", "s1", "s2", "s3"}}, 5);
  for (Measurement& m : trial.values) m.group = "";
  const StudyModels models = study_models(trial, nullptr, {});
  CHECK(models.plan.design == stiff::ModelDesign::sessions);
  const auto y = logs(trial);
  // Two-way, people by sessions.
  std::vector<double> people(9), sessions(4), all;
  for (int p = 0; p < 9; ++p) {
    for (int s = 0; s < 4; ++s) {
      const double value =
          y.at(std::string("0") + std::to_string(p + 1) + "lefts" + std::to_string(s));
      people[static_cast<std::size_t>(p)] += value / 4;
      sessions[static_cast<std::size_t>(s)] += value / 9;
      all.push_back(value);
    }
  }
  const double error = (squares(all) - 4 * squares(people) - 9 * squares(sessions)) / 24;
  check_percent(row_of(models, "contrast", "change", "", "s2"), sessions[2] - sessions[0],
                std::sqrt(2 * error / 9), 24);
  const auto& joint = row_of(models, "joint", "change");
  CHECK(joint.estimate.statistic == Approx(9 * squares(sessions) / 3 / error).epsilon(1e-7));
  CHECK(joint.numerator_dof == 3);
  CHECK(joint.estimate.dof == Approx(24).epsilon(1e-6));
  // Three changes of one family, by Holm.
  double least = 1;
  for (const char* session : {"s1", "s2", "s3"}) {
    least = std::min(least, row_of(models, "contrast", "change", "", session).estimate.p);
  }
  double adjusted = 1;
  for (const char* session : {"s1", "s2", "s3"}) {
    adjusted = std::min(adjusted, row_of(models, "contrast", "change", "", session).p_holm);
  }
  CHECK(adjusted == Approx(std::min(1.0, 3 * least)));
}

TEST_CASE("The baseline as a covariate: analysis of covariance") {
  const auto trial = simulated_trial({.people = 14, .effect = -0.1}, 6);
  const StudyModels models =
      study_models(trial, nullptr, {.covariates = "age", .adjust_baseline = true});
  const auto y = logs(trial);
  Eigen::MatrixXd x(14, 4);
  Eigen::VectorXd after(14);
  Eigen::Index i = 0;
  for (const Measurement& m : trial.values) {
    if (m.session != "pre") continue;
    x.row(i) << 1, (m.group == "massage" ? 1 : 0), y.at(m.participant + "leftpre"), m.age;
    after(i++) = y.at(m.participant + "leftpost");
  }
  const Eigen::MatrixXd inverse = (x.transpose() * x).inverse();
  const Eigen::VectorXd b = inverse * x.transpose() * after;
  const double variance = (after - x * b).squaredNorm() / 10;
  check_percent(row_of(models, "contrast", "difference", "massage", "post"), b(1),
                std::sqrt(variance * inverse(1, 1)), 10);
  const auto& slope = row_of(models, "covariate", "baseline");
  CHECK(slope.units == "1");
  CHECK(slope.estimate.value == Approx(b(2)).epsilon(1e-8));
  CHECK(row_of(models, "covariate", "age").estimate.value ==
        Approx(stiff::percent_of_log(b(3))).epsilon(1e-8));
  CHECK(models.models[0].random == "none");
}

TEST_CASE("A crossover: the treatments' difference is that of the periods' differences") {
  auto trial = simulated_trial({.people = 10, .sessions = {"p1", "p2"}}, 9);
  for (Measurement& m : trial.values) {
    const bool first = (m.group == "massage") == (m.session == "p1");
    m.technique = first ? "gua_sha" : "stretching";
    if (first) m.value *= 0.9;
  }
  const StudyModels models =
      study_models(trial, nullptr, {.design = stiff::ModelDesign::crossover});
  const auto y = logs(trial);
  // Half of each person's first less second: the treatment's effect has a sign by the sequence.
  std::vector<double> half[2];
  for (const Measurement& m : trial.values) {
    if (m.session != "p1") continue;
    half[m.group == "massage" ? 1 : 0].push_back(
        (y.at(m.participant + "leftp1") - y.at(m.participant + "leftp2")) / 2);
  }
  const double pooled = (squares(half[0]) + squares(half[1])) / 8;
  const auto& row = row_of(models, "contrast", "difference", "stretching");
  CHECK(row.versus == "gua_sha");
  check_percent(row, mean(half[0]) - mean(half[1]), std::sqrt(pooled * 2 / 5), 8);

  // With a session before each treatment at which nobody has had one for a while: none against the
  // treatments is hidden by the sessions, the treatments' difference is not.
  auto longer = simulated_trial({.people = 10, .sessions = {"a", "b", "c", "d"}}, 10);
  for (Measurement& m : longer.values) {
    const bool first = m.group == "massage";
    m.technique = m.session == "a"                       ? ""
                  : m.session == "b" || m.session == "c" ? (first ? "gua_sha" : "cupping")
                                                         : (first ? "cupping" : "gua_sha");
  }
  const StudyModels four = study_models(longer, nullptr, {.design = stiff::ModelDesign::crossover});
  for (const ModelTableRow& one : four.models[0].rows) {
    if (one.part != "contrast") continue;
    CHECK((one.estimate.reason == stiff::Reason::none) == (one.versus != "none"));
    CHECK((one.note.find("hide") != std::string::npos) == (one.versus == "none"));
  }
}

TEST_CASE("A cell without numbers: its contrast has a reason, the others stay") {
  auto trial =
      simulated_trial({.people = 10, .sessions = {"pre", "post", "week4"}, .effect = -0.2}, 2);
  std::erase_if(trial.values,
                [](const Measurement& m) { return m.group == "control" && m.session == "week4"; });
  const StudyModels models = study_models(trial, nullptr, {});
  const auto& lost = row_of(models, "contrast", "treatment x time", "massage", "week4");
  CHECK(lost.estimate.reason == stiff::Reason::too_few);
  CHECK(lost.note == "no number of control at week4");
  CHECK(std::isnan(lost.estimate.value));
  CHECK(row_of(models, "contrast", "treatment x time", "massage", "post").estimate.reason ==
        stiff::Reason::none);
  CHECK(row_of(models, "contrast", "change", "massage", "week4").estimate.value < 0);
}

TEST_CASE("A person's own course over the days is a random slope, in per cent a day") {
  auto trial = simulated_trial({.people = 20, .sessions = {"s0", "s1", "s2", "s3", "s4"}}, 12);
  // Slopes of 1 % a day and people's levels 0.2, planted on what scatters by itself.
  for (Measurement& m : trial.values) {
    const int p = std::stoi(m.participant);
    m.value *= std::exp(0.01 * std::sin(7.0 * p) * std::sqrt(2.0) * m.day);
  }
  const StudyModels models = study_models(trial, nullptr, {.slope = stiff::ModelSlope::correlated});
  CHECK(models.models[0].random == "participant with day");
  const auto& slope = row_of(models, "component", "day in participant");
  CHECK(slope.units == "% d-1");
  // The planted SD of 1 % and its interval's own width over 20 people.
  CHECK(slope.estimate.ci_low < 1);
  CHECK(slope.estimate.ci_high > 1);
  CHECK(slope.estimate.value == Approx(1).epsilon(0.35));
  CHECK(std::abs(
            row_of(models, "component", "correlation of participant and its day").estimate.value) <=
        1);
  const StudyModels apart = study_models(trial, nullptr, {.slope = stiff::ModelSlope::independent});
  CHECK(apart.models[0].random == "participant with day apart");
  const auto criterion = [](const StudyModels& m) {
    return row_of(m, "fit", "reml_criterion").estimate.value;
  };
  CHECK(criterion(models) <= criterion(apart) + 1e-9);
  CHECK(criterion(apart) < criterion(study_models(trial, nullptr, {})));
}

TEST_CASE("Scale and order of a study change no test") {
  const Trial design{
      .people = 12, .sides = {"left", "right"}, .runs = 2, .effect = -0.1, .missing = 0.15};
  auto trial = simulated_trial(design, 4);
  const StudyModels models = study_models(trial, nullptr, {.covariates = "age,sex"});
  CHECK(models.models[0].random ==
        "participant + place in participant + session in participant + session in place");
  std::reverse(trial.values.begin(), trial.values.end());
  for (Measurement& m : trial.values) m.value *= 1000;
  const StudyModels other = study_models(trial, nullptr, {.covariates = "age,sex"});
  const auto& a = row_of(models, "contrast", "treatment x time", "massage", "post");
  const auto& b = row_of(other, "contrast", "treatment x time", "massage", "post");
  CHECK(b.estimate.value == Approx(a.estimate.value).epsilon(1e-7));
  CHECK(b.estimate.dof == Approx(a.estimate.dof).epsilon(1e-6));
  const auto& m0 = row_of(models, "mean", "mean", "massage", "pre");
  CHECK(row_of(other, "mean", "mean", "massage", "pre").estimate.value ==
        Approx(1000 * m0.estimate.value).epsilon(1e-8));
}
