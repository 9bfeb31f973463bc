#include "stiff/core/error.h"
#include "stiff/io/labels_table.h"

#include <cmath>
#include <string>

#include "io/scratch.h"
#include <catch2/catch.hpp>

using stiff::LabelKind;
using stiff::LabelsTable;

namespace {

LabelsTable read(const std::string& text) {
  const stiff_test::Scratch folder;
  return stiff::read_labels_table(folder.write("labels.tsv", text));
}

std::string refusal(const std::string& text) {
  try {
    read(text);
  } catch (const stiff::Error& error) {
    CHECK(error.kind() == stiff::ErrorKind::bad_data);
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("Labels are read as people write them") {
  const LabelsTable table = read(
      "participant_id\tses\tMuscle\tSide\tLabel\tlateral mm\taxial_mm\tradius-mm\tRater\tcomment\n"
      "sub-01\t\tM. trapezius, pars descendens\tR\tActive trigger point\t3,5\t12\t\tAnn\thard\n"
      "02\tpre\tmasseter\tleft\tNONE\tn/a\tn/a\tn/a\tBo\t\n"
      "# a comment\n"
      "\n"
      "sub-03\t\tmasseter\tboth\tn/a\t\t\t\tBo\t\n"
      "03\t\tsome muscle\t\ttaut-band\t-4,25\t\t6\tBo\n");
  REQUIRE(table.labels.size() == 3);
  const stiff::ClinicalLabel& a = table.labels[0];
  CHECK(a.line == 2);
  CHECK(a.participant == "01");
  CHECK(a.muscle == "uppertrapezius");
  CHECK(a.side == "right");
  CHECK(a.kind == LabelKind::active);
  CHECK(a.lateral_mm == 3.5);
  CHECK(a.axial_mm == 12);
  CHECK(std::isnan(a.radius_mm));
  CHECK(a.rater == "Ann");
  CHECK(table.labels[1].kind == LabelKind::none);
  CHECK_FALSE(table.labels[1].has_place());
  CHECK(table.labels[2].line == 7);
  CHECK(table.labels[2].kind == LabelKind::taut_band);
  CHECK(table.labels[2].muscle == "some muscle");
  CHECK(table.labels[2].lateral_mm == -4.25);
  CHECK(std::isnan(table.labels[2].axial_mm));
  CHECK(table.labels[2].radius_mm == 6);
  CHECK(table.not_said == 1);
  CHECK(table.not_kept == std::vector<std::string>{"ses", "comment"});
}

TEST_CASE("Each label has one name") {
  for (const auto kind : {LabelKind::none, LabelKind::trigger_point, LabelKind::active,
                          LabelKind::latent, LabelKind::taut_band}) {
    const std::string name(stiff::to_string(kind));
    CHECK(stiff::label_kind_from_string(name) == kind);
    CHECK(read("recording_id,label\na," + name + "\n").labels.at(0).kind == kind);
  }
  CHECK_THROWS_AS(stiff::label_kind_from_string("sore"), stiff::Error);
}

TEST_CASE("Refusal: each fault of a table of labels has a line and a column") {
  CHECK(refusal("participant,side\n01,left\n").find("the column 'label' is missing") !=
        std::string::npos);
  CHECK(refusal("label,side\nnone,left\n").find("'recording_id' or 'participant' is needed") !=
        std::string::npos);
  CHECK(refusal("participant,label\n01,sore\n") ==
        "labels.tsv, line 2, column 'label': 'sore' is none of none, trigger_point, active, "
        "latent, taut_band");
  CHECK(refusal("participant,label\n,active\n").find("neither recording_id nor participant") !=
        std::string::npos);
  CHECK(refusal("participant,label,axial_mm\n01,active,4\n").find("needs a lateral_mm") !=
        std::string::npos);
  CHECK(refusal("participant,label,lateral_mm\n01,none,4\n").find("'none' has no place") !=
        std::string::npos);
  CHECK(refusal("participant,label,lateral_mm,radius_mm\n01,active,4,0\n")
            .find("a size is more than 0") != std::string::npos);
  CHECK(refusal("participant,label,lateral_mm\n01,active,four\n").find("line 2") !=
        std::string::npos);
  CHECK_THROWS_AS(stiff::read_labels_table("absent.tsv"), stiff::Error);
}
