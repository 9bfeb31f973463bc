#include "stiff/core/error.h"
#include "stiff/io/calendar_date.h"
#include "stiff/io/trial_tables.h"

#include <cmath>
#include <string>
#include <vector>

#include "io/scratch.h"
#include <catch2/catch.hpp>

using namespace stiff;
using stiff_test::Scratch;

namespace {

OutcomesTable outcomes_of(const Scratch& s, const std::string& text,
                          const DayOrigins& origins = {}) {
  return read_outcomes_table(s.write("outcomes.tsv", text), origins);
}

TreatmentsTable treatments_of(const Scratch& s, const std::string& text) {
  return read_treatments_table(s.write("treatments.tsv", text), TechniqueTable::shipped());
}

}  // namespace

TEST_CASE("a date is read where it can mean one day alone") {
  // 2024-03-05 is 19787 days after 1970-01-01 (54 years of 365 days, 13 leap days, 31 + 29 + 4).
  REQUIRE(parse_date("2024-03-05"));
  CHECK(parse_date("2024-03-05")->day == 19787);
  CHECK(parse_date("20240305")->day == 19787);
  CHECK(parse_date(" 5.3.2024 ")->day == 19787);
  CHECK(parse_date("2024-03-05T12:00:00.5Z")->hour == Approx(12 + 0.5 / 3600));
  CHECK(parse_date("2024-03-05 18:30")->hour == 18.5);
  for (const char* text : {"03/05/2024", "2023-02-29", "2024-13-01", "2024-03-05T25:00",
                           "2024-03-05x", "2024", "yesterday", "5.3.24", "2024-03-5"}) {
    INFO(text);
    CHECK_FALSE(parse_date(text));
  }
  CHECK(days_between(*parse_date("2024-02-28"), *parse_date("2024-03-01")) == 2);
  CHECK(days_between(*parse_date("2024-02-28T12:00"), *parse_date("2024-02-29T18:00")) == 1.25);
  // Without an hour on both ends days are whole.
  CHECK(days_between(*parse_date("2024-02-28T12:00"), *parse_date("2024-02-29")) == 1);
}

TEST_CASE("sessions: dates become days since the first session of each participant") {
  const Scratch s;
  const auto table =
      read_sessions_table(s.write("sessions.tsv",
                                  "\xEF\xBB\xBFparticipant_id;session_id;time_point;date;operator\n"
                                  "sub-01;ses-pre;baseline;2024-03-05;Jane Doe\n"
                                  "sub-01;ses-post;immediate;2024-03-05;Jane Doe\n"
                                  "sub-01;later;\"follow up; late\";12.03.2024;n/a\n"
                                  "02;pre;baseline;2024-01-31;\n02;post;n/a;2024-01-30;\n"));
  REQUIRE(table.faults.empty());
  REQUIRE(table.rows.size() == 5);
  CHECK(table.rows[0].participant == "01");
  CHECK(table.rows[0].session == "pre");
  CHECK(table.rows[0].day == 0);
  CHECK(table.rows[1].day == 0);
  CHECK(table.rows[2].day == 7);
  CHECK(table.rows[2].time_point == "follow up; late");
  CHECK(table.rows[3].day == 1);
  CHECK(table.rows[4].day == 0);
  CHECK(table.rows[4].time_point.empty());
  CHECK(table.not_kept == std::vector<std::string>{"operator"});
}

TEST_CASE("sessions of everyone, and days as they are given") {
  const Scratch s;
  const auto table = read_sessions_table(
      s.write("sessions.tsv", "session_id\ttime_point\tday\nbase\tbaseline\t0\nfu\t\t28,5\n"));
  REQUIRE(table.faults.empty());
  CHECK(table.rows[0].participant.empty());
  CHECK(table.rows[1].day == 28.5);
}

TEST_CASE("sessions: what is wrong has its line and column, and no date is repeated") {
  const Scratch s;
  const auto table = read_sessions_table(s.write("sessions.tsv",
                                                 "participant_id\tsession_id\tday\tdate\n"
                                                 "01\tpre\t0\t2024-03-05\n01\tpre\t1\t\n"
                                                 "01\tpost\tn/a\t03/06/2024\n"
                                                 "01\tlate\t3\t2024-03-25\n02\t\t\t\n"));
  REQUIRE(table.faults.size() == 4);
  CHECK(table.faults[0] == "sessions.tsv, line 3, column 'session_id': 'pre' of '01' stands twice");
  CHECK(table.faults[1] == "sessions.tsv, line 4, column 'date': it is no date like 2024-03-05");
  CHECK(table.faults[2] == "sessions.tsv, line 6, column 'session_id': it is empty");
  CHECK(table.faults[3] ==
        "sessions.tsv, line 5, column 'date': it does not agree with the day of its line");
  CHECK_THROWS_WITH(read_sessions_table(s.write("sessions.tsv", "session_id\tday\npre\tsoon\n")),
                    Catch::Contains("sessions.tsv, line 2, column 'day'"));
  CHECK_THROWS_WITH(read_sessions_table(s.write("sessions.tsv", "visit\npre\n")),
                    Catch::Contains("'session_id' is missing"));
}

TEST_CASE("treatments: techniques by any of their names, doses as numbers") {
  const Scratch s;
  const auto table = treatments_of(
      s,
      "participant_id,session_id,muscle,side,technique,hold_time_s,repetitions,pressure_kpa,"
      "needles,minutes,note\n"
      "sub-01,ses-pre,upper trapezius,R,Ischaemic compression,60,3,\"40,5\",n/a,5,cried a bit\n"
      "02,pre,,both,Dry-needling,,,,4,,\n03,pre,masseter,left,none,,,,,,\n");
  REQUIRE(table.faults.empty());
  REQUIRE(table.rows.size() == 3);
  CHECK(table.rows[0].technique == "ischemic_compression");
  CHECK(table.rows[0].side == "right");
  CHECK(table.rows[0].dose.hold_time_s == 60);
  CHECK(table.rows[0].dose.pressure_kpa == 40.5);
  CHECK(std::isnan(table.rows[0].dose.needles));
  CHECK(table.rows[1].technique == "dry_needling");
  CHECK(table.rows[1].side.empty());
  CHECK(table.rows[1].dose.needles == 4);
  CHECK(table.rows[2].technique == "rest");
  CHECK(table.not_kept == std::vector<std::string>{"note"});
}

TEST_CASE("treatments: unknown techniques come with the nearest; a study's own list adds some") {
  const Scratch s;
  const std::string text =
      "participant_id\tsession_id\ttechnique\tside\tminutes\n01\tpre\tdry needeling\t\t\n"
      "01\tpre\tmoxa\tmiddle\t-1\n01\tpre\tcupping\t\t5\n01\tpre\tdry cupping\t\t5\n";
  const auto table = treatments_of(s, text);
  REQUIRE(table.faults.size() == 5);
  CHECK_THAT(table.faults[0],
             Catch::StartsWith("treatments.tsv, line 2, column 'technique': there is no technique "
                               "'dry needeling'; the nearest: dry_needling"));
  CHECK_THAT(table.faults[1], Catch::Contains("'moxa'"));
  CHECK_THAT(table.faults[2], Catch::Contains("line 3, column 'side'"));
  CHECK_THAT(table.faults[3], Catch::Contains("line 5") && Catch::Contains("stands twice"));
  CHECK_THAT(table.faults[4], Catch::Contains("line 3, column 'minutes': it is negative"));
  TechniqueTable techniques = TechniqueTable::shipped();
  techniques.extend(
      s.write("techniques.tsv", "technique\tsynonyms\nMoxibustion\tmoxa|Moxa therapy\n"));
  REQUIRE(techniques.find("Moxa"));
  CHECK(techniques.find("Moxa")->label == "moxibustion");
  CHECK_THROWS_WITH(
      techniques.extend(s.write("techniques.tsv", "technique\tsynonyms\nwarmth\thot pack\n")),
      Catch::Contains("line 2") && Catch::Contains("'heat'"));
}

TEST_CASE("outcomes: known scales are filled in, others as the table says") {
  const Scratch s;
  const auto table = outcomes_of(
      s,
      "participant_id\tsession_id\toutcome\tvalue\tunits\tscale_min\tscale_max\tdirection\tside\t"
      "pain_region\n"
      "01\tpre\tPain\t6,5\t\t\t\t\t\tright temple\n01\tpost\tNRS\t4\t\t\t\t\t\t\n"
      "01\tpre\tPPT\t210\tkPa\t\t\t\tright\t\n"
      "01\tpre\tNeck disability index\t22\t1\t0\t50\tHigher is worse\t\t\n"
      "01\tpost\tNeck disability index\tn/a\t1\t0\t50\tHigher is worse\t\t\n");
  REQUIRE(table.faults.empty());
  REQUIRE(table.rows.size() == 5);
  CHECK(table.rows[0].outcome == "pain");
  CHECK(table.rows[0].value == 6.5);
  CHECK(table.rows[0].scale_maximum == 10);
  CHECK(table.rows[0].direction == OutcomeDirection::higher_is_worse);
  CHECK(table.rows[0].pain_region == "right temple");
  CHECK(table.rows[2].outcome == "pressure_pain_threshold");
  CHECK(table.rows[2].direction == OutcomeDirection::higher_is_better);
  CHECK(table.rows[2].side == "right");
  CHECK(table.rows[3].outcome == "neck_disability_index");
  CHECK(std::isnan(table.rows[4].value));
}

TEST_CASE("outcomes: what is wrong has its line and column") {
  const Scratch s;
  const auto faults = [&](const std::string& columns, const std::string& rows) {
    return outcomes_of(s, "participant_id\toutcome\tvalue\t" + columns + "\n" + rows).faults;
  };
  using Lines = std::vector<std::string>;
  CHECK(faults("session_id", "01\tpain\t11\tpre\n01\tpain\t-1\tpost\n") ==
        Lines{"outcomes.tsv, line 2, column 'value': 11 is outside 0 to 10, the scale of 'pain'",
              "outcomes.tsv, line 3, column 'value': -1 is outside 0 to 10, the scale of 'pain'"});
  CHECK(faults("session_id", "01\tROM\t-3\tpre\n") ==
        Lines{"outcomes.tsv, line 2, column 'value': -3 is below 0, the scale of "
              "'range_of_motion'"});
  CHECK(faults("session_id", "01\tpain\t5\tpre\n01\tpain\t6\tses-pre\n") ==
        Lines{"outcomes.tsv, line 3, column 'outcome': 'pain' of '01' stands twice for session "
              "pre"});
  CHECK(faults("session_id\tunits", "01\tPPT\t5\tpre\tkPa\n01\tPPT\t6\tpost\tN\n") ==
        Lines{"outcomes.tsv, line 3, column 'units': the unit of 'pressure_pain_threshold' is 'N' "
              "here and 'kPa' in line 2"});
  CHECK(faults("session_id\tscale_max", "01\tx\t5\tpre\t10\n01\tx\t6\tpost\t20\n") ==
        Lines{"outcomes.tsv, line 3, column 'outcome': the scale of 'x' is not that of line 2"});
  CHECK(faults("session_id\tscale_min\tscale_max", "01\tx\t5\tpre\t10\t0\n").front() ==
        "outcomes.tsv, line 2, column 'scale_max': the scale has no inside");
  CHECK(faults("session_id\tdirection", "01\tx\t5\tpre\tupwards\n").front() ==
        "outcomes.tsv, line 2, column 'direction': it is neither 'higher is better' nor 'higher is "
        "worse'");
  CHECK(faults("session_id", "01\tpain\t5\t\n\tpain\t5\tpre\n") ==
        Lines{"outcomes.tsv, line 2, column 'outcome': it has neither a session nor a day or date",
              "outcomes.tsv, line 3, column 'participant_id': it is empty"});
  CHECK_THROWS_WITH(faults("session_id", "01\tpain\tbad\tpre\n"),
                    Catch::Contains("outcomes.tsv, line 2, column 'value'"));
  CHECK_THROWS_WITH(outcomes_of(s, "participant_id\tvalue\n"),
                    Catch::Contains("'outcome' is missing"));
}

TEST_CASE("outcomes of a study without sessions") {
  const Scratch s;
  const auto once = outcomes_of(s, "participant_id\toutcome\tvalue\n01\tpain\t5\n02\tpain\t5\n");
  CHECK(once.faults.empty());
  CHECK(once.rows[0].session.empty());
  CHECK(outcomes_of(s, "participant_id\toutcome\tvalue\n01\tpain\t5\n01\tpain\t5\n").faults ==
        std::vector<std::string>{
            "outcomes.tsv, line 3, column 'outcome': 'pain' of '01' stands twice for its session"});
}

TEST_CASE("a journal's dates are counted from the participant's first session") {
  const Scratch s;
  s.write("sessions.tsv", "participant_id\tsession_id\tdate\n01\tpre\t2024-03-05\n");
  s.write("outcomes.tsv",
          "participant_id\tdate\toutcome\tvalue\n01\t2024-03-06\tpain\t5\n"
          "01\t2024-03-08\tpain\t4\n");
  const TrialTables tables = read_trial_tables(trial_table_paths(s.path()));
  REQUIRE(tables.outcomes);
  CHECK(tables.faults().empty());
  CHECK(tables.outcomes->rows[0].day == 1);
  CHECK(tables.outcomes->rows[1].day == 3);
  CHECK_FALSE(tables.treatments);
  s.write("outcomes.tsv", "participant_id\tdate\toutcome\tvalue\n02\t2024-03-06\tpain\t5\n");
  CHECK(read_trial_tables(trial_table_paths(s.path())).faults() ==
        std::vector<std::string>{"outcomes.tsv, line 2, column 'date': sessions.tsv has no date of "
                                 "'02', from which days are counted"});
}

TEST_CASE("a table's checksum is of what is kept: of no note, and of no date") {
  const Scratch s;
  s.write("sessions.tsv", "session_id\tdate\tnotes\npre\t2024-03-05\tab\npost\t2024-03-06\tc\n");
  const auto sums = kept_checksums(read_trial_tables(trial_table_paths(s.path())));
  s.write("sessions.tsv", "session_id\tdate\tnotes\npre\t1999-03-05\tcd\npost\t1999-03-06\t\n");
  const auto same = kept_checksums(read_trial_tables(trial_table_paths(s.path())));
  s.write("sessions.tsv", "session_id\tdate\tnotes\npre\t1999-03-05\tcd\npost\t1999-03-07\t\n");
  const auto other = kept_checksums(read_trial_tables(trial_table_paths(s.path())));
  REQUIRE(sums.size() == 1);
  CHECK(sums[0].first == "sessions.tsv (what is kept of it)");
  CHECK(sums == same);
  CHECK(sums != other);
}
