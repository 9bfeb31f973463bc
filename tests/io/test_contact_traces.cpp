#include "stiff/core/error.h"
#include "stiff/io/compression_trace.h"
#include "stiff/io/indentation_trace.h"
#include "stiff/io/twitch_traces.h"

#include <cmath>
#include <functional>
#include <numbers>
#include <string>

#include "io/scratch.h"
#include <catch2/catch.hpp>

using namespace stiff;
using stiff_test::Scratch;

namespace {

// 100 rows at 100 Hz: force i / 8 N, depth i / 10 mm, as text with the given scale.
std::string pressed(const std::string& header, double force, double depth, std::size_t rows = 100) {
  std::string text = header + "\n";
  for (std::size_t i = 0; i < rows; ++i) {
    text += std::to_string(i) + "0";
    text.append(",").append(std::to_string(force * 0.125 * static_cast<double>(i)));
    text.append(",").append(std::to_string(depth * 0.1 * static_cast<double>(i))) += "\n";
  }
  return text;
}

const char* const kHeader = "time [ms],Force [N],Displacement [mm]";

struct Study {
  Scratch folder;
  std::string modality;

  std::filesystem::path file() const { return folder / ("sub-01_side-left_" + modality + ".csv"); }
  void write(const std::string& text, const std::string& sidecar = R"({"ProbeDiameter": 0.01})") {
    folder.write("sub-01_side-left_" + modality + ".csv", text);
    folder.write(modality + ".json", sidecar);
  }
  Sidecar sidecar() const { return resolve_sidecars(folder.path(), file()); }
  void read() const {
    if (modality == "indentation") read_indentation(file(), sidecar());
    if (modality == "compression") read_compression_recording(file(), sidecar());
    if (modality == "twitch") read_twitch_recording(file(), sidecar());
  }
  void refused(const std::string& what) const {
    CHECK_THROWS_WITH(read(), Catch::Contains(what) && !Catch::Contains("\n"));
  }
};

}  // namespace

TEST_CASE("an indentation comes with its probe and its tissue") {
  Study study{{}, "indentation"};
  study.write(pressed(kHeader, 1, 1),
              R"({"ProbeDiameter": 0.01, "ProbeShape": "sphere", "TissueThickness": 0.03,
                  "TissueThicknessError": 0.001, "PoissonRatio": 0.45})");
  IndentationRecording recording = read_indentation(study.file(), study.sidecar());
  CHECK(recording.identity.side == "left");
  CHECK(recording.identity.modality == "indentation");
  CHECK(recording.time_s[1] == Approx(0.01));
  CHECK(recording.force_n[8] == 1);
  CHECK(recording.depth_m[10] == Approx(1e-3));
  CHECK(recording.shape == ProbeShape::sphere);
  CHECK(recording.probe_diameter_m == 0.01);
  CHECK(recording.thickness_m == 0.03);
  CHECK(recording.thickness_std_error_m == 0.001);
  CHECK(recording.poisson_ratio == 0.45);
  // The same in other units and with the other signs.
  study.write(pressed("time [ms],load (mN),height_um", -1000, -1000),
              R"({"ProbeDiameter": 0.01, "ForceScale": -1, "DepthScale": -1, "Variables":
                  {"depth": {"Name": "height"}}})");
  recording = read_indentation(study.file(), study.sidecar());
  CHECK(recording.force_n[8] == Approx(1));
  CHECK(recording.depth_m[10] == Approx(1e-3));
  CHECK(recording.shape == ProbeShape::flat);
}

TEST_CASE("an indentation that cannot be read is refused in one line") {
  Study study{{}, "indentation"};
  study.write(pressed("time [ms],pressure [kPa],Displacement [mm]", 1, 1));
  study.refused("it has no column of the force ('force [N]'); it has 'time', 'pressure'");
  study.write(pressed("time [ms],Force [N],angle", 1, 1));
  study.refused("it has no column of the depth ('depth [mm]')");
  study.write(pressed("time [ms],Force [N],load [N]", 1, 1));
  study.refused("'Force [N]' and 'load [N]' may both be the force");
  study.write(pressed("time [ms],Force [kg],depth [mm]", 1, 1));
  study.refused("column 'Force': 'kg' is no unit for it");
  study.write(pressed("time [ms],Force,depth [mm]", 1, 1));
  study.refused("column 'Force': it has no unit");
  study.write(pressed("time [ms],Force [N],depth [m]", 1, 1));  // mm that say they are m
  study.refused("sub-01_side-left_indentation.csv: ");
  study.write(pressed(kHeader, -1, 1));
  study.refused("ForceScale");
  study.write(pressed(kHeader, 1, 1), "{}");
  study.refused("'ProbeDiameter'");
  study.write(pressed(kHeader, 1, 1), R"({"ProbeDiameter": 10})");
  study.refused("'ProbeDiameter'");
  study.write(pressed(kHeader, 1, 1), R"({"ProbeDiameter": 0.01, "ProbeShape": "cone"})");
  study.refused("indentation.json, line 1: 'ProbeShape' is 'flat' or 'sphere', not 'cone'");
  study.write(pressed(kHeader, 1, 1), R"({"ProbeDiameter": 0.01, "ForceScale": 0})");
  study.refused("column 'Force': 'ForceScale' is 0");
  study.write(pressed(kHeader, 1, 1) + "995,1,1,1\n");
  study.refused("line 102: it has 4 cells, the header 3");
  study.write(pressed(kHeader, 1, 1) + "5,1,1\n");
  study.refused("row 101 of the data: the time goes back from 0.99 to 0.005 s");
  study.write(pressed(kHeader, 1, 1) + "1000,,1\n");
  study.refused("column 'Force': row 101 of the data has no value");
}

TEST_CASE("a compression comes with its pressed area") {
  Study study{{}, "compression"};
  study.write(pressed(kHeader, 1, 1));
  CompressionRecording recording = read_compression_recording(study.file(), study.sidecar());
  CHECK(recording.sampling_frequency_hz == Approx(100));
  CHECK(recording.force_n[8] == 1);
  CHECK(recording.displacement_m[10] == Approx(1e-3));
  CHECK(recording.probe_area_m2 == Approx(std::numbers::pi * 0.005 * 0.005));
  study.write(pressed("t [ms],load [N],x", -1, 1), R"({"ProbeArea": 2e-4, "ForceScale": -1})");
  recording = read_compression_recording(study.file(), study.sidecar());
  CHECK(recording.force_n[8] == 1);
  CHECK(recording.displacement_m.empty());
  CHECK(recording.probe_area_m2 == 2e-4);
}

TEST_CASE("a compression that cannot be read is refused in one line") {
  Study study{{}, "compression"};
  study.write(pressed("time [ms],pressure [kPa],x", 1, 1));
  study.refused("it has no column of the force ('force [N]'); it has 'time', 'pressure', 'x'");
  study.write(pressed(kHeader, -1, 1));
  study.refused("\"ForceScale\": -1");
  study.write(pressed(kHeader, 1, 1) + "1025,1,1\n");
  study.refused("row 101 of the data: a gap of 35 ms where samples are 10 ms apart");
  study.write(pressed(kHeader, 1, 1) + "1005,1,1\n");
  study.refused("row 101 of the data: a gap of 15 ms");
  study.write(pressed(kHeader, 1, 1) + "1001,1,1\n");
  study.refused("its sampling jitters: steps from 10 to 11 ms");
  study.write(pressed(kHeader, 1, 1, 20));
  study.refused("20 samples");
  study.write(pressed(kHeader, 1, 1), R"({"ProbeArea": 1})");
  study.refused("'ProbeArea'");
}

TEST_CASE("a twitch comes with its axes, and is refused in one line") {
  Study study{{}, "twitch"};
  const auto text = [](const std::string& header) {
    std::string rows = header + "\n";
    for (int i = 0; i < 2000; ++i) {
      rows += std::to_string(i) + "," + std::to_string(i % 7) + "," + std::to_string(i % 5) + "\n";
    }
    return rows;
  };
  study.write(text("time_ms,acc_x_m_s2,acc_y_m_s2"), "{}");
  TwitchRecording recording = read_twitch_recording(study.file(), study.sidecar());
  CHECK(recording.axes_m_per_s2.size() == 2);
  CHECK(recording.sampling_frequency_hz == Approx(1000));
  study.write(text("time_ms,acceleration_g,depth_mm"), "{}");
  recording = read_twitch_recording(study.file(), study.sidecar());
  REQUIRE(recording.axes_m_per_s2.size() == 1);
  CHECK(recording.axes_m_per_s2[0][6] == Approx(6 * 9.80665));
  study.write(text("time_ms,force_N,depth_mm"), "{}");
  study.refused("it has no column of an acceleration");
  study.write(text("time_s,acc_x_m_s2,acc_y_m_s2"), "{}");  // ms that say they are s
  study.refused("sub-01_side-left_twitch.csv: ");
  study.write(text("time_ms,acc_x_m_s2,acc_y_N"), "{}");
  study.refused("column 'acc_y': 'N' is no unit for it");
}
