#include "stiff/io/recording_reader.h"
#include "stiff/motion/track_motion.h"

#include <cmath>
#include <filesystem>

#include <catch2/catch.hpp>

using namespace stiff;

namespace {

const std::filesystem::path kData = std::filesystem::path(STIFF_SHARED_DATA) / "swe";

bool there(const std::filesystem::path& file) {
  if (std::filesystem::exists(file)) return true;
  WARN("not there, not tested: " << file.string());
  return false;
}

double at(const Cube<float>& field, double z, double x, Index t) {
  const auto i = static_cast<Index>(z);
  const auto j = static_cast<Index>(x);
  const double a = z - static_cast<double>(i);
  const double b = x - static_cast<double>(j);
  const auto sample = [&](Index p, Index q) { return static_cast<double>(field(p, q, t)); };
  return (1 - a) * ((1 - b) * sample(i, j) + b * sample(i, j + 1)) +
         a * ((1 - b) * sample(i + 1, j) + b * sample(i + 1, j + 1));
}

}  // namespace

TEST_CASE("The a-MEM recording's displacement is that of the field behind it") {
  if (!there(kData / "amem_inclusion.mat") || !there(kData / "field_inclusion.mat")) return;
  Sidecar echo;
  echo.set("CenterFrequency", "5e6");
  const ShearWaveRecording iq = read_shear_wave_recording(kData / "amem_inclusion.mat", echo);
  Sidecar mapping;
  mapping.set("SampleKind", R"("displacement")");
  mapping.set("PushLateral", "-0.012");
  mapping.set("Variables",
              R"({"Samples": {"Name": "u", "Order": ["axial", "lateral", "time"], "Units": "m"},
                  "Axial": {"Name": "z", "Units": "m"}, "Lateral": {"Name": "x", "Units": "m"},
                  "Time": {"Name": "tq", "Units": "s"}})");
  const ShearWaveRecording truth =
      read_shear_wave_recording(kData / "field_inclusion.mat", mapping);
  const Cube<float>& u = truth.acquisitions.at(0).real;
  const MotionField motion = track_motion(iq, 0);
  double uu = 0, mm = 0, um = 0;
  int count = 0;
  for (Index z = 0; z < motion.axial_m.size; ++z) {
    for (Index x = 0; x < motion.lateral_m.size; ++x) {
      const double i = truth.axial_m.index_of(motion.axial_m[z]);
      const double j = truth.lateral_m.index_of(motion.lateral_m[x]);
      if (i < 0 || j < 0 || i >= static_cast<double>(u.axial() - 1) ||
          j >= static_cast<double>(u.lateral() - 1))
        continue;
      for (Index t = 1; t < motion.time_s.size; ++t, ++count) {
        const double a = at(u, i, j, t - 1);
        const auto b = static_cast<double>(motion.value(z, x, t));
        uu += a * a, mm += b * b, um += a * b;
      }
    }
  }
  REQUIRE(count > 1000000);
  const double gain = um / uu;
  const double residual_m = std::sqrt((mm - um * um / uu) / count);
  INFO("gain " << gain << ", correlation " << um / std::sqrt(uu * mm) << ", residual " << residual_m
               << " m");
  // The maker drew the field for the IQ larger: to 12 um at its peak, 3.294 times.
  CHECK(gain == Approx(12e-6 / 3.6426e-6).epsilon(0.01));
  CHECK(um / std::sqrt(uu * mm) > 0.995);
  // 40 dB and one reference frame: 0.1 um of noise; the rest is a kernel of 1.5 mm over the wave.
  CHECK(residual_m < 0.15e-6);
  // A clean recording loses no frame.
  CHECK(std::count(motion.measured.begin(), motion.measured.end(), 0) == 0);
}

TEST_CASE(
    "The Vantage recordings' tissue is pushed away from the probe, and only the push's gap is "
    "filled") {
  for (const char* name : {"vantage_cs2p0/20260101000002_parameters.mat",
                           "vantage_cs4p0/20260101000004_parameters.mat"}) {
    if (!there(kData / name)) continue;
    const ShearWaveRecording recording = read_shear_wave_recording(kData / name, {});
    const MotionField motion = track_motion(recording, 0);
    CHECK(motion.measured[5] == 0);
    CHECK(std::count(motion.measured.begin(), motion.measured.end(), 0) == 1);
    const Index z = motion.axial_m.nearest(motion.push.axial_m);
    const Index x = motion.lateral_m.nearest(motion.push.lateral_m);
    float largest = 0, smallest = 0;
    for (const float u : motion.value.trace(z, x))
      largest = std::max(largest, u), smallest = std::min(smallest, u);
    CHECK(largest > 10e-6F);
    CHECK(smallest > -1e-6F);
    // Five frames before the push have no motion: their spread is the stated noise. 135 x 81
    // pixels in kernels of ten by two lines, four degrees of freedom each: 1.5 % at one SE; the
    // pulse of 4 m/s, sharp against 5 kHz, leaves 2 % in the stated one.
    double stated = 0, seen = 0;
    for (Index i = 0; i < motion.axial_m.size; ++i) {
      for (Index j = 0; j < motion.lateral_m.size; ++j) {
        stated += std::pow(static_cast<double>(motion.noise_std(i, j)), 2);
        for (Index t = 0; t < 5; ++t)
          seen += std::pow(static_cast<double>(motion.value(i, j, t)), 2) / 4;
      }
    }
    CHECK(std::sqrt(seen / stated) == Approx(1).epsilon(0.06));
  }
}
