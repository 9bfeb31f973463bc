#include "stiff/core/error.h"
#include "stiff/io/apply_sidecar.h"
#include "stiff/io/mapping.h"
#include "stiff/io/sidecar.h"
#include "stiff/io/sidecar_keys.h"
#include "stiff/io/sidecar_regions.h"

#include "io/scratch.h"
#include <catch2/catch.hpp>

using namespace stiff;
using stiff_test::Scratch;

TEST_CASE("a nearer sidecar stands above a farther one, a more special above a general one") {
  const Scratch s;
  const auto file = s.write("sub-01/ses-pre/sub-01_ses-pre_side-left_swe.mat", "");
  s.write("swe.json",
          R"({"SoundSpeed": 1540, "Density": 1000, "Device": "A", "CenterFrequency": 4e6})");
  s.write("ses-pre_swe.json", R"({"Density": 1060, "PushAxial": 0.02})");
  s.write("ses-post_swe.json", R"({"Density": 1})");    // another session's
  s.write("mre.json", R"({"Density": 2})");             // another modality's
  s.write("side-right_swe.json", R"({"Density": 3})");  // another side's
  s.write("sub-01/swe.json", R"({"Device": "B", "PushAxial": null})");
  s.write("sub-01/ses-pre/sub-01_ses-pre_side-left_swe.json", R"({"CenterFrequency": 5e6})");
  const Sidecar sidecar = resolve_sidecars(s.path(), file);
  CHECK(sidecar.number("SoundSpeed") == 1540);
  CHECK(sidecar.number("Density") == 1060);
  CHECK(sidecar.text("Device") == "B");
  CHECK(sidecar.number("CenterFrequency") == 5e6);
  CHECK_FALSE(sidecar.has("PushAxial"));  // null took it away
  CHECK(sidecar.is_own("CenterFrequency"));
  CHECK_FALSE(sidecar.is_own("Density"));
  REQUIRE(sidecar.files().size() == 4);
  CHECK(sidecar.files().front().filename() == "swe.json");
  CHECK(sidecar.files().back().filename() == "sub-01_ses-pre_side-left_swe.json");
}

TEST_CASE("a file without a suffix has its own sidecar and its folders' swe.json") {
  const Scratch s;
  const auto triple = s.write("a/2026_IQreal.bin", "");
  s.write("a/swe.json", R"({"SoundSpeed": 1480})");
  s.write("a/2026.json", R"({"PushLateral": [0.001]})");
  const Sidecar sidecar = resolve_sidecars(s / "a", triple);
  CHECK(sidecar.number("SoundSpeed") == 1480);
  CHECK(sidecar.numbers("PushLateral") == std::vector<double>{0.001});
  CHECK(resolve_sidecars(s / "elsewhere", triple).number("SoundSpeed") ==
        1480);  // of its own folder
}

TEST_CASE("an error in a sidecar is told with file and line") {
  const Scratch s;
  const auto file = s.write("r_swe.mat", "");
  const auto refused = [&](std::string_view json, const std::string& what) {
    s.write("r_swe.json", json);
    try {
      resolve_sidecars(s.path(), file);
      FAIL("accepted " << json);
    } catch (const Error& error) {
      CHECK(error.kind() == ErrorKind::bad_data);
      CHECK_THAT(error.what(), Catch::Contains("r_swe.json") && Catch::Contains(what));
      // A message ends in results, which say nothing of the machine's folders.
      CHECK(std::string(error.what()).find(s.path().string()) == std::string::npos);
    }
  };
  refused("{\n\"A\": 1,\n\"B\" 2\n}", "line 3");
  refused("", "line 1");
  refused("[1]", "line 1");
  refused("{\"A\": 1e999}", "r_swe.json");
  refused("{\"A\": \"\xff\"}", "line 1");
  refused(std::string("{\"A\": ").append(100, '[').append(100, ']').append("}"),
          "nested too deeply");
  refused(std::string(200000, '['), "nested too deeply");
}

TEST_CASE("a value of another type is told with file, line and key") {
  const Scratch s;
  const auto file = s.write("r_swe.mat", "");
  s.write("r_swe.json",
          "{\n  \"SoundSpeed\": \"1540\",\n  \"Device\": 3,\n  \"Isotropic\": \"yes\",\n  "
          "\"PushLateral\": [1, \"x\"],\n\"Smudge\": 1}");
  const Sidecar sidecar = resolve_sidecars(s.path(), file);
  CHECK_THROWS_WITH(sidecar.number("SoundSpeed"),
                    Catch::Contains("line 2: 'SoundSpeed' must be a number"));
  CHECK_THROWS_WITH(sidecar.text("Device"), Catch::Contains("line 3: 'Device' must be a text"));
  CHECK_THROWS_WITH(sidecar.flag("Isotropic"),
                    Catch::Contains("line 4: 'Isotropic' must be true or false"));
  CHECK_THROWS_WITH(sidecar.numbers("PushLateral"), Catch::Contains("line 5: 'PushLateral'"));
  CHECK(sidecar.unknown_keys() == std::vector<std::string>{"Smudge"});
}

namespace {
ShearWaveRecording two_pushes() {
  ShearWaveRecording r;
  r.centre_frequency_hz = 4e6;  // as from the recording's own file
  r.acquisitions.resize(2);
  for (auto& a : r.acquisitions) a.push.time_s = kNaN;
  r.acquisitions[0].push.lateral_m = -0.01;
  return r;
}
}  // namespace

TEST_CASE("what a recording's file says stands above its folders and below its own sidecar") {
  const Scratch s;
  const auto file = s.write("r_swe.mat", "");
  s.write(
      "swe.json",
      R"({"CenterFrequency": 1e6, "SoundSpeed": 1500, "PushLateral": 0.02, "Muscle": "soleus", "Isotropic": true})");
  ShearWaveRecording r = two_pushes();
  apply_sidecar(resolve_sidecars(s.path(), file), file, r);
  CHECK(r.centre_frequency_hz == 4e6);
  CHECK(r.sound_speed_m_per_s == 1500);
  CHECK(r.acquisitions[0].push.lateral_m == -0.01);
  CHECK(r.acquisitions[1].push.lateral_m == 0.02);
  CHECK(r.acquisitions[1].push.time_s == 0);
  CHECK(r.identity.muscle == "soleus");
  CHECK(r.isotropic_stated);
  CHECK_FALSE(r.density_stated);
  CHECK(r.density_kg_per_m3 == 1000);

  s.write(
      "r_swe.json",
      R"({"CenterFrequency": 5e6, "PushLateral": [0.001, 0.002], "PushTime": 1e-3, "Isotropic": false, "Density": 1060})");
  r = two_pushes();
  apply_sidecar(resolve_sidecars(s.path(), file), file, r);
  CHECK(r.centre_frequency_hz == 5e6);
  CHECK(r.acquisitions[0].push.lateral_m == 0.001);
  CHECK(r.acquisitions[1].push.lateral_m == 0.002);
  CHECK(r.acquisitions[1].push.time_s == 1e-3);
  CHECK_FALSE(r.isotropic_stated);
  CHECK(r.density_stated);
  CHECK(r.density_kg_per_m3 == 1060);

  s.write("r_swe.json", R"({"PushLateral": [0.001, 0.002, 0.003]})");
  r = two_pushes();
  CHECK_THROWS_WITH(apply_sidecar(resolve_sidecars(s.path(), file), file, r),
                    Catch::Contains("3 numbers for 2 pushes"));
  s.write("r_swe.json", R"({"ProbeDirection": "sideways"})");
  r = two_pushes();
  CHECK_THROWS_WITH(apply_sidecar(resolve_sidecars(s.path(), file), file, r),
                    Catch::Contains("'along' or 'across'"));
}

TEST_CASE("regions of a sidecar have the shapes and metres that it says") {
  Sidecar sidecar;
  sidecar.set("Regions",
              R"([{"Name": "c", "Circle": {"Lateral": 0.001, "Axial": 0.015, "Radius": 0.005}},
    {"Name": "b", "Box": {"Lateral": [-0.015, -0.008], "Axial": [0.01, 0.02]}},
    {"Name": "p", "Polygon": [[-0.01, 0.01], [0.01, 0.01], [0, 0.02]]}])");
  sidecar.set("Mask", R"({"Circle": {"Lateral": 0, "Axial": 0.01, "Radius": 0.02}})");
  const auto regions = sidecar_regions(sidecar, "x.mat");
  REQUIRE(regions.size() == 3);
  const auto& circle = std::get<Circle>(regions[0].shape);
  CHECK((circle.centre.lateral_m == 0.001 && circle.centre.axial_m == 0.015 &&
         circle.radius_m == 0.005));
  const auto& box = std::get<Box>(regions[1].shape);
  CHECK((box.low.lateral_m == -0.015 && box.high.lateral_m == -0.008 && box.low.axial_m == 0.01 &&
         box.high.axial_m == 0.02));
  const auto& polygon = std::get<Polygon>(regions[2].shape);
  REQUIRE(polygon.corners.size() == 3);
  CHECK((polygon.corners[2].lateral_m == 0 && polygon.corners[2].axial_m == 0.02));
  CHECK(sidecar_mask(sidecar, "x.mat")->name == "mask");
}

TEST_CASE("a region that is not understood is refused, and a mask file is beside the recording") {
  const auto refused = [](const std::string& json, const std::string& what) {
    Sidecar sidecar;
    sidecar.set("Regions", json);
    CHECK_THROWS_WITH(sidecar_regions(sidecar, "/data/study/x.mat"), Catch::Contains(what));
  };
  refused("{}", "list of regions");
  refused(R"([{"Circle": {"Lateral": 0, "Axial": 0, "Radius": 1}}])", "no Name");
  refused(R"([{"Name": "a"}])", "one of Circle");
  refused(R"([{"Name": "a", "Circle": {"Lateral": 0, "Axial": 0}}])", "'Radius' is missing");
  refused(R"([{"Name": "a", "Circel": {}}])", "'Circel' is not known");
  refused(R"([{"Name": "a", "Box": {"Lateral": [0], "Axial": [0, 1]}}])", "two numbers");
  refused(R"([{"Name": "a", "Polygon": [[0, 0], [1, 1]]}])", "three corners");
  refused(R"([{"Name": "a", "LabelMask": {"File": "../../etc/passwd", "Variable": "x"}}])",
          "beside the recording");
  refused(R"([{"Name": "a", "LabelMask": {"File": "/etc/passwd", "Variable": "x"}}])",
          "beside the recording");
}

TEST_CASE("a frame rate that contradicts the recording's own times is refused") {
  ShearWaveRecording r = two_pushes();
  for (auto& a : r.acquisitions)
    a.time_s = {-2e-4, 0, 4e-4, 6e-4, 8e-4};  // 5 kHz, one frame dropped
  Sidecar sidecar;
  sidecar.set("PulseRepetitionFrequency", "5000");
  CHECK_NOTHROW(apply_sidecar(sidecar, "x.mat", r));
  sidecar.set("PulseRepetitionFrequency", "10000");
  CHECK_THROWS_WITH(apply_sidecar(sidecar, "x.mat", r), Catch::Contains("does not agree"));
}

TEST_CASE("the sidecars that the format's document shows are understood, and it names every key") {
  const std::string document = stiff_test::read_bytes(STIFF_SOURCE_DIR "/datasets/FORMAT.md");
  int found = 0;
  int mappings = 0;
  const std::string open = "```json\n";
  for (std::size_t at = document.find(open); at != std::string::npos;
       at = document.find(open, at + 1)) {
    const std::size_t from = at + open.size();
    const Scratch s;
    const auto file = s.write("r_swe.mat", "");
    s.write("r_swe.json", document.substr(from, document.find("```", from) - from));
    const Sidecar sidecar = resolve_sidecars(s.path(), file);
    CHECK(sidecar.unknown_keys().empty());
    ++found;
    // Of traces `Variables` names columns; test_trace_table.cpp has them.
    if (sidecar.raw("Variables").find("Samples") == std::string::npos) continue;
    CHECK_NOTHROW(parse_mapping(sidecar));
    ++mappings;
  }
  CHECK(found >= 6);
  CHECK(mappings >= 4);
  for (const SidecarKey& key : sidecar_keys()) {
    INFO(key.name);
    CHECK(document.find(std::string("`").append(key.name).append("`")) != std::string::npos);
  }
}
