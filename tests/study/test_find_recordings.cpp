#include "stiff/io/trace_recording_file.h"
#include "stiff/study/find_recordings.h"

#include "study/study_fixture.h"
#include <catch2/catch.hpp>

using namespace stiff;
using namespace stiff::test;

namespace {

// A v5 .mat of one variable `name`, a 1 x 1 double: header, then one matrix element.
std::string mat_with(const std::string& name) {
  std::string bytes = "MATLAB 5.0 MAT-file, for a test";
  bytes.resize(124, ' ');
  bytes += std::string("\x00\x01IM", 4);
  const auto word = [](std::uint32_t value) {
    return std::string(reinterpret_cast<const char*>(&value), 4);
  };
  std::string padded = name;
  padded.resize((name.size() + 7) / 8 * 8, '\0');
  const std::string body = word(6) + word(8) + word(6) + word(0) +  // flags: double
                           word(5) + word(8) + word(1) + word(1) +  // 1 x 1
                           word(1) + word(static_cast<std::uint32_t>(name.size())) + padded +
                           word(9) + word(8) + std::string(8, '\0');
  return bytes + word(14) + word(static_cast<std::uint32_t>(body.size())) + body;
}

std::vector<std::string> ids_of(const FoundStudy& study) {
  std::vector<std::string> ids;
  for (const FoundRecording& one : study.recordings) ids.push_back(one.identity.recording_id);
  return ids;
}

using Ids = std::vector<std::string>;

ErrorKind kind_of(const std::vector<fs::path>& inputs, const std::string& says) {
  try {
    find_recordings(inputs);
  } catch (const Error& error) {
    INFO(error.what());
    CHECK(std::string(error.what()).find(says) != std::string::npos);
    return error.kind();
  }
  FAIL("no Error");
  return ErrorKind::usage;
}

}  // namespace

TEST_CASE("a study's recordings are found by their suffix, in the order of their ids") {
  TemporaryFolder place;
  const fs::path study = place / "étude 1";
  write_text(study / "sub-02" / "ses-pre" / "sub-02_ses-pre_muscle-soleus_side-left_swe.mat", "x");
  write_text(study / "sub-01" / "sub-01_run-2_swe.h5", "x");
  write_text(study / "sub-01" / "sub-01_run-1_swe.mat", "x");
  write_text(study / "sub-01" / "sub-01_myotonometry.csv", "x");
  write_text(study / "sub-01" / "sub-01_twitch.tsv", "x");
  for (const char* other :
       {"swe.json", "participants.tsv", "README", "sub-01/sub-01_swe.json", ".sub-09_swe.mat",
        ".git/sub-08_swe.mat", "notes.txt", "sub-01/scan.png", "derivatives/tool/sub-07_swe.mat",
        "sub-01/sub-01_run-3_swe.json", "twitch.json"}) {
    write_text(study / other, "{}");
  }
  const FoundStudy found = find_recordings({study});
  CHECK(ids_of(found) == Ids{"sub-01_myotonometry", "sub-01_run-1_swe", "sub-01_run-2_swe",
                             "sub-01_twitch", "sub-02_ses-pre_muscle-soleus_side-left_swe"});
  CHECK(found.notes.empty());
  const FoundRecording& last = found.recordings.back();
  CHECK(last.identity.participant == "02");
  CHECK(last.identity.session == "pre");
  CHECK(last.identity.muscle == "soleus");
  CHECK(last.identity.side == "left");
  CHECK(last.identity.modality == "swe");
  CHECK(last.identity.source == "sub-02/ses-pre/sub-02_ses-pre_muscle-soleus_side-left_swe.mat");
  CHECK(last.study_root == study);
  CHECK(found.recordings.front().identity.modality == "myotonometry");
}

TEST_CASE("a folder, a file, both, or a participant's folder see one study") {
  TemporaryFolder place;
  const fs::path file = place / "study" / "sub-01" / "ses-a" / "sub-01_ses-a_swe.mat";
  write_text(file, "x");
  const auto check = [&](const std::vector<fs::path>& inputs) {
    const FoundStudy found = find_recordings(inputs);
    REQUIRE(ids_of(found) == Ids{"sub-01_ses-a_swe"});
    CHECK(found.recordings[0].study_root == place / "study");
    CHECK(found.recordings[0].identity.source == "sub-01/ses-a/sub-01_ses-a_swe.mat");
  };
  check({place / "study"});
  check({place / "study" / ""});
  check({file});
  check({place / "study" / "sub-01"});
  check({file, place / "study", file, place / "study" / "sub-01"});
  check({place / "study" / "sub-01" / ".." / "sub-01"});
}

TEST_CASE("several files of one recording are one recording, whatever of it is there") {
  TemporaryFolder place;
  for (const char* end : {"_IQreal.bin", "_IQimag.bin", "_parameters.mat"}) {
    write_text(place / "study" / "a" / ("20260101" + std::string(end)), "x");
  }
  write_text(place / "study" / "b" / "20260102_IQreal.bin", "x");  // the others are lost
  const FoundStudy found = find_recordings({place / "study"});
  CHECK(ids_of(found) == Ids{"a_20260101", "b_20260102"});
  CHECK(found.recordings[0].files.size() == 3);
  CHECK(found.recordings[1].files.size() == 1);
}

TEST_CASE("a file without a suffix is looked into") {
  TemporaryFolder place;
  write_text(place / "study" / "field.mat", mat_with("arfidata"));
  RecordingIdentity identity;
  identity.modality = "myotonometry";
  write_trace_recording(place / "study" / "taps.h5", {{{"tap1", "g", {0, 1}}}, {}, {}, {}},
                        identity, {});
  write_text(place / "study" / "truth.mat", mat_with("truth"));
  write_text(place / "study" / "cut.mat", mat_with("arfidata").substr(0, 150));
  write_text(place / "study" / "broken.h5", "\x89HDF\r\n\x1a\nand nothing behind it");
  write_text(place / "study" / "notes.h5", "no HDF5 at all");
  write_text(place / "study" / "plot.m", "plot(1)");
  const FoundStudy found = find_recordings({place / "study"});
  const Ids ids = ids_of(found);
  // What is damaged is refused with its reason later, and not overlooked.
  CHECK(std::count(ids.begin(), ids.end(), "cut") == 1);
  CHECK(std::count(ids.begin(), ids.end(), "broken") == 1);
  CHECK(std::count(ids.begin(), ids.end(), "truth") == 0);
  const auto taps = std::find(ids.begin(), ids.end(), "taps");
  REQUIRE(taps != ids.end());
  CHECK(found.recordings[static_cast<std::size_t>(taps - ids.begin())].identity.modality ==
        "myotonometry");
  REQUIRE_FALSE(found.notes.empty());
  CHECK(std::any_of(found.notes.begin(), found.notes.end(), [](const std::string& note) {
    return note.find("'truth.mat' is left out") != std::string::npos;
  }));
  // A person who names a file wants it: it is refused by name, not left out.
  CHECK(ids_of(find_recordings({place / "study" / "truth.mat"})) == Ids{"truth"});
  CHECK(ids_of(find_recordings({place / "study" / "plot.m"})) == Ids{"plot"});
}

TEST_CASE("two recordings with one id are refused before any work") {
  TemporaryFolder place;
  write_text(place / "study" / "sub-01_swe.mat", "x");
  write_text(place / "study" / "copy" / "sub-01_swe.mat", "x");
  CHECK(kind_of({place / "study"}, "'sub-01_swe'") == ErrorKind::bad_data);
  write_text(place / "other" / "sub-02_swe.mat", "x");
  write_text(place / "other" / "sub-02_swe.h5", "x");
  CHECK(kind_of({place / "other"}, "sub-02_swe.h5") == ErrorKind::bad_data);
}

TEST_CASE("where there is nothing to read, it says so") {
  TemporaryFolder place;
  fs::create_directories(place / "empty");
  CHECK(kind_of({place / "empty"}, "no recording") == ErrorKind::no_input);
  CHECK(kind_of({place / "nowhere"}, "nowhere") == ErrorKind::no_input);
  write_text(place / "texts" / "README", "x");
  write_text(place / "texts" / "truth.mat", mat_with("truth"));
  CHECK(kind_of({place / "texts"}, "truth.mat") == ErrorKind::no_input);
  // Of several inputs one that is not there is an error, whatever the others hold.
  write_text(place / "study" / "sub-01_swe.mat", "x");
  CHECK(kind_of({place / "study", place / "nowhere"}, "nowhere") == ErrorKind::no_input);
}

TEST_CASE("folders of results are no input") {
  TemporaryFolder place;
  const fs::path study = place / "study";
  write_text(study / "sub-01_swe.mat", "x");
  { OutputFolder made(study / "results", {}); }
  write_text(study / "results" / "maps" / "sub-01_swe.h5", "x");
  write_text(study / "new results" / "sub-03_swe.h5", "x");
  CHECK(ids_of(find_recordings({study}, study / "new results")) == Ids{"sub-01_swe"});
}

TEST_CASE("links are followed, and a loop of links is entered once") {
  TemporaryFolder place;
  const fs::path study = place / "study";
  write_text(place / "archive" / "0001.dat", "x");
  fs::create_directories(study / "sub-01");
  fs::create_symlink(place / "archive" / "0001.dat", study / "sub-01" / "sub-01_swe.mat");
  fs::create_directory_symlink(study, study / "sub-01" / "up");
  fs::create_directory_symlink(".", study / "here");
  fs::create_symlink("nowhere.mat", study / "sub-02_swe.mat");
  write_text(place / "elsewhere" / "sub-03_swe.mat", "x");
  fs::create_directory_symlink(place / "elsewhere", study / "sub-03");
  const FoundStudy found = find_recordings({study});
  CHECK(ids_of(found) == Ids{"sub-01_swe", "sub-03_swe"});
  REQUIRE(found.notes.size() == 1);
  CHECK(found.notes[0].find("sub-02_swe.mat") != std::string::npos);
}

TEST_CASE("a thousand files are found in the same order each time, and fast") {
  TemporaryFolder place;
  for (int i = 999; i >= 0; --i) {
    write_text(place / "study" / ("sub-" + std::to_string(i) + "_swe.mat"), "x");
  }
  const FoundStudy found = find_recordings({place / "study"});
  const Ids ids = ids_of(found);
  CHECK(ids.size() == 1000);
  CHECK(std::is_sorted(ids.begin(), ids.end()));
}
