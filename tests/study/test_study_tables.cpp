#include "stiff/study/study_tables.h"

#include "study/study_fixture.h"
#include <catch2/catch.hpp>

using namespace stiff;
using namespace stiff::test;

namespace {

// Two participants with a recording each.
struct SmallStudy {
  TemporaryFolder place;
  fs::path root;
  SmallStudy() : root(place / "study") {
    write_text(root / "sub-01" / "sub-01_swe.mat", "x");
    write_text(root / "sub-02" / "sub-02_swe.mat", "x");
  }
  FoundStudy found() const { return find_recordings({root}); }
  std::string metadata(std::size_t i) const {
    const FoundStudy study = found();
    return StudyTables(study).metadata_of(study.recordings[i]).text;
  }
};

}  // namespace

TEST_CASE("regions of rois.tsv go to their recordings, those of all to each") {
  const SmallStudy study;
  write_text(study.root / "rois.tsv",
             "recording_id\tname\tshape\tnumbers_mm\n"
             "sub-01_swe\tbelly\tcircle\t0 15 5\n"
             "*\tdeep\tbox\t-5 20 5 25\n");
  const FoundStudy found = study.found();
  const StudyTables tables(found);
  const auto first = tables.regions_of(found.recordings[0], {});
  REQUIRE(first.size() == 2);
  CHECK(tables.regions_of(found.recordings[1], {}).size() == 1);
  CHECK(tables.notes().empty());
  const auto belly = std::find_if(first.begin(), first.end(),
                                  [](const Region& region) { return region.name == "belly"; });
  REQUIRE(belly != first.end());
  CHECK(std::get<Circle>(belly->shape).radius_m == Approx(0.005));
}

TEST_CASE("a table that is wrong stops the study before any work") {
  const SmallStudy study;
  SECTION("regions") {
    write_text(study.root / "rois.tsv", "recording_id\tname\tshape\tnumbers_mm\na\tb\tstar\t1 2\n");
  }
  SECTION("participants") {
    write_text(study.root / "participants.tsv", "participant_id\tage\nsub-01\t30\nsub-01\t31\n");
  }
  try {
    const StudyTables tables(study.found());
    FAIL("no Error");
  } catch (const Error& error) {
    CHECK(error.kind() == ErrorKind::bad_data);
  }
}

TEST_CASE("a table and a study that do not go together are said") {
  const SmallStudy study;
  write_text(study.root / "participants.tsv", "participant_id\tage\nsub-01\t30\n");
  write_text(study.root / "rois.tsv",
             "recording_id\tname\tshape\tnumbers_mm\nsub-1_swe\tbelly\tcircle\t0 15 5\n");
  const StudyTables tables(study.found());
  REQUIRE(tables.notes().size() == 2);
  CHECK(tables.notes()[1].find("'02'") != std::string::npos);
  CHECK(tables.notes()[0].find("'sub-1_swe'") != std::string::npos);
  // Of a study that was not searched whole, a recording may be missing.
  const StudyTables one(find_recordings({study.root / "sub-01" / "sub-01_swe.mat"}));
  CHECK(one.notes().empty());
}

TEST_CASE("a recording's metadata changes with what it hangs on, and with nothing else") {
  const SmallStudy study;
  const std::string before = study.metadata(0);
  CHECK(study.metadata(0) == before);

  write_text(study.root / "sub-02" / "sub-02_swe.json", R"({"SoundSpeed": 1540})");
  CHECK(study.metadata(0) == before);
  write_text(study.root / "swe.json", R"({"SoundSpeed": 1540})");
  const std::string inherited = study.metadata(0);
  CHECK(inherited != before);
  write_text(study.root / "swe.json",
             "\n{ \"SoundSpeed\" :1540 }\n");  // the same, laid out otherwise
  CHECK(study.metadata(0) == inherited);
  write_text(study.root / "swe.json", R"({"SoundSpeed": 1541})");
  CHECK(study.metadata(0) != inherited);

  const std::string without_region = study.metadata(0);
  write_text(study.root / "rois.tsv",
             "recording_id\tname\tshape\tnumbers_mm\nsub-02_swe\tbelly\tcircle\t0 15 5\n");
  CHECK(study.metadata(0) == without_region);
  CHECK(study.metadata(1).find("region belly circle") != std::string::npos);
}

TEST_CASE("a label mask beside the recording is part of what its numbers hang on") {
  const SmallStudy study;
  write_text(
      study.root / "sub-01" / "sub-01_swe.json",
      R"({"Regions": [{"Name": "m", "LabelMask": {"Variable": "l", "File": "labels.bin"}}]})");
  write_text(study.root / "sub-01" / "labels.bin", "1");
  const std::string before = study.metadata(0);
  write_text(study.root / "sub-01" / "labels.bin", "2");
  CHECK(study.metadata(0) != before);
}
