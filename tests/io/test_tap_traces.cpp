#include "stiff/core/error.h"
#include "stiff/io/tap_traces.h"

#include <cmath>
#include <fstream>
#include <iostream>

#include "io/scratch.h"
#include <catch2/catch.hpp>

using namespace stiff;
using stiff_test::Scratch;

namespace {

// 40 samples at 1 kHz; tap k at sample i is k + i / 8.
std::string taps(const std::string& header, std::size_t rows = 40) {
  std::string text = header + "\n";
  for (std::size_t i = 0; i < rows; ++i) {
    text += std::to_string(i) + "e-3";
    for (int k = 1; k <= 2; ++k) {
      text.append(",").append(std::to_string(k + 0.125 * static_cast<double>(i)));
    }
    text += "\n";
  }
  return text;
}

const char* const kName = "sub-01/ses-pre/sub-01_ses-pre_muscle-soleus_side-left_myotonometry";

TapRecording read(const Scratch& folder) {
  const auto file = folder / (std::string(kName) + ".csv");
  return read_tap_recording(file, resolve_sidecars(folder.path(), file));
}

void write(const Scratch& folder, const std::string& text) {
  folder.write(std::string(kName) + ".csv", text);
}

void refused(const Scratch& folder, const std::string& what) {
  CHECK_THROWS_WITH(read(folder), Catch::Contains("_myotonometry.csv: ") && Catch::Contains(what));
}

}  // namespace

TEST_CASE("taps come with what the name and the sidecars say") {
  const Scratch folder;
  folder.write("myotonometry.json",
               R"({"ProbeMass": 0.03, "ProbeDiameter": 0.003, "Preload": 0.18, "TapForce": 0.4,
                   "TapDuration": 0.015, "SamplingFrequency": 1000, "Device": "rig",
                   "Muscle": "not this one", "AddedMass": 0.005})");
  write(folder, taps("time_s,tap1_m_s2,tap2_m_s2"));
  TapRecording recording = read(folder);
  CHECK(recording.identity.recording_id == "sub-01_ses-pre_muscle-soleus_side-left_myotonometry");
  CHECK(recording.identity.muscle == "soleus");
  CHECK(recording.identity.device == "rig");
  CHECK(recording.identity.modality == "myotonometry");
  CHECK(recording.format == "text");
  CHECK(recording.sampling_frequency_hz == 1000);
  REQUIRE(recording.taps_m_per_s2.size() == 2);
  CHECK(recording.taps_m_per_s2[1][8] == 3);
  CHECK(recording.probe_mass_kg == 0.03);
  CHECK(recording.added_mass_kg == 0.005);
  CHECK(recording.probe_diameter_m == 0.003);
  CHECK(recording.preload_n == 0.18);
  CHECK(recording.tap_force_n == 0.4);
  CHECK(recording.tap_duration_s == 0.015);
  // Its own sidecar stands above; the other sign, in g, shorter by two samples.
  folder.write(std::string(kName) + ".json", R"({"ProbeMass": 0.02, "SampleScale": -1})");
  write(folder, taps("time_s,tap1 [g],tap 2 [g]") + "0.040,7,\n0.041,8,\n");
  recording = read(folder);
  CHECK(recording.probe_mass_kg == 0.02);
  CHECK(recording.taps_m_per_s2[0].size() == 42);
  CHECK(recording.taps_m_per_s2[1].size() == 40);
  CHECK(recording.taps_m_per_s2[0][8] == -2 * 9.80665);
}

TEST_CASE("one tap, no time column, nothing but the sampling frequency") {
  const Scratch folder;
  const auto file = folder.write("scan 7.csv", taps("x,Acceleration [m/s2],y"));
  Sidecar sidecar;
  sidecar.set("SamplingFrequency", "2000");
  const TapRecording recording = read_tap_recording(file, sidecar);
  CHECK(recording.taps_m_per_s2.size() == 1);
  CHECK(recording.sampling_frequency_hz == 2000);
  CHECK(std::isnan(recording.probe_mass_kg));
  CHECK(recording.added_mass_kg == 0);
  CHECK(recording.identity.recording_id == "scan 7");
  CHECK(recording.identity.modality == "myotonometry");
}

TEST_CASE("taps that cannot be read are refused in one line with the file's name") {
  const Scratch folder;
  write(folder, taps("time_s,force_N,depth_mm"));
  refused(folder,
          "it has no column of a tap ('tap1 [m/s2]' or 'acceleration [m/s2]'); it has 'time', "
          "'force', 'depth'");
  write(folder, taps("time_s,tap1_m_s2,tap 1 [g]"));
  refused(folder, "have one number");
  write(folder, taps("x,tap1_m_s2,tap2_m_s2"));
  refused(folder, "'SamplingFrequency'");
  write(folder, taps("time_s,tap1_m_s2,tap2_m_s2", 20));
  refused(folder, "tap 1 has 20 samples");
  write(folder, taps("time_s,tap1_m_s2,tap2_m_s2") + "0.0405,1,1\n");
  refused(folder, "its sampling jitters");
  write(folder, taps("time_s,tap1_m_s2,tap2_m_s2") + "0.140,1,1\n");
  refused(folder, "row 41 of the data: a gap of 101 ms");
  write(folder, "");
  refused(folder, "it is empty");
  folder.write("myotonometry.json", R"({"ProbeMass": -0.03})");
  write(folder, taps("time_s,tap1_m_s2,tap2_m_s2"));
  refused(folder, "'ProbeMass' is -0.03 kg, which cannot be");
  folder.write("myotonometry.json", R"({"ProbeMass": "30 g"})");
  CHECK_THROWS_WITH(read(folder), Catch::Contains("myotonometry.json, line 1: 'ProbeMass'"));
  folder.write("myotonometry.json", "{}");
  const auto at = [&](const std::string& heading) {
    write(folder, taps("time_s," + heading + ",tap2_m_s2"));
    try {
      read(folder);
    } catch (const Error& error) {
      return std::string(error.what());
    }
    return std::string();
  };
  CHECK(at("tap1").find("column 'tap1': it has no unit") != std::string::npos);
  CHECK(at("tap1 [V]").find("column 'tap1': 'V' is no unit for it") != std::string::npos);
}

TEST_CASE("the shared study of taps reads with its metadata") {
  namespace fs = std::filesystem;
  const fs::path study = fs::path(STIFF_SHARED_DATA) / "myotonometry/study";
  if (!fs::exists(study)) {
    std::cout << "no shared recordings beside the checkout: not tested\n";
    return;
  }
  std::size_t files = 0;
  for (const auto& entry : fs::recursive_directory_iterator(study)) {
    if (entry.path().extension() != ".csv") continue;
    const TapRecording recording =
        read_tap_recording(entry.path(), resolve_sidecars(study, entry.path()));
    ++files;
    CHECK(recording.taps_m_per_s2.size() == 5);
    CHECK(recording.sampling_frequency_hz == 3200);
    CHECK(recording.probe_mass_kg == 0.03);
    CHECK(recording.identity.muscle == "uppertrapezius");
    CHECK((recording.identity.session == "pre" || recording.identity.session == "post"));
  }
  CHECK(files == 48);
}
