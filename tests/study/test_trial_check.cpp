#include "stiff/io/trial_tables.h"
#include "stiff/study/trial_check.h"

#include <algorithm>
#include <string>
#include <vector>

#include "io/scratch.h"
#include <catch2/catch.hpp>

using namespace stiff;
using stiff_test::Scratch;

namespace {

RecordingIdentity recording(const std::string& who, const std::string& session,
                            const std::string& side, const std::string& muscle = "uppertrapezius") {
  RecordingIdentity id;
  id.recording_id = who + session + side;
  id.participant = who;
  id.session = session;
  id.muscle = muscle;
  id.side = side;
  return id;
}

std::vector<RecordingIdentity> three_people() {
  std::vector<RecordingIdentity> all;
  for (const char* who : {"01", "02", "03"}) {
    for (const char* session : {"pre", "post"}) {
      for (const char* side : {"left", "right"}) all.push_back(recording(who, session, side));
    }
  }
  return all;
}

/// "what: who, who" of each lack.
std::vector<std::string> lacks_of(const std::vector<RecordingIdentity>& recordings,
                                  const TrialTables& tables = {}) {
  std::vector<std::string> lines;
  for (const StudyLack& lack : study_lacks(recordings, tables, MuscleTable::shipped())) {
    std::string line = lack.what + ":";
    for (const std::string& one : lack.who) line += " [" + one + "]";
    lines.push_back(line);
  }
  return lines;
}

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("a study that lacks nothing") {
  const Scratch s;
  s.write("participants.tsv",
          "participant_id\tsex\tage\tgroup\n01\tF\t30\ta\n02\tM\t40\ta\n03\tF\t50\tb\n");
  s.write("sessions.tsv", "session_id\tday\npre\t0\npost\t7\n");
  s.write("treatments.tsv",
          "participant_id\tsession_id\tmuscle\tside\ttechnique\n01\tpre\tUpper "
          "Trapezius\tR\tmassage\n");
  s.write("outcomes.tsv",
          "participant_id\tsession_id\toutcome\tvalue\n01\tpre\tpain\t5\n01\tpost\tpain\t3\n02\t"
          "pre\tpain\t5\n02\tpost\tpain\t5\n03\tpre\tpain\t6\n03\tpost\tpain\t4\n");
  CHECK(lacks_of(three_people(), read_trial_tables(trial_table_paths(s.path()))).empty());
  CHECK(lacks_of(three_people()).empty());
  CHECK(lacks_of({}).empty());
}

TEST_CASE("which recordings are missing: places that half of the people have") {
  auto recordings = three_people();
  recordings.erase(recordings.begin() + 10);                         // 03 post left
  recordings.push_back(recording("01", "pre", "left", "masseter"));  // one of three: not expected
  CHECK(lacks_of(recordings) ==
        Lines{"recordings that are missing: [03 post uppertrapezius left]"});
  // However muscle and side are spelt.
  recordings = three_people();
  recordings[0].muscle = "Upper trapezius";
  recordings[0].side = "L";
  CHECK(lacks_of(recordings).empty());
  recordings[1].participant.clear();
  recordings[2].muscle.clear();
  recordings[3].muscle = "trapesius";
  const Lines lines = lacks_of(recordings);
  REQUIRE(lines.size() == 4);
  CHECK(lines[0] == "recordings without a participant: [01preright]");
  CHECK(lines[1] == "recordings without a muscle: [01postleft]");
  CHECK_THAT(lines[2], Catch::Contains("'trapesius' (near: "));
}

TEST_CASE("who is in one table only") {
  const Scratch s;
  s.write("participants.tsv", "participant_id\tsex\tgroup\n01\tF\ta\n02\tn/a\tb\n04\tM\t\n");
  s.write("sessions.tsv",
          "participant_id\tsession_id\tday\n01\tpre\t0\n01\tpost\t7\n02\tpre\t0\n02\tpost\tn/a\n"
          "03\tpre\t0\n03\tlate\t28\n");
  s.write("treatments.tsv",
          "participant_id\tsession_id\tmuscle\tside\ttechnique\n01\tpre\tmasseter\tleft\tmassage\n"
          "02\tmid\tn/a\tn/a\tcupping\n05\tpre\tn/a\tn/a\tcupping\n");
  s.write("outcomes.tsv",
          "participant_id\tsession_id\toutcome\tvalue\n01\tpre\tpain\t5\n01\tpost\tpain\tn/a\n06\t"
          "pre\tpain\t5\n01\tlate\tpain\t5\n");
  const TrialTables tables = read_trial_tables(trial_table_paths(s.path()));
  REQUIRE(tables.faults().empty());
  CHECK(lacks_of(three_people(), tables) ==
        Lines{"no row in participants.tsv: [03]", "in participants.tsv, without a recording: [04]",
              "participants.tsv does not say the sex: [02]",
              "participants.tsv does not say the group: [04]", "no row in sessions.tsv: [03 post]",
              "in sessions.tsv, without a recording: [03 late]",
              "sessions.tsv does not say the day: [02 post]",
              "in treatments.tsv, not in participants.tsv: [05]",
              "in treatments.tsv, without a recording: [05]",
              "in treatments.tsv, a session that is nowhere else: [02 mid]",
              "in treatments.tsv, a place that was never recorded: [01 masseter left]",
              "in outcomes.tsv, not in participants.tsv: [06]",
              "in outcomes.tsv, without a recording: [06]", "no outcome at all: [02] [03]",
              "outcomes that are missing: [06 late pain]",
              "in outcomes.tsv, a session that is nowhere else: [01 late] [06 pre]"});
}
