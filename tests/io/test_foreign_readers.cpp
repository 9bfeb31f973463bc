#include "stiff/core/error.h"
#include "stiff/io/recording_reader.h"

#include <cmath>

#include "io/foreign_files.h"
#include <catch2/catch.hpp>

using namespace stiff;
using stiff_test::foreign_files;
using stiff_test::Scratch;

namespace {

// make_foreign_files.py: sample (z, x, t) is 1000 z + 10 x + t, in 7 x 9 x 6.
float sample(Index z, Index x, Index t) {
  return static_cast<float>(1000 * z + 10 * x + t);
}

template <class Expected>
int wrong_iq(const Cube<std::complex<float>>& iq, Expected&& expected) {
  int wrong = 0;
  for (Index z = 0; z < iq.axial(); ++z) {
    for (Index x = 0; x < iq.lateral(); ++x) {
      for (Index t = 0; t < iq.time(); ++t) wrong += iq(z, x, t) != expected(z, x, t);
    }
  }
  return wrong;
}

template <class Expected>
double worst(const Cube<float>& real, Expected&& expected) {
  double largest = 0;
  for (Index z = 0; z < real.axial(); ++z) {
    for (Index x = 0; x < real.lateral(); ++x) {
      for (Index t = 0; t < real.time(); ++t) {
        const double want = expected(z, x, t);
        largest =
            std::max(largest, std::abs(real(z, x, t) - want) / std::max(std::abs(want), 1e-12));
      }
    }
  }
  return largest;
}

constexpr double kFloat = 1.2e-7;  // two roundings to a float's 24 bits

bool python() {
  if (!foreign_files().there)
    WARN("python3 with scipy and h5py is not there: files of theirs are not tested");
  return foreign_files().there;
}

ShearWaveRecording read(const std::string& name, const Sidecar& sidecar) {
  return read_unchecked_recording(foreign_files().folder / name, sidecar);
}

void check_axis(const Axis& axis, double first, double step, Index size) {
  CHECK(axis.first == Approx(first).margin(1e-12));
  CHECK(axis.step == Approx(step));
  CHECK(axis.size == size);
}

}  // namespace

TEST_CASE("a Vantage triple of either MATLAB version has the sequence's axes, times and push") {
  if (!python()) return;
  const std::string version = GENERATE("v5", "v73");
  const std::string part = GENERATE("_parameters.mat", "_IQreal.bin", "_IQimag.bin");
  CAPTURE(version, part);
  CHECK(recording_format(foreign_files().folder / (version + part)) == "vantage");
  const ShearWaveRecording r = read(version + part, {});
  CHECK(r.format == "vantage");
  CHECK(r.kind == SampleKind::iq);
  // lambda = 1500 / 6 MHz = 0.25 mm; the second grid is the one of the samples' size.
  check_axis(r.lateral_m, -4 * 0.25e-3, 0.25e-3, 9);
  check_axis(r.axial_m, 20 * 0.25e-3, 0.125e-3, 7);
  CHECK(r.centre_frequency_hz == 5e6);
  CHECK(r.sound_speed_m_per_s == 1500);
  REQUIRE(r.acquisitions.size() == 1);
  const PushAcquisition& a = r.acquisitions[0];
  const std::vector<double> times{-0.4e-3, -0.2e-3, 0.1e-3, 0.3e-3, 0.5e-3, 0.7e-3};
  REQUIRE(a.time_s.size() == 6);
  for (std::size_t i = 0; i < 6; ++i) CHECK(a.time_s[i] == Approx(times[i]));
  CHECK(a.push.time_s == 0);
  CHECK(a.push.axial_m == Approx(80 * 0.25e-3));
  CHECK(a.push.lateral_m == Approx(3 * 0.25e-3));
  CHECK(a.push.duration_s == Approx(800 / 2 / 4e6));
  CHECK(wrong_iq(a.iq, [](Index z, Index x, Index t) {
          return std::complex<float>(sample(z, x, t), 2 * sample(z, x, t));
        }) == 0);
  CHECK(r.identity.source == version + "_parameters.mat");
  CHECK(r.identity.recording_id == version);
}

TEST_CASE("a Vantage triple that is not whole is refused in one line") {
  if (!python()) return;
  const std::string missing = GENERATE("_parameters.mat", "_IQreal.bin", "_IQimag.bin");
  const Scratch scratch;
  for (const char* end : {"_parameters.mat", "_IQreal.bin", "_IQimag.bin"}) {
    std::filesystem::copy(foreign_files().folder / (std::string("v5") + end),
                          scratch / (std::string("r") + end));
  }
  const std::string other = missing == "_IQreal.bin" ? "_IQimag.bin" : "_IQreal.bin";
  std::filesystem::remove(scratch / ("r" + missing));
  CHECK(recording_format(scratch / ("r" + other)) == "vantage");
  CHECK_THROWS_WITH(read_shear_wave_recording(scratch / ("r" + other), {}),
                    Catch::Contains("r" + missing + " is missing"));
  CHECK(recording_files(scratch / ("r" + other)).size() == 2);
}

TEST_CASE("a Vantage file of the wrong size is refused with both sizes") {
  if (!python()) return;
  const std::string which = GENERATE("_IQreal.bin", "_IQimag.bin");
  const Scratch scratch;
  for (const char* end : {"_parameters.mat", "_IQreal.bin", "_IQimag.bin"}) {
    std::filesystem::copy(foreign_files().folder / (std::string("v5") + end),
                          scratch / (std::string("r") + end));
  }
  const std::string bytes = stiff_test::read_bytes(scratch / ("r" + which));
  CHECK(bytes.size() == 7 * 9 * 6 * 4);
  scratch.write("r" + which, std::string_view(bytes).substr(0, bytes.size() - 4));
  CHECK_THROWS_WITH(
      read_shear_wave_recording(scratch / "r_parameters.mat", {}),
      Catch::Contains("r" + which) && Catch::Contains("1508") && Catch::Contains("1512"));
}

TEST_CASE("the a-MEM layout of either MATLAB version has mm axes and a frame before the push") {
  if (!python()) return;
  const std::string name = GENERATE("amem5.mat", "amem73.mat");
  CAPTURE(name);
  CHECK(recording_format(foreign_files().folder / name) == "amem");
  Sidecar sidecar;
  sidecar.set("CenterFrequency", "5e6");
  const ShearWaveRecording r = read(name, sidecar);
  check_axis(r.lateral_m, -2e-3, 0.5e-3, 9);
  check_axis(r.axial_m, 3e-3, 0.25e-3, 7);
  CHECK(r.sound_speed_m_per_s == 1500);
  CHECK(r.centre_frequency_hz == 5e6);
  REQUIRE(r.acquisitions.size() == 2);
  for (int p = 0; p < 2; ++p) {
    const PushAcquisition& a = r.acquisitions[static_cast<std::size_t>(p)];
    CHECK(a.push.lateral_m == Approx(p == 0 ? -12e-3 : 12e-3));
    CHECK(a.push.time_s == 0);
    for (std::size_t i = 0; i < 6; ++i)
      CHECK(a.time_s[i] == Approx((static_cast<double>(i) - 1) / 8000).margin(1e-15));
    const auto factor = static_cast<float>(p + 1);
    CHECK(wrong_iq(a.iq, [&](Index z, Index x, Index t) {
            return std::complex<float>(factor * sample(z, x, t), -sample(z, x, t) - 0.5F);
          }) == 0);
  }
}

TEST_CASE("the centre frequency that an a-MEM file lacks is asked for by its key") {
  if (!python()) return;
  CHECK_THROWS_WITH(
      read_shear_wave_recording(foreign_files().folder / "amem5.mat", {}),
      Catch::Contains("amem5.mat") && Catch::Contains("'CenterFrequency' is missing"));
}

TEST_CASE("res_sim is displacement in um on axes in mm") {
  if (!python()) return;
  CHECK(recording_format(foreign_files().folder / "res_sim.mat") == "res_sim");
  const ShearWaveRecording r = read("res_sim.mat", {});
  CHECK(r.kind == SampleKind::displacement);
  check_axis(r.lateral_m, 0, 0.5e-3, 9);
  check_axis(r.axial_m, 20e-3, 0.5e-3, 7);
  CHECK(r.acquisitions[0].push.lateral_m == 0);
  CHECK(r.acquisitions[0].time_s[5] == Approx(5e-4));
  CHECK(worst(r.acquisitions[0].real, [](Index z, Index x, Index t) {
          return 1e-9 * static_cast<double>(sample(z, x, t));
        }) < 2 * kFloat);
}

TEST_CASE("a plane is one depth, displacement unless velocity is said") {
  if (!python()) return;
  CHECK(recording_format(foreign_files().folder / "plane.mat") == "plane");
  Sidecar sidecar;
  ShearWaveRecording r = read("plane.mat", sidecar);
  CHECK(r.kind == SampleKind::displacement);
  CHECK(r.axial_m.size == 1);
  check_axis(r.lateral_m, 2e-3, 0.25e-3, 9);
  CHECK(r.acquisitions[0].push.time_s == Approx(2e-4));
  CHECK(r.acquisitions[0].time_s[3] == Approx(3e-4));
  CHECK(worst(r.acquisitions[0].real, [](Index, Index x, Index t) {
          return 1e-6 * static_cast<double>(sample(3, x, t));
        }) < kFloat);
  sidecar.set("SampleKind", "\"velocity\"");
  r = read("plane.mat", sidecar);
  CHECK(r.kind == SampleKind::velocity);
  CHECK(worst(r.acquisitions[0].real, [](Index, Index x, Index t) {
          return 1e-3 * (-static_cast<double>(sample(3, x, t)) - 0.5);
        }) < kFloat);
}

TEST_CASE(
    "a lab's own HDF5 is read by its mapping: any order, units, several pushes in one array") {
  if (!python()) return;
  Sidecar sidecar;
  sidecar.set("SampleKind", "\"velocity\"");
  sidecar.set("Variables", R"({
    "Samples": {"Name": "exam/motion", "Order": ["time", "push", "lateral", "axial"], "Units": "um/s"},
    "Lateral": {"Name": "exam/x", "Units": "cm"},
    "Axial": {"First": 4, "Step": 0.2, "Units": "mm"},
    "PulseRepetitionFrequency": {"Name": "exam/prf", "Units": "kHz"},
    "PushLateral": {"Name": "exam/push", "Units": "mm"}})");
  sidecar.set("ReferenceFrames", "2");
  sidecar.set("SampleScale", "-1");
  sidecar.set("Regions", R"([{"Name": "two", "LabelMask": {"Variable": "exam/labels", "Label": 3}},
                             {"Name": "any", "LabelMask": {"Variable": "exam/labels"}}])");
  CHECK(recording_format(foreign_files().folder / "own.h5", sidecar) == "mapped");
  const ShearWaveRecording r = read("own.h5", sidecar);
  CHECK(r.kind == SampleKind::velocity);
  check_axis(r.lateral_m, -10e-3, 2.5e-3, 9);
  check_axis(r.axial_m, 4e-3, 0.2e-3, 7);
  REQUIRE(r.acquisitions.size() == 2);
  for (int p = 0; p < 2; ++p) {
    const PushAcquisition& a = r.acquisitions[static_cast<std::size_t>(p)];
    CHECK(a.push.lateral_m == Approx(p == 0 ? -5e-3 : 5e-3));
    CHECK(a.time_s[0] == Approx(-2e-4));
    CHECK(a.time_s[5] == Approx(3e-4));
    CHECK(worst(a.real, [&](Index z, Index x, Index t) {
            return -1e-6 * (static_cast<double>(sample(z, x, t)) + p);
          }) < kFloat);
  }
  REQUIRE(r.regions.size() == 2);
  const auto two = rasterise(r.regions[0], r.axial_m, r.lateral_m);
  const auto any = rasterise(r.regions[1], r.axial_m, r.lateral_m);
  CHECK(two.cast<int>().sum() == 3);          // row 3, lines beyond 5
  CHECK(any.cast<int>().sum() == 9 + 6 * 3);  // row 3, and lines beyond 5 of the others
  CHECK(two(3, 6) == 1);
  CHECK(two(3, 5) == 0);
}

TEST_CASE("complex samples of h5py and parts apart give the same recording") {
  if (!python()) return;
  const std::string samples = GENERATE(R"("Name": "iq")", R"("Real": "i", "Imaginary": "q")");
  Sidecar sidecar;
  sidecar.set("SampleKind", "\"iq\"");
  sidecar.set("Variables",
              R"({"Samples": {)" + samples + R"(, "Order": ["axial", "lateral", "time"]},
    "Lateral": {"Name": "x", "Units": "m"}, "Axial": {"Name": "z", "Units": "m"}})");
  sidecar.set("PulseRepetitionFrequency", "5000");
  const ShearWaveRecording r = read("complex.h5", sidecar);
  CHECK(wrong_iq(r.acquisitions[0].iq, [](Index z, Index x, Index t) {
          return std::complex<float>(sample(z, x, t), -sample(z, x, t) - 0.5F);
        }) == 0);
  CHECK(r.acquisitions[0].time_s[5] == Approx(1e-3));
}

TEST_CASE("a mapping that does not fit says which part of it") {
  if (!python()) return;
  const auto refused = [](const std::string& kind, const std::string& variables,
                          const std::string& what) {
    Sidecar sidecar;
    sidecar.set("SampleKind", "\"" + kind + "\"");
    sidecar.set("Variables", variables);
    CHECK_THROWS_WITH(read("complex.h5", sidecar),
                      Catch::Contains(what) && Catch::Contains("complex.h5"));
  };
  const std::string axes =
      R"("Lateral": {"Name": "x", "Units": "m"}, "Axial": {"Name": "z", "Units": "m"}})";
  const std::string samples =
      R"({"Samples": {"Name": "i", "Order": ["axial", "lateral", "time"], "Units": "m/s"}, )";
  refused("velocity", samples + axes, "'PulseRepetitionFrequency' is missing");
  refused("iq", samples + axes, "must be complex");
  refused("displacement", samples + axes, "'m/s' is no unit");
  refused("velocity",
          R"({"Samples": {"Name": "i", "Order": ["axial", "lateral", "time"]}, )" + axes,
          "'Units' is missing");
  refused(
      "velocity",
      R"({"Samples": {"Name": "i", "Order": ["lateral", "axial", "time"], "Units": "m/s"}, "Time": {"First": 0, "Step": 1, "Units": "ms"}, )" +
          axes,
      "holds 9 numbers");
  refused("velocity",
          R"({"Samples": {"Name": "i", "Order": ["axial", "time"], "Units": "m/s"}, )" + axes,
          "'Order'");
  refused(
      "velocity",
      R"({"Samples": {"Name": "i", "Order": ["axial", "lateral", "time", "time"], "Units": "m/s"}, )" +
          axes,
      "'Order'");
  refused(
      "velocity",
      R"({"Samples": {"Name": "nothing", "Order": ["axial", "lateral", "time"], "Units": "m/s"}, )" +
          axes,
      "no variable 'nothing'");
  refused("velocity", R"({"Smaples": {}, )" + axes, "'Smaples' is not known");
  refused("speed", samples + axes, "iq, rf, displacement or velocity");
}

TEST_CASE("what is no recording says what it holds") {
  if (!python()) return;
  CHECK(recording_format(foreign_files().folder / "complex.h5").empty());
  CHECK_THROWS_WITH(read("complex.h5", {}),
                    Catch::Contains("'Variables'") && Catch::Contains("iq (7 x 9 x 6)"));
  const Scratch scratch;
  CHECK(recording_format(scratch.write("a.mat", "text")).empty());
  CHECK(recording_format(scratch / "none.mat").empty());
  CHECK(recording_format(scratch.path()).empty());
  CHECK_THROWS_WITH(read_shear_wave_recording(scratch / "a.mat", {}),
                    Catch::Contains("neither a MATLAB"));
  try {
    read_shear_wave_recording(scratch / "none.mat", {});
    FAIL("read what is not there");
  } catch (const Error& error) {
    CHECK(error.kind() == ErrorKind::no_input);
  }
}
