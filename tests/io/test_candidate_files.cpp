#include "stiff/core/error.h"
#include "stiff/io/candidate_files.h"
#include "stiff/result/candidate_tables.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "io/candidate_samples.h"
#include "io/scratch.h"
#include <catch2/catch.hpp>

using stiff_test::Scratch;

namespace {

bool equal(double a, double b) {
  return a == b || (std::isnan(a) && std::isnan(b));
}

/// A table without one of its columns.
stiff::Table without(stiff::Table table, const std::string& name) {
  std::erase_if(table.columns, [&](const stiff::Column& column) { return column.name == name; });
  return table;
}

}  // namespace

TEST_CASE("Candidates, marks and recordings come back as they were written") {
  const Scratch folder;
  const stiff::CandidateFile written = stiff_test::sample_candidates();
  stiff::write_candidate_file(folder / "candidates.h5", written);
  const stiff::CandidateFile file = stiff::read_candidate_file(folder / "candidates.h5");
  CHECK(file.provenance.history == written.provenance.history);

  REQUIRE(file.recordings.size() == 2);
  CHECK(file.recordings[0].status == stiff::Status::refused);  // by recording_id
  CHECK(file.recordings[0].message == "no valid pixel");
  CHECK(std::isnan(file.recordings[0].p_fwer));
  const stiff::FlaggedRecording& recording = file.recordings[1];
  CHECK(recording.identity.recording_id == written.recordings[0].identity.recording_id);
  CHECK(recording.identity.muscle == "trap\xC3\xA8ze");
  CHECK(recording.identity.side == "left");
  CHECK(recording.score == "any");
  CHECK(recording.found == 1);
  CHECK(recording.z_max_healthy == 4.25);
  CHECK(std::isnan(recording.z_max_side));
  CHECK(recording.people == 20);

  REQUIRE(file.candidates.size() == 1);
  const stiff::Candidate& candidate = file.candidates[0];
  const stiff::Candidate& expected = written.candidates[0];
  CHECK(candidate.kind == stiff::CandidateKind::taut_band);
  CHECK(candidate.centroid_lateral_mm == -3.5);
  CHECK(candidate.mean.value == 32.28);
  CHECK(candidate.mean.std_error == 1.5);
  CHECK(candidate.mean.ci_low == expected.mean.ci_low);
  CHECK(candidate.mean.ci_high == expected.mean.ci_high);
  CHECK(candidate.mean.reason == stiff::Reason::none);
  CHECK_FALSE(candidate.core.has_value());
  CHECK(candidate.core.reason == stiff::Reason::too_few);
  CHECK(candidate.ratio.value == 1.68);
  CHECK(candidate.referral == "temple");

  REQUIRE(file.marks.size() == 2);
  CHECK(file.marks[0].number == 1);  // by number
  CHECK(file.marks[0].flagged);
  CHECK(file.marks[0].statistic == 900);
  CHECK(file.marks[0].quantity == "shear_modulus");
  CHECK_FALSE(file.marks[1].flagged);
  CHECK(std::isnan(file.marks[1].axial_mm));
}

TEST_CASE("Equal candidates give equal bytes, in any order") {
  const Scratch folder;
  stiff::CandidateFile file = stiff_test::sample_candidates();
  stiff::write_candidate_file(folder / "a.h5", file);
  std::reverse(file.recordings.begin(), file.recordings.end());
  std::reverse(file.marks.begin(), file.marks.end());
  stiff::write_candidate_file(folder / "b.h5", file);
  CHECK(stiff_test::read_bytes(folder / "a.h5") == stiff_test::read_bytes(folder / "b.h5"));
}

TEST_CASE("A study without a candidate has all columns") {
  const Scratch folder;
  stiff::write_candidate_file(folder / "none.h5", {});
  const stiff::CandidateFile file = stiff::read_candidate_file(folder / "none.h5");
  CHECK(file.recordings.empty());
  CHECK(file.candidates.empty());
  const stiff::Table none = stiff::candidates_table({});
  const stiff::Table one = stiff::candidates_table(stiff_test::sample_candidates().candidates);
  REQUIRE(none.columns.size() == one.columns.size());
  for (std::size_t i = 0; i < none.columns.size(); ++i) {
    CHECK(none.columns[i].name == one.columns[i].name);
    CHECK(none.columns[i].values.index() == one.columns[i].values.index());
    CHECK(none.columns[i].size() == 0);
  }
}

TEST_CASE("A candidate's map comes back as it was written") {
  const Scratch folder;
  const stiff::CandidateMap written = stiff_test::sample_candidate_map(5, 7);
  stiff::write_candidate_map(folder / "map.h5", written, stiff_test::sample_provenance());
  const stiff::CandidateMap map = stiff::read_candidate_map(folder / "map.h5");
  CHECK(map.identity.recording_id == written.identity.recording_id);
  CHECK(map.axial_m.size == 5);
  CHECK(map.lateral_m.first == Approx(-0.01));
  CHECK(map.axial_m.step == Approx(0.0005));
  CHECK((map.label == written.label).all());
  CHECK(map.z_side.size() == 0);
  REQUIRE(map.z_own.size() == 35);
  for (stiff::Index i = 0; i < 35; ++i) {
    CHECK(equal(map.z_own.data()[i], written.z_own.data()[i]));
    CHECK(equal(map.statistic.data()[i], written.statistic.data()[i]));
  }
}

TEST_CASE("Refusal: files and tables that are none of candidates") {
  const Scratch folder;
  stiff::write_candidate_map(folder / "map.h5", stiff_test::sample_candidate_map(5, 7),
                             stiff_test::sample_provenance());
  CHECK_THROWS_AS(stiff::read_candidate_file(folder / "map.h5"), stiff::Error);
  CHECK_THROWS_AS(stiff::read_candidate_file(folder / "absent.h5"), stiff::Error);
  const stiff::CandidateFile file = stiff_test::sample_candidates();
  stiff::write_candidate_file(folder / "tables.h5", file);
  CHECK_THROWS_AS(stiff::read_candidate_map(folder / "tables.h5"), stiff::Error);
  CHECK_THROWS_AS(
      stiff::candidates_of_table(without(stiff::candidates_table(file.candidates), "core_ci_low")),
      stiff::Error);
  stiff::Table kinds = stiff::candidates_table(file.candidates);
  for (stiff::Column& column : kinds.columns) {
    if (column.name == "kind") column.values = std::vector<std::string>{"tumour"};
  }
  CHECK_THROWS_AS(stiff::candidates_of_table(kinds), stiff::Error);
}

TEST_CASE("Columns may lie in any order") {
  stiff::Table table = stiff::marks_table(stiff_test::sample_candidates().marks);
  std::reverse(table.columns.begin(), table.columns.end());
  const auto marks = stiff::marks_of_table(table);
  REQUIRE(marks.size() == 2);
  CHECK(marks[0].statistic == 900);
  CHECK(marks[0].recording_id == stiff_test::sample_candidates().candidates[0].recording_id);
}
