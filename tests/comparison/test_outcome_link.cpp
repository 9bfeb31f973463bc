#include "stiff/comparison/outcome_link.h"
#include "stiff/core/error.h"
#include "stiff/phantom/trial_phantom.h"
#include "stiff/result/table_columns.h"

#include <cmath>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

using namespace stiff;

namespace {

Measurement measured(const std::string& who, const std::string& session, double day, double value,
                     const std::string& side = "right") {
  Measurement m;
  m.participant = who;
  m.session = session;
  m.day = day;
  m.muscle = "uppertrapezius";
  m.side = side;
  m.quantity = "dynamic_stiffness";
  m.units = "N m-1";
  m.value = value;
  return m;
}

OutcomeRow said(const std::string& who, const std::string& session, double value,
                const std::string& name = "pain") {
  OutcomeRow row;
  row.participant = who;
  row.session = session;
  row.outcome = name;
  row.value = value;
  row.direction = OutcomeDirection::higher_is_worse;
  return row;
}

struct Study {
  std::vector<Measurement> values;
  std::vector<OutcomeRow> outcomes;
};

/// Six people before and after; pain falls by half a point for each percent that e falls.
Study six_people() {
  Study study;
  for (int i = 0; i < 6; ++i) {
    const std::string who = "0" + std::to_string(i);
    const double level = 200 + 30 * i, softer = -0.02 * i * (i % 2 == 0 ? 1 : 2);
    study.values.push_back(measured(who, "after", 3, level * std::exp(softer)));
    study.values.push_back(measured(who, "before", 0, level));
    study.outcomes.push_back(said(who, "before", 6 - 0.3 * i));
    study.outcomes.push_back(said(who, "after", 6 - 0.3 * i + 50 * softer));
  }
  return study;
}

const OutcomeLink& link(const OutcomeLinks& links, const std::string& kind,
                        const std::string& side = "right", const std::string& group = "all") {
  for (const OutcomeLink& one : links.links) {
    if (one.kind == kind && one.side == side && one.group == group) return one;
  }
  FAIL("no " + kind + " of " + side);
  return links.links.front();
}

}  // namespace

TEST_CASE("A line that everyone follows: r is 1, the slope is planted") {
  const Study study = six_people();
  const OutcomeLinks links = outcome_links(study.values, study.outcomes, {});
  const Correlation& repeated = link(links, "repeated").correlation;
  CHECK(repeated.r == Approx(1).epsilon(1e-12));
  CHECK(repeated.slope == Approx(0.5).epsilon(1e-9));
  CHECK(repeated.dof == 5);
  CHECK(repeated.people == 6);
  const OutcomeLink& change = link(links, "change_pearson");
  CHECK(change.pre == "before");
  CHECK(change.post == "after");
  CHECK(change.correlation.r == Approx(1).epsilon(1e-12));
  CHECK(change.correlation.slope == Approx(0.5).epsilon(1e-9));
  CHECK(link(links, "change_spearman").correlation.r == Approx(1).epsilon(1e-12));
  CHECK(links.dropped.empty());
  // Of two sessions the repeated-measures correlation is that of the changes through the origin.
  CHECK(links.pairs.size() == 12);
}

TEST_CASE("Sites and runs are averaged, two sides are averaged beside each") {
  Study study = six_people();
  const std::size_t right = study.values.size();
  for (std::size_t i = 0; i < right; ++i) {
    Measurement left = study.values[i];
    left.side = "left";
    left.value = 100;
    study.values.push_back(left);
    study.values.push_back(study.values[i]);  // a second run
    study.values.back().run = "2";
    study.values.back().value *= 1.21;
  }
  const OutcomeLinks links = outcome_links(study.values, study.outcomes, {});
  CHECK(link(links, "repeated").correlation.pairs == 12);
  CHECK(link(links, "repeated").correlation.slope == Approx(0.5).epsilon(1e-9));
  CHECK(link(links, "repeated", "left").correlation.reason == Reason::no_spread);
  // The mean of a side that does not change and one that does changes by half.
  CHECK(link(links, "repeated", "all").correlation.slope == Approx(1).epsilon(1e-9));
  for (const LinkedPair& pair : links.pairs) {
    if (pair.side == "right" && pair.participant == "00") CHECK(pair.stiffness == Approx(220));
  }
  // The three tests of a side that has an answer, in families of outcome and kind.
  CHECK(link(links, "repeated").p_holm ==
        Approx(2 * link(links, "repeated").correlation.p).margin(1e-12));
}

TEST_CASE("An outcome of a muscle and side goes with these alone") {
  Study study = six_people();
  for (OutcomeRow& row : study.outcomes) {
    row.muscle = "uppertrapezius";
    row.side = row.participant == "05" ? "left" : "right";
  }
  const OutcomeLinks links = outcome_links(study.values, study.outcomes, {});
  CHECK(links.pairs.size() == 10);
  // Two numbers without an outcome, two outcomes without a number, each with who and why.
  REQUIRE(links.dropped.size() == 4);
  CHECK(dropped_line(links.dropped[0]) ==
        "sub-05 ses-after uppertrapezius right dynamic_stiffness: no outcome of its session");
  CHECK(dropped_line(links.dropped[2]) ==
        "sub-05 ses-after uppertrapezius left pain: an outcome without a number of its session");
}

TEST_CASE("A journal's entry goes with the nearest session within the window") {
  Study study = six_people();
  for (OutcomeRow& row : study.outcomes) {
    row.day = row.session == "before" ? -0.5 : 3.5;
    row.session.clear();
  }
  study.outcomes.front().day = 1.6;
  const OutcomeLinks links = outcome_links(study.values, study.outcomes, {});
  CHECK(links.pairs.size() == 11);
  REQUIRE(links.dropped.size() == 2);
  CHECK_THAT(links.dropped[0].why, Catch::Contains("within the window"));
  const OutcomeLinks wide = outcome_links(study.values, study.outcomes, {.window_days = 2});
  CHECK(wide.notes ==
        std::vector<std::string>{"several entries of 'pain' in one session are averaged"});
}

TEST_CASE("Softer and better are counted against the user's margins") {
  const Study study = six_people();
  const OutcomeLinks links =
      outcome_links(study.values, study.outcomes, {.mcid = 2, .margin_percent = 5});
  // Softer by 0, 2, 4, 6, 8, 10 % (ln), of the odd ones twice that: 0, 4, 4, 12, 8, 20; pain by
  // half.
  REQUIRE(links.agreement.size() == 1);
  const OutcomeAgreement& all = links.agreement[0];
  CHECK(all.softer_better == 3);
  CHECK(all.softer_not_better == 0);
  CHECK(all.not_softer_better == 2);
  CHECK(all.not_softer_not_better == 1);
  const auto tables = outcome_link_tables(links, {.mcid = 2, .margin_percent = 5});
  REQUIRE(tables.size() == 3);
  CHECK(tables[2].name == "agreement");
  CHECK(rows_of(tables[0]) == 3);
  Study unsaid = six_people();
  for (OutcomeRow& row : unsaid.outcomes) row.direction = OutcomeDirection::not_said;
  const OutcomeLinks without = outcome_links(unsaid.values, unsaid.outcomes, {.mcid = 2});
  CHECK(without.agreement.empty());
  REQUIRE(without.notes.size() == 1);
  CHECK_THAT(without.notes[0], Catch::Contains("which way is better is not said"));
}

TEST_CASE("Arms are given apart too, other devices are never one series") {
  Study study = six_people();
  for (Measurement& m : study.values) m.group = m.participant < "03" ? "a" : "b";
  const OutcomeLinks links = outcome_links(study.values, study.outcomes, {});
  CHECK(link(links, "repeated", "right", "a").correlation.people == 3);
  CHECK(link(links, "repeated", "right", "b").correlation.people == 3);
  for (const auto member : {&Measurement::device, &Measurement::state, &Measurement::posture,
                            &Measurement::probe_direction, &Measurement::units}) {
    study = six_people();
    for (Measurement& m : study.values) m.*member = m.session;
    const OutcomeLinks other = outcome_links(study.values, study.outcomes, {});
    CHECK(link(other, "repeated").correlation.reason == Reason::too_few);
    CHECK(link(other, "change_pearson").correlation.reason == Reason::too_few);
  }
}

TEST_CASE("Refusals of a link, each with what there is") {
  const Study study = six_people();
  const auto refused = [&](const OutcomeLinkOptions& options, const std::string& says) {
    CHECK_THROWS_WITH(outcome_links(study.values, study.outcomes, options), Catch::Contains(says));
  };
  refused({.outcome = "motion"}, "no outcome 'motion': there is pain");
  refused({.side = "left"}, "no number is of the side 'left'");
  refused({.pre = "before", .post = "later"}, "no session 'later'");
  refused({.pre = "before", .post = "before"}, "one session");
  refused({.scale = LinkScale::units, .mcid = 2}, "--mcid");
  CHECK_THROWS_WITH(outcome_links(study.values, {}, {}),
                    Catch::Contains("no number has an outcome"));
  Study strangers = six_people();
  for (OutcomeRow& row : strangers.outcomes) row.participant += "x";
  CHECK_THROWS_WITH(outcome_links(strangers.values, strangers.outcomes, {}),
                    Catch::Contains("sub-00 ses-after"));
  // Sessions without days have no order, and a third session makes the question open.
  Study undated = six_people();
  for (Measurement& m : undated.values) m.day = kNaN;
  CHECK_THAT(outcome_links(undated.values, undated.outcomes, {}).notes.at(0),
             Catch::Contains("--pre and --post"));
  Study negative = six_people();
  negative.values[0].value = -1;
  CHECK_THAT(outcome_links(negative.values, negative.outcomes, {}).dropped.at(0).why,
             Catch::Contains("not positive"));
  CHECK(outcome_links(negative.values, negative.outcomes, {.scale = LinkScale::units})
            .dropped.empty());
  Study missing = six_people();
  missing.outcomes[0].value = kNaN;
  CHECK(outcome_links(missing.values, missing.outcomes, {}).dropped.size() == 2);
}

TEST_CASE("A planted coupling comes back as it was planted") {
  // Within a person pain is c d + noise, d the session's deviation of sd s: rho = c s / sqrt(c^2
  // s^2 + noise^2). No taps' scatter, no effect; pain stays clear of 0 and 10.
  TrialPhantomOptions options;
  options.arms = {{"all", "rest", 0}};
  options.design = {.people_per_arm = 4000, .sessions = 3, .sides = 1, .taps = 1};
  options.spread = {.between_sessions_percent = 5, .within_session_percent = 0};
  options.outcomes = {.pain_sd = 0.5, .pain_per_percent = 0.1, .pain_noise = 0.5};
  const TrialPhantom trial = simulate_trial(options);
  REQUIRE(trial.pain_at_a_limit == 0);
  Study study;
  for (const TrialRecording& r : trial.recordings) {
    study.values.push_back(
        measured(std::to_string(r.person), std::to_string(r.session), r.session, r.taps.front()));
  }
  for (const TrialOutcome& o : trial.outcomes) {
    study.outcomes.push_back(said(std::to_string(o.person), std::to_string(o.session), o.pain));
  }
  const Correlation repeated =
      link(outcome_links(study.values, study.outcomes, {}), "repeated").correlation;
  const double rho = 0.5 / std::sqrt(0.25 + 0.25);
  // z has the standard error 1 / sqrt(7998) = 0.011; four of them.
  CHECK(std::atanh(repeated.r) == Approx(std::atanh(rho)).margin(0.045));
  CHECK(repeated.slope == Approx(0.1).margin(4 * repeated.slope_std_error));
  CHECK(repeated.slope_std_error == Approx(0.5 / (5 * std::sqrt(8000.0))).epsilon(0.05));
}
