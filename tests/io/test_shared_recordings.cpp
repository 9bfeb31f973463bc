#include "stiff/core/error.h"
#include "stiff/io/recording_reader.h"

#include <chrono>
#include <filesystem>

#include "io/scratch.h"
#include <catch2/catch.hpp>

using namespace stiff;

namespace {

const std::filesystem::path kSwe = std::filesystem::path(STIFF_SHARED_DATA) / "swe";

bool there() {
  const bool found = std::filesystem::exists(kSwe);
  if (!found) WARN("no recordings beside the checkout: " << kSwe);
  return found;
}

void check_axis(const Axis& axis, double first, double last, Index size) {
  CHECK(axis.first == Approx(first).margin(1e-12));
  CHECK(axis.last() == Approx(last).margin(1e-12));
  CHECK(axis.size == size);
}

Sidecar field_mapping() {
  Sidecar sidecar;
  sidecar.set("SampleKind", "\"velocity\"");
  sidecar.set("Variables", R"({
    "Samples": {"Name": "vv", "Order": ["axial", "lateral", "time"], "Units": "m/s"},
    "Axial": {"Name": "z", "Units": "m"}, "Lateral": {"Name": "x", "Units": "m"},
    "Time": {"Name": "tq", "Units": "s"}})");
  sidecar.set("PushLateral", "-0.012");
  return sidecar;
}

}  // namespace

// Single samples below were read with scipy 1.10 (loadmat) and numpy (fromfile, order F).

TEST_CASE("the Vantage phantom sequences have the axes that their makers state") {
  if (!there()) return;
  const ShearWaveRecording r =
      read_shear_wave_recording(kSwe / "vantage_cs2p0/20260101000002_parameters.mat", {});
  const double wavelength_m = 1540 / 5.208e6;
  check_axis(r.lateral_m, -67 * wavelength_m, 67 * wavelength_m, 135);
  check_axis(r.axial_m, 54.10909090909091 * wavelength_m, (54.10909090909091 + 40) * wavelength_m,
             81);
  CHECK(r.centre_frequency_hz == Approx(5.208e6));
  CHECK(r.acquisitions[0].time_s.size() == 85);
  // Five frames before the push, and none at its time: kept as it is.
  CHECK(r.acquisitions[0].time_s[4] == Approx(-2e-4));
  CHECK(r.acquisitions[0].time_s[5] == Approx(2e-4));
  CHECK(r.acquisitions[0].push.time_s == 0);
  CHECK(r.acquisitions[0].push.axial_m == Approx(74.4 * wavelength_m));
  CHECK(r.acquisitions[0].iq(40, 60, 20) == std::complex<float>(-15526.0F, -230434.0F));
}

TEST_CASE("the a-MEM recording has two pushes on one grid, read in a quarter of a second") {
  if (!there()) return;
  Sidecar sidecar;
  sidecar.set("CenterFrequency", "5e6");
  const auto start = std::chrono::steady_clock::now();
  const ShearWaveRecording r = read_shear_wave_recording(kSwe / "amem_inclusion.mat", sidecar);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  WARN("amem_inclusion.mat read and checked in " << took.count()
                                                 << " s");  // no gate: others share the machine
  check_axis(r.lateral_m, -18e-3, 18e-3, 121);
  check_axis(r.axial_m, 2e-3, 27.8e-3, 130);
  REQUIRE(r.acquisitions.size() == 2);
  CHECK(r.acquisitions[0].push.lateral_m == Approx(-12e-3));
  CHECK(r.acquisitions[1].push.lateral_m == Approx(12e-3));
  CHECK(r.acquisitions[0].time_s[0] == Approx(-1e-4));
  CHECK(r.acquisitions[0].iq(3, 3, 0) == std::complex<float>(-1.1194446F, -1.6459073F));
  CHECK(r.acquisitions[0].iq(70, 50, 40) == std::complex<float>(2.7261484F, -4.3117895F));
  CHECK(r.acquisitions[1].iq(129, 120, 121) == std::complex<float>(1.988582F, 2.7994573F));
}

TEST_CASE("the simulated fields have their makers' axes and values in SI") {
  if (!there()) return;
  const ShearWaveRecording sim =
      read_shear_wave_recording(kSwe / "res_sim_bercoff_cs2p0_eta0p3.mat", {});
  check_axis(sim.lateral_m, 0, 20e-3, 51);
  check_axis(sim.axial_m, 22e-3, 38e-3, 41);
  CHECK(sim.acquisitions[0].time_s.back() == Approx(0.016));
  CHECK(sim.acquisitions[0].real(20, 1, 3) == Approx(21.643913e-6));
  CHECK(sim.acquisitions[0].real(20, 2, 11) == Approx(17.5195e-6).epsilon(1e-5));

  const ShearWaveRecording field =
      read_shear_wave_recording(kSwe / "field_inclusion.mat", field_mapping());
  check_axis(field.lateral_m, -19.8e-3, 19.8e-3, 100);
  check_axis(field.axial_m, 0, 31.6e-3, 80);
  CHECK(field.acquisitions[0].time_s.size() == 121);
  CHECK(field.acquisitions[0].real(79, 99, 120) == Approx(-4.9551087e-05));
  CHECK(field.acquisitions[0].real(0, 0, 2) == Approx(2.0176528e-12));

  const ShearWaveRecording plate = read_shear_wave_recording(kSwe / "field_plate4mm.mat", [] {
    Sidecar sidecar = field_mapping();
    sidecar.set("Variables", R"({
      "Samples": {"Name": "vv", "Order": ["axial", "lateral", "time"], "Units": "m/s"},
      "Axial": {"Name": "zz", "Units": "m"}, "Lateral": {"Name": "x", "Units": "m"},
      "Time": {"Name": "tq", "Units": "s"}, "TissueThickness": {"Name": "thickness", "Units": "m"}})");
    return sidecar;
  }());
  check_axis(plate.axial_m, -2.125e-3, 2.125e-3, 18);
  check_axis(plate.lateral_m, -24.875e-3, 24.875e-3, 200);
  CHECK(plate.thickness_m == Approx(0.004));

  const ShearWaveRecording ve = read_shear_wave_recording(kSwe / "ve_elastic_mu9k.mat", {});
  check_axis(ve.lateral_m, 2e-3, 25e-3, 93);
  CHECK(ve.acquisitions[0].time_s.back() == Approx(49.9e-3));
  CHECK(ve.acquisitions[0].push.time_s == Approx(1e-3));
  CHECK(ve.acquisitions[0].real(0, 0, 0) == Approx(-0.00935717e-6).epsilon(1e-5));
}

TEST_CASE("one of 72 planes is read by a path into a structure array") {
  if (!there()) return;
  Sidecar sidecar;
  sidecar.set("SampleKind", "\"velocity\"");
  sidecar.set("Variables", R"({
    "Samples": {"Name": "out(19).plane", "Order": ["lateral", "time"], "Units": "mm/s"},
    "Lateral": {"Name": "out(19).latmm", "Units": "mm"}, "Time": {"Name": "out(19).tms", "Units": "ms"}})");
  sidecar.set("PushLateral", "0");
  const ShearWaveRecording r =
      read_shear_wave_recording(kSwe / "rotational_muscle/dataplanes.mat", sidecar);
  CHECK(r.lateral_m.size == 86);
  CHECK(r.acquisitions[0].time_s.size() == 161);
  CHECK(r.lateral_m.step == Approx(0.2e-3));
}

TEST_CASE("a real compressed recording cut anywhere is refused") {
  if (!there()) return;
  const stiff_test::Scratch scratch;
  const std::string bytes = stiff_test::read_bytes(kSwe / "res_sim_bercoff_cs4p0_eta0p5.mat");
  int refused = 0;
  for (int i = 0; i < 60; ++i) {
    const std::size_t length = bytes.size() * static_cast<std::size_t>(i) / 60;
    const auto path = scratch.write("cut.mat", std::string_view(bytes).substr(0, length));
    try {
      read_shear_wave_recording(path, {});
    } catch (const Error& error) {
      CHECK(error.kind() == ErrorKind::bad_data);
      ++refused;
    }
  }
  CHECK(refused == 60);
}
