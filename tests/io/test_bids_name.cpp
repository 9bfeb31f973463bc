#include "stiff/io/bids_name.h"

#include <catch2/catch.hpp>

using namespace stiff;

TEST_CASE("a BIDS name is taken apart") {
  const BidsName name =
      parse_bids_name("x/sub-01_ses-pre_muscle-uppertrapezius_side-right_run-2_swe.mat");
  CHECK(name.stem == "sub-01_ses-pre_muscle-uppertrapezius_side-right_run-2_swe");
  CHECK(name.suffix == "swe");
  CHECK(name.extension == ".mat");
  CHECK(name.entity("muscle") == "uppertrapezius");
  CHECK(name.entity("run") == "2");
  CHECK(name.entity("site").empty());
  CHECK(name.entities.size() == 5);
}

TEST_CASE("names without a suffix, with dots, blanks and other scripts are stems") {
  CHECK(parse_bids_name("ve_qibaVE_A_G0_10_Gi_2_b6666.7.mat").stem ==
        "ve_qibaVE_A_G0_10_Gi_2_b6666.7");
  CHECK(parse_bids_name("ve_a.mat").suffix.empty());
  CHECK(parse_bids_name("sub-01_swe_left.mat").suffix.empty());  // a suffix is the last part
  const BidsName name = parse_bids_name("sub-\u00fc 1_muscle-trap\u00e8ze droit_swe.h5");
  CHECK(name.entity("sub") == "\u00fc 1");
  CHECK(name.entity("muscle") == "trap\u00e8ze droit");
  CHECK(parse_bids_name("-_--_a-_-b_.mat").entities.size() == 1);
}

TEST_CASE("the three files of a Vantage triple have one stem") {
  for (const char* end : {"_parameters.mat", "_IQreal.bin", "_IQimag.bin"}) {
    CHECK(parse_bids_name("sub-01_swe" + std::string(end)).stem == "sub-01_swe");
    CHECK(parse_bids_name("sub-01_swe" + std::string(end)).suffix == "swe");
  }
  CHECK(parse_bids_name("_parameters.mat").stem == "_parameters");
}

TEST_CASE("identity comes from the name, else from the folders") {
  const RecordingIdentity id = identity_from_path(
      "study", "study/sub-01/ses-pre/sub-01_ses-pre_muscle-soleus_side-left_swe.h5");
  CHECK(id.recording_id == "sub-01_ses-pre_muscle-soleus_side-left_swe");
  CHECK(id.participant == "01");
  CHECK(id.session == "pre");
  CHECK(id.muscle == "soleus");
  CHECK(id.side == "left");
  CHECK(id.modality == "swe");
  CHECK(id.source == "sub-01/ses-pre/sub-01_ses-pre_muscle-soleus_side-left_swe.h5");

  const RecordingIdentity other =
      identity_from_path("study/", "study/./sub-02/ses-post/scan 7.mat");
  CHECK(other.recording_id == "sub-02_ses-post_scan 7");
  CHECK(other.participant == "02");
  CHECK(other.session == "post");
  CHECK(other.modality.empty());
}

TEST_CASE("no path outside the study stands in an identity") {
  const RecordingIdentity id = identity_from_path("/data/study", "/home/someone/scan.mat");
  CHECK(id.source == "scan.mat");
  CHECK(id.recording_id == "scan");
  CHECK(identity_from_path("", "scan.mat").source == "scan.mat");
  CHECK(identity_from_path("a/b", "a/b/c/../d/scan.mat").source == "d/scan.mat");
}
