#include "stiff/candidates/evaluation.h"
#include "stiff/candidates/evaluation_tables.h"
#include "stiff/core/error.h"
#include "stiff/result/table_columns.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

using stiff::Candidate;
using stiff::CandidateMark;
using stiff::ClinicalLabel;
using stiff::Evaluation;
using stiff::FlaggedRecording;
using stiff::kNaN;
using stiff::LabelKind;

namespace {

/// Four people, a left and a right map each: the right side of a and b has a labelled place at (0,
/// 10), the left of a is healthy and flagged.
struct HandMade {
  std::vector<FlaggedRecording> recordings;
  std::vector<Candidate> candidates;
  std::vector<CandidateMark> marks;
  std::vector<ClinicalLabel> labels;

  void add(const char* person, const char* side, LabelKind kind, double p_fwer) {
    FlaggedRecording recording;
    recording.identity.recording_id = std::string(person) + side;
    recording.identity.participant = person;
    recording.identity.muscle = "masseter";
    recording.identity.side = side;
    recording.quantity = "shear_modulus";
    recording.score = "own";
    recording.p_fwer = p_fwer;
    recording.z_max = -std::log(p_fwer);
    recording.found = p_fwer <= 0.05 ? 1 : 0;
    recording.expected = 0.05;
    recording.valid_area_mm2 = 600;
    recordings.push_back(recording);
    ClinicalLabel label;
    label.recording_id = recording.identity.recording_id;
    label.kind = kind;
    if (kind != LabelKind::none) {
      label.lateral_mm = 0;
      label.axial_mm = 10;
    }
    labels.push_back(label);
  }
  /// A mark, and a candidate where it is flagged.
  void mark(const char* recording, double lateral_mm, double p_fwer) {
    CandidateMark mark;
    mark.recording_id = recording;
    mark.lateral_mm = lateral_mm;
    mark.axial_mm = 10;
    mark.p_fwer = p_fwer;
    mark.flagged = p_fwer <= 0.05;
    marks.push_back(mark);
    if (!mark.flagged) return;
    Candidate candidate;
    candidate.recording_id = recording;
    candidate.quantity = "shear_modulus";
    candidate.centroid_lateral_mm = lateral_mm;
    candidate.centroid_axial_mm = 10;
    candidate.p_fwer = p_fwer;
    candidates.push_back(candidate);
  }
  Evaluation evaluated(const stiff::EvaluationOptions& options = {}) const {
    std::vector<stiff::RecordingIdentity> identities;
    for (const FlaggedRecording& recording : recordings) identities.push_back(recording.identity);
    return stiff::evaluate(recordings, candidates, marks, stiff::label_muscles(identities, labels),
                           {}, options);
  }
};

HandMade hand_made() {
  HandMade study;
  study.add("a", "left", LabelKind::none, 0.04);
  study.add("a", "right", LabelKind::active, 0.01);
  study.add("b", "left", LabelKind::none, 0.9);
  study.add("b", "right", LabelKind::latent, 0.3);
  study.add("c", "left", LabelKind::none, 0.5);
  study.add("c", "right", LabelKind::none, 0.6);
  study.add("d", "left", LabelKind::none, 0.2);
  study.add("d", "right", LabelKind::none, 1.0);
  study.mark("aleft", 3, 0.04);
  study.mark("aright", 2, 0.01);   // on the place
  study.mark("aright", -3, 0.02);  // on it again: neither
  study.mark("aright", 30, 0.03);  // off
  study.mark("bright", 1, 0.3);    // on the place, not flagged
  study.mark("cleft", 0, 0.5);
  return study;
}

const stiff::EvaluationRow& row(const Evaluation& evaluation, const std::string& level,
                                const std::string& measure) {
  const auto& rows = evaluation.quantities.at(0).summary;
  const auto found = std::find_if(rows.begin(), rows.end(), [&](const auto& r) {
    return r.muscle == "all" && r.level == level && r.measure == measure;
  });
  REQUIRE(found != rows.end());
  return *found;
}

}  // namespace

TEST_CASE("A hand-made study's numbers, counted by hand") {
  const Evaluation out = hand_made().evaluated();
  REQUIRE(out.quantities.size() == 1);
  CHECK(out.quantities[0].positives == 2);
  CHECK(out.quantities[0].negatives == 6);
  CHECK(out.quantities[0].people == 4);
  CHECK(out.quantities[0].score == "own");
  const auto value = [&](const char* level, const char* measure) {
    return row(out, level, measure).value.value;
  };
  CHECK(value("muscle", "sensitivity") == Approx(0.5));
  CHECK(row(out, "muscle", "sensitivity_active").value.reason == stiff::Reason::too_few);
  CHECK(value("muscle", "specificity") == Approx(5.0 / 6));
  CHECK(row(out, "muscle", "specificity").people == 4);
  CHECK(row(out, "muscle", "ppv").value.reason == stiff::Reason::too_few);  // both flags are of a
  CHECK(value("muscle", "npv") == Approx(5.0 / 6));
  // 0.01 is below all of 0.04 0.9 0.5 0.6 0.2 1.0; 0.3 below four of the six.
  CHECK(value("muscle", "auc") == Approx(10.0 / 12));
  CHECK(value("muscle", "auc_z_max") == Approx(10.0 / 12));
  CHECK(value("candidate", "sensitivity") == Approx(0.5));
  CHECK(value("candidate", "false_per_healthy") == Approx(1.0 / 6));
  CHECK(value("candidate", "expected_per_healthy") == Approx(0.05));
  CHECK(value("candidate", "false_per_muscle") == Approx(2.0 / 8));
  // Places 0.01 and 0.3; healthy: 0.04, none, 0.5, none, none, none.
  CHECK(value("candidate", "afroc_area") == Approx(11.0 / 12));
  CHECK(value("candidate", "found_at_0.1_false_per_healthy") == Approx(0.5));
  CHECK(value("candidate", "found_at_0.25_false_per_healthy") == Approx(1));
  const auto& froc = out.quantities[0].froc;
  REQUIRE(froc.size() == 5);
  CHECK(froc[0].threshold == Approx(0.01));
  CHECK(froc[1].threshold == Approx(0.03));  // 0.02 is neither true nor false
  CHECK(froc.back().threshold == Approx(0.5));
  CHECK(out.quantities[0].roc.front().specificity.value == 1);
  CHECK(out.quantities[0].roc.back().threshold == Approx(1.0));
}

TEST_CASE("Order and other quantities' marks change nothing; by z it is the same order") {
  HandMade study = hand_made();
  const Evaluation plain = study.evaluated();
  for (CandidateMark& mark : study.marks) mark.quantity = "shear_modulus";
  CandidateMark other = study.marks[0];
  other.quantity = "shear_wave_speed";
  study.marks.push_back(other);
  std::reverse(study.recordings.begin(), study.recordings.end());
  std::reverse(study.candidates.begin(), study.candidates.end());
  const Evaluation again = study.evaluated();
  for (const char* measure : {"sensitivity", "false_per_muscle", "afroc_area"}) {
    CHECK(row(again, "candidate", measure).value.value ==
          row(plain, "candidate", measure).value.value);
  }
  CHECK(row(again, "muscle", "auc").value.ci_low == row(plain, "muscle", "auc").value.ci_low);
  const Evaluation by_z = study.evaluated({.rating = stiff::RatingRule::z_max});
  CHECK(row(by_z, "muscle", "auc").value.value == row(plain, "muscle", "auc").value.value);
}

TEST_CASE("The tables have a row a number and a reason where there is none") {
  const auto tables = stiff::evaluation_tables(hand_made().evaluated());
  REQUIRE(tables.size() == 5);
  for (const stiff::Table& table : tables) {
    for (const stiff::Column& column : table.columns) {
      CHECK(column.size() == table.columns.front().size());
      CHECK_FALSE(column.long_name.empty());
    }
  }
  CHECK(tables[0].name == "summary");
  const auto& values = stiff::values_of_column<double>(tables[0], "value");
  const auto& reasons = stiff::values_of_column<std::string>(tables[0], "reason");
  for (std::size_t i = 0; i < values.size(); ++i) {
    CHECK((reasons[i] == "none") == !std::isnan(values[i]));
  }
}

TEST_CASE("Recordings without an answer are counted, sites have no candidates' rows") {
  HandMade study = hand_made();
  study.recordings[7].status = stiff::Status::refused;
  study.recordings[6].p_fwer = kNaN;
  CHECK(study.evaluated().quantities[0].without_answer == 2);
  CHECK(study.evaluated().quantities[0].negatives == 4);
  for (FlaggedRecording& recording : study.recordings) recording.valid_area_mm2 = kNaN;
  const Evaluation sites = study.evaluated();
  for (const auto& r : sites.quantities[0].summary) CHECK(r.level == "muscle");
  CHECK(sites.quantities[0].froc.empty());
}

TEST_CASE("Refusal: no answer at all, one person") {
  HandMade study = hand_made();
  for (FlaggedRecording& recording : study.recordings) recording.p_fwer = kNaN;
  CHECK_THROWS_WITH(study.evaluated(), Catch::Contains("has an answer"));
  study = hand_made();
  study.labels.erase(study.labels.begin() + 2, study.labels.end());
  CHECK_THROWS_WITH(study.evaluated(), Catch::Contains("of one person"));
}
