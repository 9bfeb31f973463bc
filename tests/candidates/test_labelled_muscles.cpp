#include "stiff/candidates/labelled_muscles.h"
#include "stiff/core/error.h"

#include <string>
#include <vector>

#include <catch2/catch.hpp>

using stiff::BandRule;
using stiff::ClinicalLabel;
using stiff::kNaN;
using stiff::LabelKind;
using stiff::LabelledMuscles;
using stiff::RecordingIdentity;
using stiff::ReferenceRule;

namespace {

using Labels = std::vector<ClinicalLabel>;

/// Persons 01 and 02, both sides of the masseter; 01's right one twice.
std::vector<RecordingIdentity> recordings() {
  std::vector<RecordingIdentity> out;
  const auto add = [&](const char* id, const char* person, const char* side) {
    RecordingIdentity identity;
    identity.recording_id = id;
    identity.participant = person;
    identity.muscle = "masseter";
    identity.side = side;
    out.push_back(identity);
  };
  add("a", "01", "left");
  add("b", "01", "right");
  add("c", "01", "right");
  add("d", "02", "left");
  add("e", "02", "right");
  return out;
}

ClinicalLabel of_side(std::string person, std::string side, LabelKind kind,
                      std::string rater = "") {
  ClinicalLabel label;
  label.participant = std::move(person);
  label.side = std::move(side);
  label.kind = kind;
  label.rater = std::move(rater);
  label.line = 9;
  return label;
}

ClinicalLabel of_recording(std::string id, LabelKind kind, double lateral_mm, double axial_mm,
                           std::string rater = "") {
  ClinicalLabel label;
  label.recording_id = std::move(id);
  label.kind = kind;
  label.lateral_mm = lateral_mm;
  label.axial_mm = axial_mm;
  label.rater = std::move(rater);
  label.line = 7;
  return label;
}

std::string refusal(const Labels& labels, const stiff::ReferenceOptions& options = {}) {
  try {
    stiff::label_muscles(recordings(), labels, options);
  } catch (const stiff::Error& error) {
    CHECK(error.kind() == stiff::ErrorKind::bad_data);
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("A label is of every recording that agrees with all that it says") {
  const LabelledMuscles out = stiff::label_muscles(
      recordings(),
      Labels{of_side("01", "right", LabelKind::latent), of_side("02", "", LabelKind::none)});
  REQUIRE(out.muscles.size() == 4);
  CHECK(out.unlabelled == 1);
  CHECK(out.muscles[0].recording_id == "b");
  CHECK(out.muscles[0].positive == true);
  CHECK(out.muscles[0].latent);
  CHECK_FALSE(out.muscles[0].active);
  CHECK(out.muscles[0].person == "01");
  CHECK(out.muscles[1].recording_id == "c");
  CHECK(out.muscles[2].positive == false);
  CHECK(out.muscles[3].positive == false);
  CHECK(out.without_place == 2);
  CHECK(out.rows_unmatched == 0);
}

TEST_CASE("Who is not there is counted and named once; the others count") {
  const LabelledMuscles out =
      stiff::label_muscles(recordings(), Labels{of_side("01", "left", LabelKind::none),
                                                of_side("77", "left", LabelKind::none),
                                                of_side("77", "right", LabelKind::active),
                                                of_side("02", "middle", LabelKind::active)});
  CHECK(out.muscles.size() == 1);
  CHECK(out.rows_unmatched == 3);
  CHECK(out.unmatched == std::vector<std::string>{"participant 02 side middle", "participant 77"});
  CHECK(refusal({of_side("77", "left", LabelKind::none)}).find("participant 77") !=
        std::string::npos);
}

TEST_CASE("A taut band alone is left out, positive or negative, as said") {
  const Labels labels{of_side("01", "left", LabelKind::taut_band),
                      of_side("02", "left", LabelKind::none)};
  const auto positive = [&](BandRule rule) {
    return stiff::label_muscles(recordings(), labels, {.taut_bands = rule}).muscles[0].positive;
  };
  CHECK(positive(BandRule::left_out) == std::nullopt);
  CHECK(positive(BandRule::positive) == true);
  CHECK(positive(BandRule::negative) == false);
  CHECK(stiff::label_muscles(recordings(), labels).bands == 1);
  // Beside a trigger point it is a place that does not count.
  const LabelledMuscles both =
      stiff::label_muscles(recordings(), Labels{of_recording("a", LabelKind::active, 0, 10),
                                                of_recording("a", LabelKind::taut_band, 20, 10)});
  REQUIRE(both.muscles[0].places.size() == 2);
  CHECK(both.muscles[0].places[0].counts);
  CHECK_FALSE(both.muscles[0].places[1].counts);
}

TEST_CASE("Several raters: majority, any, all, or one of them") {
  const Labels labels{
      of_side("01", "left", LabelKind::active, "A"), of_side("01", "left", LabelKind::latent, "B"),
      of_side("01", "left", LabelKind::none, "C"),   of_side("02", "left", LabelKind::none, "A"),
      of_side("02", "left", LabelKind::latent, "B"), of_side("02", "right", LabelKind::none, "A"),
      of_side("02", "right", LabelKind::none, "B")};
  const auto verdicts = [&](stiff::ReferenceOptions options) {
    std::string text;
    for (const auto& muscle : stiff::label_muscles(recordings(), labels, options).muscles) {
      text += !muscle.positive ? '?' : (*muscle.positive ? '+' : '-');
    }
    return text;
  };
  CHECK(verdicts({}) == "+?-");
  CHECK(verdicts({.reference = ReferenceRule::any}) == "++-");
  CHECK(verdicts({.reference = ReferenceRule::all}) == "---");
  CHECK(verdicts({.rater = "A"}) == "+--");
  CHECK(verdicts({.rater = "B"}) == "++-");
  const LabelledMuscles out = stiff::label_muscles(recordings(), labels);
  CHECK(out.split == 1);
  CHECK(out.raters == std::vector<std::string>{"A", "B", "C"});
  REQUIRE(out.muscles[0].calls.size() == 3);
  CHECK(out.muscles[0].calls[2].rater == "C");
  CHECK_FALSE(out.muscles[0].calls[2].positive);
  CHECK(refusal(labels, {.rater = "Z"}).find("A, B, C") != std::string::npos);
}

TEST_CASE("Places of several raters within the tolerance are one, at their mean") {
  // A and B agree on one place; B alone has another; C says that there is one and not where.
  ClinicalLabel nowhere = of_recording("a", LabelKind::latent, kNaN, kNaN, "C");
  const Labels labels{of_recording("a", LabelKind::active, 0, 10, "A"),
                      of_recording("a", LabelKind::active, 3, 12, "B"),
                      of_recording("a", LabelKind::latent, 25, 10, "B"), nowhere};
  const LabelledMuscles majority = stiff::label_muscles(recordings(), labels);
  REQUIRE(majority.muscles[0].places.size() == 2);
  CHECK(majority.muscles[0].places[0].lateral_mm == Approx(1.5));
  CHECK(majority.muscles[0].places[0].axial_mm == Approx(11));
  CHECK(majority.muscles[0].places[0].counts);
  // One of the two who say where: split, so that a mark there is neither true nor false.
  CHECK_FALSE(majority.muscles[0].places[1].counts);
  const LabelledMuscles any =
      stiff::label_muscles(recordings(), labels, {.reference = ReferenceRule::any});
  CHECK(any.muscles[0].places[1].counts);
  const LabelledMuscles near = stiff::label_muscles(recordings(), labels, {.tolerance_m = 1e-3});
  CHECK(near.muscles[0].places.size() == 3);
  CHECK_FALSE(near.muscles[0].located());
  CHECK(near.without_place == 1);
  // Two places of one rater stay two, however near.
  const LabelledMuscles one =
      stiff::label_muscles(recordings(), Labels{of_recording("a", LabelKind::active, 0, 10),
                                                of_recording("a", LabelKind::active, 1, 10)});
  CHECK(one.muscles[0].places.size() == 2);
}

TEST_CASE("Refusal: a place of two recordings, none beside another label, nobody's recording") {
  ClinicalLabel place = of_side("01", "right", LabelKind::active);
  place.lateral_mm = 3;
  CHECK(refusal({place}).find("line 9: a place is of one picture, and the row fits 2") == 0);
  CHECK(refusal({of_side("01", "left", LabelKind::none), of_side("01", "left", LabelKind::active)})
            .find("line 9: 'none' and another label") == 0);
  CHECK(refusal({of_side("01", "left", LabelKind::none, "A"),
                 of_side("01", "left", LabelKind::active, "B")}) == "");
  auto nobody = recordings();
  for (RecordingIdentity& identity : nobody) identity.participant.clear();
  const Labels label{of_recording("a", LabelKind::active, 1, 1)};
  CHECK_THROWS_WITH(stiff::label_muscles(nobody, label),
                    Catch::Contains("neither the recording 'a' nor the label says whose"));
  Labels named = label;
  named[0].participant = "05";
  CHECK(stiff::label_muscles(nobody, named).muscles[0].person == "05");
}
