#include "stiff/comparison/reliability.h"
#include "stiff/core/error.h"

#include <string>

#include "comparison/reliability_study.h"
#include <catch2/catch.hpp>

using stiff::Measurement;
using stiff::Reason;
using stiff::Reliability;
using stiff::ReliabilityOptions;
using stiff::Repeats;
using namespace stiff_test;

TEST_CASE("What was treated between sessions is no repeat") {
  Study s = study(7);
  for (auto* numbers : {&s.values, &s.taps}) {
    for (Measurement& m : *numbers) {
      m.treatment = m.side == "right" ? "massage" : "none";
      if (m.side == "right" && m.session == "post") {
        m.technique = "massage";
        m.value -= 40;
      }
    }
  }
  const Reliability r = of(s);
  for (const auto& row : r.rows) CHECK((row.side == "left" || row.side == "nested"));
  CHECK(has_note(r, "12 muscles and sides that were treated"));
  CHECK(index_of(r, "nested", "sem_between_sessions").value < 10);
  const Reliability all = of(s, {.with_treated = true});
  CHECK(index_of(all, "right", "sem_agreement").value > 20);
  CHECK(has_note(all, "--with-treated"));
  // Two sessions before the treatment are repeats.
  Study t = s;
  for (Measurement m : s.values) {
    if (m.session != "pre") continue;
    m.session = "base";
    m.technique.clear();
    t.values.push_back(m);
  }
  const Reliability before = of(t, {.session = "base,pre,post"});
  CHECK(has_note(before, "12 treated muscles and sides are taken with their sessions before"));
  CHECK(index_of(before, "right", "ICC(A,1)").n == 12);
  // Rest is no treatment, a sham is one.
  Study arms = study(7);
  for (Measurement& m : arms.values) m.treatment = std::stoi(m.participant) > 6 ? "rest" : "sham";
  arms.taps.clear();
  CHECK(index_of(of(arms), "left", "ICC(A,1)").n == 6);
  // Taps within a session are not touched by it.
  CHECK(index_of(of(s, {.repeats = Repeats::repeat}), "right", "sem_sqrt_mse").n == 12);
  for (Measurement& m : s.values) m.treatment = "massage";
  CHECK_THROWS_AS(of(s), stiff::Error);
}

TEST_CASE("Raters, devices and units stay apart") {
  Study s = study(8);
  for (Measurement& m : s.values) m.rater = m.session == "pre" ? "anna" : "ben";
  s.taps.clear();
  CHECK_THROWS_AS(of(s), stiff::Error);  // each rater has one session
  const Reliability r = of(s, {.repeats = Repeats::rater});
  CHECK(r.limits[0].first == "anna");
  CHECK(index_of(r, "left", "ICC(A,1)").n == 12);
  Study two = study(8);
  for (Measurement& m : two.values) {
    if (std::stoi(m.participant) > 6) m.device = "other";
  }
  const Reliability devices = of(two);
  for (const auto& row : devices.rows) {
    if (row.side == "left") CHECK(row.people == 6);
  }
}

TEST_CASE("Refusals of a reliability study") {
  const auto says = [](const Study& s, const ReliabilityOptions& options) {
    try {
      of(s, options);
    } catch (const stiff::Error& error) {
      CHECK(error.kind() == stiff::ErrorKind::bad_data);
      return std::string(error.what());
    }
    return std::string("no refusal");
  };
  CHECK_THAT(says(study(1, 1), {}), Catch::Contains("one participant"));
  CHECK_THAT(says(study(1), {.session = "pre"}), Catch::Contains("one session (pre)"));
  CHECK_THAT(says(study(1), {.repeats = Repeats::run}), Catch::Contains("one run"));
  CHECK_THAT(says(study(1), {.session = "never"}), Catch::Contains("no number is of --session"));
  Study plain = study(1);
  plain.taps.clear();
  CHECK_THAT(says(plain, {.repeats = Repeats::repeat}),
             Catch::Contains("no recording has repeats"));
  // All values equal: rows that say so, no refusal.
  Study flat = study(1);
  for (Measurement& m : flat.values) m.value = 250;
  for (Measurement& m : flat.taps) m.value = 250;
  const Reliability r = of(flat);
  CHECK(index_of(r, "left", "ICC(A,1)").reason == Reason::no_spread);
  CHECK(r.limits[0].limits.reason == Reason::no_spread);
  CHECK(r.components[0].variance.reason == Reason::no_spread);
}
