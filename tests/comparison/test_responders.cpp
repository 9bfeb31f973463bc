#include "stiff/comparison/responders.h"
#include "stiff/comparison/time_course.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "comparison/change_cohort.h"
#include <catch2/catch.hpp>

using change_cohort::number;
using change_cohort::study;
using change_cohort::Trial;
using stiff::ChangeOptions;
using stiff::ChangePairs;
using stiff::ControlSource;
using stiff::KindErrors;
using stiff::Measurement;
using stiff::Responder;
using stiff::ResponderCount;
using stiff::Verdict;

namespace {

ChangeOptions left_is_control() {
  ChangeOptions options;
  options.pre = "pre";
  options.post = "post";
  options.control_side = "left";
  return options;
}

struct Judged {
  ChangePairs pairs;
  ControlSource control;
  KindErrors errors;
  std::vector<Responder> responders;
};

Judged judge(const std::vector<Measurement>& all, const ChangeOptions& options) {
  Judged out;
  out.pairs = stiff::pair_sessions(all, options);
  out.control = stiff::assign_roles(out.pairs, all, options);
  out.errors = stiff::between_session_errors(out.pairs.pairs, options);
  out.responders = stiff::responders_of(out.pairs.pairs, out.errors, out.control, options);
  return out;
}

}  // namespace

TEST_CASE("A fall of 14 % is seen in everyone who has it, by repeats of the other side") {
  // SEM of ln value 1.4 %: MDC 1.96 sqrt 2 * 1.4 = 3.9 %; a fall of 15.1 (in ln) is 7.6 SD of a
  // change off, so that not one of eight is missed.
  const std::vector<Measurement> all = study({.effect = std::log(0.86)}, 1);
  const Judged judged = judge(all, left_is_control());
  REQUIRE(judged.responders.size() == 24);
  int softer = 0;
  for (const Responder& one : judged.responders) {
    const bool responds = one.pair->side == "right" && one.pair->participant <= "08";
    CHECK(one.reason == "none");
    if (responds) CHECK(one.verdict == Verdict::lower);
    softer += one.verdict == Verdict::lower;
  }
  CHECK(softer >= 8);
  const std::vector<ResponderCount> counts =
      stiff::responder_counts(judged.responders, judged.errors);
  REQUIRE(counts.size() == 4);
  const auto treated = std::find_if(counts.begin(), counts.end(),
                                    [](const ResponderCount& c) { return !c.is_control; });
  CHECK(treated->verdict == Verdict::lower);
  CHECK(treated->n == 12);
  CHECK(treated->count >= 8);
  CHECK(treated->expected_share == Approx(0.5 * 0.0758144).epsilon(1e-4));
  CHECK(treated->p < 1e-3);
  CHECK(treated->p >= treated->p_binomial);
  CHECK(std::isnan(counts.front().p));  // the left side, of which the limit was made
}

TEST_CASE("No control, or too few, is no verdict and says why") {
  const std::vector<Measurement> all = study({.effect = -0.15}, 2);
  ChangeOptions options = left_is_control();
  options.control_side = "";
  const Judged none = judge(all, options);
  for (const Responder& one : none.responders) {
    CHECK(one.verdict == Verdict::none);
    CHECK(one.reason.find("--control-side") != std::string::npos);
  }
  for (const ResponderCount& count : stiff::responder_counts(none.responders, none.errors)) {
    CHECK(count.n == 0);
    CHECK(std::isnan(count.share.value));
  }
  const std::vector<Measurement> two = study({.people = 2, .effect = -0.15}, 2);
  const Judged few = judge(two, left_is_control());
  CHECK(few.responders.front().verdict == Verdict::none);
  CHECK(few.responders.front().reason.find("three or more") != std::string::npos);
}

TEST_CASE("Verdicts do not hang on the unit, and on the logarithm not on the level") {
  const std::vector<Measurement> all = study({.effect = std::log(0.86)}, 3);
  std::vector<Measurement> scaled = all;
  for (Measurement& m : scaled) m.value *= 1000;
  std::vector<Measurement> raised = all;
  for (Measurement& m : raised) m.value *= m.participant < "06" ? 1.0 : 3.0;
  const Judged plain = judge(all, left_is_control());
  const Judged unit = judge(scaled, left_is_control());
  const Judged level = judge(raised, left_is_control());
  for (std::size_t i = 0; i < plain.responders.size(); ++i) {
    CHECK(unit.responders[i].verdict == plain.responders[i].verdict);
    CHECK(level.responders[i].verdict == plain.responders[i].verdict);
    CHECK(level.responders[i].log.ci_low == Approx(plain.responders[i].log.ci_low).margin(1e-12));
  }
}

TEST_CASE("A quantity with values below 0 is judged on its own scale") {
  std::vector<Measurement> all = study({.effect = -0.15}, 4);
  for (Measurement& m : all) m.value -= 270;
  const Judged judged = judge(all, left_is_control());
  CHECK(judged.responders.front().scale == stiff::ChangeScale::linear);
  CHECK(judged.errors.begin()->second.log.reason == stiff::Reason::out_of_range);
  CHECK(judged.responders.front().verdict != Verdict::none);
}

TEST_CASE("The time to return is from the last session beyond to the first within") {
  // Left: a control that moves by +-1 %. Right: a falls by 20 % and is back on day 7 for good; b
  // stays; c goes, comes back and goes: it returned on day 28.
  std::vector<Measurement> all;
  const std::vector<std::pair<std::string, double>> days{
      {"pre", 0}, {"post", 1}, {"week1", 7}, {"week2", 14}, {"week4", 28}};
  const auto add = [&](const std::string& who, const std::vector<double>& right) {
    for (std::size_t s = 0; s < days.size(); ++s) {
      const double wobble = 1 + 0.01 * std::sin(7.0 * static_cast<double>(s) + who[0]);
      all.push_back(number(who, days[s].first, "left", 200 * wobble));
      all.back().day = days[s].second;
      all.push_back(number(who, days[s].first, "right", right[s]));
      all.back().day = days[s].second;
    }
  };
  add("a", {200, 160, 200, 200, 200});
  add("b", {200, 160, 160, 160, 160});
  add("c", {200, 160, 200, 160, 200});
  add("d", {200, 200, 200, 200, 200});
  const ChangeOptions options = left_is_control();
  const Judged judged = judge(all, options);
  const stiff::TimeCourse course =
      stiff::time_course(judged.pairs.pairs, judged.errors, judged.control, all, options);
  REQUIRE(course.sessions.size() == 4);
  CHECK(course.sessions[0].session == "post");
  CHECK(course.sessions[3].session == "week4");
  CHECK(course.sessions[3].day == 28);
  const std::vector<stiff::TimeToReturn> times = stiff::times_to_return(judged.responders, course);
  REQUIRE(times.size() == 3);
  CHECK(times[0].status == "returned");
  CHECK(times[0].session == "week1");
  CHECK(times[0].day_low == 0);
  CHECK(times[0].day_high == 6);
  CHECK(times[1].status == "lasting");
  CHECK(times[1].day_low == 27);
  CHECK(std::isnan(times[1].day_high));
  CHECK(times[2].status == "returned");
  CHECK(times[2].day_low == 13);
  CHECK(times[2].day_high == 27);

  // Without days there is no order: post alone, and a note.
  for (Measurement& m : all) m.day = stiff::kNaN;
  const Judged without = judge(all, options);
  const stiff::TimeCourse unordered =
      stiff::time_course(without.pairs.pairs, without.errors, without.control, all, options);
  CHECK(unordered.sessions.size() == 1);
  REQUIRE(unordered.notes.size() == 1);
  CHECK(unordered.notes[0].find("sessions.tsv") != std::string::npos);
  CHECK(stiff::times_to_return(without.responders, unordered)[0].status == "no follow-up");
}
