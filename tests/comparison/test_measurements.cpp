#include "stiff/comparison/measurements.h"
#include "stiff/core/error.h"
#include "stiff/result/estimates.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

using namespace stiff;

namespace {

RecordingResult recording(const std::string& participant, const std::string& session,
                          const std::string& side, double value) {
  RecordingResult r;
  r.identity.recording_id = participant + session + side;
  r.identity.participant = participant;
  r.identity.session = session;
  r.identity.muscle = "uppertrapezius";
  r.identity.side = side;
  r.identity.device = "tapper";
  const auto add = [&](const char* quantity, const char* method, const char* roi, int repeat,
                       bool primary, double number) {
    r.estimates.push_back(
        {quantity, roi, method, repeat, primary,
         std::isnan(number) ? no_estimate(Reason::no_wave) : make_estimate(number, 0.1, 0.9, 5)});
  };
  add("dynamic_stiffness", "oscillator_fit", "all", 0, true, value);
  add("dynamic_stiffness", "oscillator_fit", "all", 1, false, value - 1);
  add("dynamic_stiffness", "oscillator_fit", "all", 2, false, value + 1);
  add("dynamic_stiffness", "peak_a1", "all", 0, false, 2 * value);
  add("dynamic_stiffness", "oscillator_fit", "belly", 0, false, 3 * value);
  add("log_decrement", "oscillator_fit", "all", 0, true, 1);
  return r;
}

std::vector<RecordingResult> study() {
  std::vector<RecordingResult> all;
  for (const char* who : {"01", "02"}) {
    for (const char* session : {"pre", "post", "late"}) {
      for (const char* side : {"left", "right"}) {
        all.push_back(recording(who, session, side, 100));
      }
    }
  }
  return all;
}

Measurements measured(const std::vector<RecordingResult>& results, const StudyFacts& facts = {},
                      const MeasurementOptions& options = {.quantity = "dynamic_stiffness"}) {
  return measurements_of(recordings_table(results), estimates_table(results), facts, options,
                         RepeatRows::kept);
}

const Measurement& one(const Measurements& all, const std::string& id) {
  for (const Measurement& m : all.values) {
    if (m.recording_id == id) return m;
  }
  FAIL("no " + id);
  return all.values.front();
}

}  // namespace

TEST_CASE("Of each recording and quantity the primary number is taken, with its repeats") {
  const Measurements all = measured(study());
  REQUIRE(all.values.size() == 12);
  CHECK(all.repeats.size() == 24);
  CHECK(all.values[0].value == 100);
  CHECK(all.values[0].units == "N m-1");
  CHECK(all.values[0].std_error == 0.1);
  CHECK(all.values[0].device == "tapper");
  CHECK(all.repeats[0].repeat == 1);
  const auto without = measurements_of(recordings_table(study()), estimates_table(study()), {}, {});
  CHECK(without.repeats.empty());
  CHECK(without.values.size() == 24);
  CHECK(all.dropped.empty());
  CHECK(all.notes.empty());
  CHECK(measured(study(), {}, {}).values.size() == 24);
  CHECK(measured(study(), {}, {.quantity = "log_decrement, dynamic_stiffness"}).values.size() ==
        24);
  CHECK(measured(study(), {}, {.method = "peak_a1"}).values[0].value == 200);
  CHECK(measured(study(), {}, {.quantity = "dynamic_stiffness", .roi = "belly"}).values[0].value ==
        300);
}

TEST_CASE("People, sessions and treatments are joined to the numbers") {
  const Table people{"participants",
                     {{"participant_id", "", "", std::vector<std::string>{"01", "03"}},
                      {"gender", "", "", std::vector<std::string>{"w", "m"}},
                      {"age", "1", "", std::vector<double>{40, 50}},
                      {"arm", "", "", std::vector<std::string>{"needle", "wait"}}}};
  // Participant 01 has days of their own; the lines of everyone stand in another order than time.
  const std::vector<SessionRow> sessions{{"", "post", "immediate", 0.1, "A", 2},
                                         {"", "pre", "baseline", 0, "A", 3},
                                         {"01", "late", "follow-up", 30, "B", 4},
                                         {"", "late", "follow-up", 28, "A", 5}};
  const std::vector<TreatmentRow> treatments{
      {"01", "post", "", "", "stretching", {}, 2},
      {"01", "pre", "uppertrapezius", "right", "dry_needling", {}, 3},
      {"01", "pre", "masseter", "", "massage", {}, 4},
      {"04", "pre", "", "", "massage", {}, 5}};
  const Measurements all = measured(study(), {&people, &sessions, &treatments});
  const Measurement& late = one(all, "01lateright");
  CHECK(late.sex == "female");
  CHECK(late.age == 40);
  CHECK(late.group == "needle");
  CHECK(late.day == 30);
  CHECK(late.rater == "B");
  CHECK(late.time_point == "follow-up");
  CHECK(late.technique == "stretching");
  CHECK(late.treatment == "dry_needling+stretching");
  CHECK(one(all, "02lateright").day == 28);
  CHECK(one(all, "02lateright").treatment == "none");
  CHECK(one(all, "02lateright").group.empty());
  CHECK(one(all, "01preright").technique.empty());
  CHECK(one(all, "01preright").treatment == "dry_needling+stretching");
  CHECK(one(all, "01postright").technique == "dry_needling");
  CHECK(one(all, "01postleft").technique.empty());
  CHECK(one(all, "01lateleft").technique == "stretching");
  CHECK(one(all, "01lateleft").treatment == "stretching");
  REQUIRE(all.notes.size() == 3);
  CHECK(all.notes[0] == "without a row in participants.tsv (no group, sex, age): 02");
  CHECK(all.notes[1] == "in participants.tsv without a number that is compared: 03");
  CHECK(all.notes[2] == "in treatments.tsv without a number that is compared: 04");
}

TEST_CASE("Two treatments at one session are one technique of both; a session without a row") {
  const std::vector<SessionRow> sessions{{"", "pre", "", kNaN, "", 2},
                                         {"", "post", "", kNaN, "", 3}};
  const std::vector<TreatmentRow> treatments{{"01", "pre", "", "", "cupping", {}, 2},
                                             {"01", "pre", "", "", "heat", {}, 3}};
  const Measurements all = measured(study(), {nullptr, &sessions, &treatments});
  CHECK(one(all, "01postleft").technique == "cupping+heat");
  REQUIRE(all.notes.size() == 1);
  CHECK(all.notes[0] ==
        "sessions without a row in sessions.tsv (no day, no time point): 01 late, 02 late");
}

TEST_CASE("Nothing is dropped without who and why") {
  auto results = study();
  results[0] = recording("01", "pre", "left", kNaN);
  results[1].identity.participant.clear();
  results[2].estimates[0].estimate.quality = 0.2;
  results[3].estimates.clear();
  const Measurements all =
      measured(results, {}, {.quantity = "dynamic_stiffness", .min_quality = 0.5});
  REQUIRE(all.dropped.size() == 4);
  std::vector<std::string> lines;
  for (const DroppedNumber& dropped : all.dropped) lines.push_back(dropped_line(dropped));
  std::sort(lines.begin(), lines.end());
  CHECK(lines == std::vector<std::string>{
                     "01preright dynamic_stiffness: no participant: name it by sub-, a sidecar or "
                     "a column",
                     "sub-01 ses-post uppertrapezius left dynamic_stiffness: quality below "
                     "--min-quality",
                     "sub-01 ses-post uppertrapezius right: it has no estimates",
                     "sub-01 ses-pre uppertrapezius left dynamic_stiffness: no value (no_wave)"});
  CHECK(dropped_table(all.dropped).columns.front().size() == 4);
  CHECK(all.values.size() + all.dropped.size() == results.size());
}

TEST_CASE("Refusal: nothing is left, and what there is instead") {
  CHECK_THROWS_WITH(measured(study(), {}, {.quantity = "shear_modulus"}),
                    Catch::Contains("dynamic_stiffness, log_decrement") &&
                        Catch::Contains("uppertrapezius") && Catch::Contains("peak_a1"));
  CHECK_THROWS_WITH(measured(study(), {}, {.min_quality = 0.95}),
                    Catch::Contains("the first that was dropped: sub-01 ses-late"));
  auto results = study();
  results.push_back(results.front());
  CHECK_THROWS_WITH(measured(results), Catch::Contains("stands twice"));
  CHECK_THROWS_AS(measured({}), Error);
}

TEST_CASE("The order of the rows does not matter") {
  auto results = study();
  const Measurements forward = measured(results);
  Table estimates = estimates_table(results);
  for (Column& column : estimates.columns) {
    std::visit([](auto& values) { std::reverse(values.begin(), values.end()); }, column.values);
  }
  const Measurements backward =
      measurements_of(recordings_table(results), estimates, {}, {.quantity = "dynamic_stiffness"});
  REQUIRE(backward.values.size() == forward.values.size());
  for (const Measurement& m : forward.values) {
    CHECK(one(backward, m.recording_id).value == m.value);
  }
}
