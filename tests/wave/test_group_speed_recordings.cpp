// Recordings of independent solvers, read from the shared data. Figures: issue text and
// ../shared/facts.
#include "stiff/io/recording_reader.h"
#include "stiff/motion/track_motion.h"
#include "stiff/wave/arrival_time_to_peak.h"
#include "stiff/wave/group_speed_line.h"
#include "stiff/wave/guided_wave.h"
#include "stiff/wave/helmholtz_speed.h"
#include "stiff/wave/radon_speed.h"

#include <array>
#include <cmath>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

namespace {

using stiff::Travel;

std::optional<stiff::MotionField> motion_of(const std::string& name, double push_lateral_m,
                                            stiff::SampleKind kind = stiff::SampleKind::iq) {
  const std::filesystem::path file = std::filesystem::path(STIFF_SHARED_DATA) / "swe" / name;
  if (!std::filesystem::exists(file)) {
    WARN("not there, not tested: " << file.string());
    return std::nullopt;
  }
  stiff::Sidecar sidecar;
  if (kind == stiff::SampleKind::velocity) {
    sidecar.set("SampleKind", "\"velocity\"");
  }
  stiff::ShearWaveRecording recording = stiff::read_unchecked_recording(file, sidecar);
  recording.acquisitions.at(0).push.lateral_m = push_lateral_m;
  return stiff::track_motion(recording, 0, {});
}

struct Sides {
  stiff::Estimate helmholtz, peak, radon;
  std::vector<stiff::HelmholtzSpeed> waves;
};

Sides both_sides(const stiff::MotionField& field,
                 stiff::Spreading spreading = stiff::Spreading::point) {
  std::vector<stiff::Estimate> helmholtz, peak, radon;
  Sides result;
  for (const Travel travel : {Travel::to_smaller, Travel::to_larger}) {
    const auto line = stiff::wave_line(field, travel);
    if (line.distance_m.size < 8) {
      continue;
    }
    result.waves.push_back(stiff::helmholtz_speed(field, travel, {}, {.spreading = spreading}));
    helmholtz.push_back(result.waves.back().speed);
    peak.push_back(stiff::group_speed_line(stiff::arrival_time_to_peak(line)).speed);
    radon.push_back(stiff::radon_speed(line).speed);
  }
  result.helmholtz = stiff::combine_speeds(helmholtz);
  result.peak = stiff::combine_speeds(peak);
  result.radon = stiff::combine_speeds(radon);
  return result;
}

void say(const std::string& name, const Sides& sides, double truth) {
  const auto percent = [&](const stiff::Estimate& e) { return 100 * (e.value / truth - 1); };
  WARN(name << ": wave equation " << percent(sides.helmholtz) << " % (standard error "
            << 100 * sides.helmholtz.std_error / truth << " %), time to peak "
            << percent(sides.peak) << " %, Radon sum " << percent(sides.radon) << " %");
}

}  // namespace

TEST_CASE("elastic cylindrical wave: group speed within 0.5 %, by every estimator") {
  const auto kind = GENERATE(stiff::SampleKind::displacement, stiff::SampleKind::velocity);
  const auto field = motion_of("ve_elastic_mu9k.mat", 0, kind);
  if (field) {
    const Sides sides = both_sides(*field);
    say("ve_elastic_mu9k", sides, 3);
    CHECK(sides.helmholtz.value == Approx(3).epsilon(0.001));
    CHECK(sides.peak.value == Approx(3).epsilon(0.005));
    CHECK(sides.radon.value == Approx(3).epsilon(0.005));
    CHECK_FALSE(stiff::guided_wave(sides.waves, stiff::kNaN).guided);
  }
}

TEST_CASE(
    "viscoelastic cylindrical waves: phase speed and attenuation by frequency, and no verdict of "
    "guided") {
  struct Case {
    const char* name;
    std::array<double, 3> frequency_hz, speed, attenuation;  // c_truth and alpha_truth of the files
  };
  const Case c = GENERATE(Case{"ve_kv_mu4k_eta1p5.mat",
                               {100, 150, 200},
                               {2.0409, 2.0886, 2.1551},
                               {35.85, 76.32, 130.75}},
                          Case{"ve_qibaVE_A_G0_10_Gi_2_b6666.7.mat",
                               {100, 150, 200},
                               {1.5063, 1.6000, 1.7128},
                               {73.11, 140.79, 215.08}});
  const auto field = motion_of(c.name, 0, stiff::SampleKind::velocity);
  if (!field) {
    return;
  }
  const auto wave = stiff::helmholtz_speed(*field, Travel::to_larger);
  REQUIRE(wave.speed.has_value());
  CHECK_FALSE(stiff::guided_wave(std::vector{wave}, stiff::kNaN).guided);
  for (std::size_t i = 0; i < 3; ++i) {
    for (std::size_t bin = 1; bin < wave.spectrum.size(); ++bin) {
      const auto &low = wave.spectrum[bin - 1], &high = wave.spectrum[bin];
      if (low.frequency_hz <= c.frequency_hz[i] && c.frequency_hz[i] < high.frequency_hz) {
        const double share =
            (c.frequency_hz[i] - low.frequency_hz) / (high.frequency_hz - low.frequency_hz);
        // The published figure to beat is +2 to +5 % for c(200 Hz).
        CHECK(std::lerp(low.speed_m_per_s, high.speed_m_per_s, share) ==
              Approx(c.speed[i]).epsilon(0.01));
        CHECK(std::lerp(low.attenuation_np_per_m, high.attenuation_np_per_m, share) ==
              Approx(c.attenuation[i]).epsilon(0.05));
      }
    }
  }
}

TEST_CASE("point push, displacement, noise free: within 1 %, peaks within 2.2 %") {
  const auto [name, truth] = GENERATE(std::pair{"res_sim_bercoff_cs2p0_eta0p3.mat", 2.0},
                                      std::pair{"res_sim_bercoff_cs4p0_eta0p5.mat", 4.0});
  const auto field = motion_of(name, 0);
  if (field) {
    const Sides sides = both_sides(*field);
    say(name, sides, truth);
    CHECK(sides.helmholtz.value == Approx(truth).epsilon(0.01));
    // A perfect time to peak reads +1 to +1.5 % here, and the low-pass broadens the pulse.
    CHECK(sides.peak.value == Approx(truth).epsilon(0.022));
    CHECK_FALSE(stiff::guided_wave(sides.waves, stiff::kNaN).guided);
  }
}

TEST_CASE("speckle IQ of a point push, both sides: within 1 %") {
  const auto [name, truth] =
      GENERATE(std::pair{"vantage_cs2p0/20260101000002_parameters.mat", 2.0},
               std::pair{"vantage_cs4p0/20260101000004_parameters.mat", 4.0});
  const auto field = motion_of(name, 0);
  if (field) {
    const Sides sides = both_sides(*field);
    say(name, sides, truth);
    CHECK(sides.waves.size() == 2);
    CHECK(sides.helmholtz.value == Approx(truth).epsilon(0.01));
    CHECK_FALSE(stiff::guided_wave(sides.waves, stiff::kNaN).guided);
  }
}

namespace {

std::optional<stiff::MotionField> mapped_field(const std::string& name, const std::string& depth,
                                               double push_lateral_m) {
  const std::filesystem::path file = std::filesystem::path(STIFF_SHARED_DATA) / "swe" / name;
  if (!std::filesystem::exists(file)) {
    WARN("not there, not tested: " << file.string());
    return std::nullopt;
  }
  stiff::Sidecar sidecar;
  sidecar.set("SampleKind", "\"velocity\"");
  sidecar.set("Variables",
              R"({"Samples": {"Name": "vv", "Order": ["axial", "lateral", "time"], "Units": "m/s"},
                  "Axial": {"Name": ")" +
                  depth + R"(", "Units": "m"},
                  "Lateral": {"Name": "x", "Units": "m"}, "Time": {"Name": "tq", "Units": "s"}})");
  sidecar.set("PushLateral", std::to_string(push_lateral_m));
  return stiff::track_motion(stiff::read_unchecked_recording(file, sidecar), 0, {});
}

}  // namespace

TEST_CASE("a 4 mm plate is guided, by its thickness and by its dispersion alone") {
  // The centroid of |v| in the first frames of the file is at -18 mm.
  const auto field = mapped_field("field_plate4mm.mat", "zz", -18e-3);
  if (!field) {
    return;
  }
  const auto wave = stiff::helmholtz_speed(*field, Travel::to_larger);
  REQUIRE(wave.speed.has_value());
  CHECK(wave.lateral_speed_m_per_s < 4);  // what a plain correlation reads of 5 m/s
  const auto alone = stiff::guided_wave(std::vector{wave}, stiff::kNaN);
  WARN("field_plate4mm: exponent of dispersion " << alone.dispersion << " +- "
                                                 << alone.dispersion_std_error << ", causal "
                                                 << alone.causal_dispersion);
  CHECK(alone.by_dispersion);
  const auto told = stiff::guided_wave(std::vector{wave}, 4e-3);
  CHECK(told.by_thickness);
  CHECK_FALSE(stiff::guided_wave(std::vector{wave}, 40e-3).by_thickness);
}

TEST_CASE("a wave beside an inclusion, and one through it, is not guided") {
  const auto field = mapped_field("field_inclusion.mat", "z", -12e-3);
  if (!field) {
    return;
  }
  const Sides sides = both_sides(*field, stiff::Spreading::sheet);
  REQUIRE(sides.waves.size() == 2);
  // Towards the near edge there is background alone: 2 m/s.
  CHECK(sides.waves[0].speed.value == Approx(2).epsilon(0.005));
  CHECK_FALSE(stiff::guided_wave(sides.waves, stiff::kNaN).guided);
  CHECK_FALSE(stiff::guided_wave(both_sides(*field).waves, stiff::kNaN).guided);
}
