#include "stiff/core/error.h"
#include "stiff/io/shear_wave_file.h"

#include <algorithm>

#include "io/samples.h"
#include "io/scratch.h"
#include <catch2/catch.hpp>

using stiff_test::Scratch;

namespace {

template <class T>
bool same(const stiff::Cube<T>& a, const stiff::Cube<T>& b) {
  return a.size() == b.size() && std::equal(a.data(), a.data() + a.size(), b.data());
}

void check_region(const stiff::Region& a, const stiff::Region& b) {
  CHECK(a.name == b.name);
  REQUIRE(a.shape.index() == b.shape.index());
  const stiff::Axis axial{0, 0.0005, 40};
  const stiff::Axis lateral{-0.01, 0.0005, 50};
  if (const auto* mask = std::get_if<stiff::LabelMask>(&a.shape)) {
    CHECK((mask->inside == std::get<stiff::LabelMask>(b.shape).inside).all());
  } else {
    CHECK((stiff::rasterise(a, axial, lateral) == stiff::rasterise(b, axial, lateral)).all());
  }
}

}  // namespace

TEST_CASE("A recording of IQ comes back with everything that its sidecar would say") {
  const Scratch folder;
  stiff::ShearWaveRecording written = stiff_test::sample_recording(6, 4, 5);
  written.identity.probe_direction = "along";
  written.acquisitions[1].push.half_width_m = 0.001;
  written.acquisitions[1].push.time_s = 2e-4;
  written.acquisitions[1].time_s.back() += 0.001;
  stiff::write_shear_wave_file(folder / "file.h5", written);
  const stiff::ShearWaveRecording read = stiff::read_shear_wave_file(folder / "file.h5");

  CHECK(read.format == "stiff");
  CHECK(read.kind == stiff::SampleKind::iq);
  // The axes pass through their coordinates: the step is theirs to rounding.
  CHECK(read.axial_m.first == written.axial_m.first);
  CHECK(read.axial_m.step == Approx(written.axial_m.step).epsilon(1e-13));
  CHECK(read.lateral_m.size == 4);
  CHECK(read.centre_frequency_hz == written.centre_frequency_hz);
  CHECK(std::isnan(read.sampling_frequency_hz));
  CHECK(read.sound_speed_m_per_s == written.sound_speed_m_per_s);
  CHECK(read.density_kg_per_m3 == 1060);
  CHECK(read.density_stated);
  CHECK(read.isotropic_stated);
  CHECK(read.thickness_m == 0.012);
  CHECK(read.identity.muscle == written.identity.muscle);
  CHECK(read.identity.probe_direction == "along");
  CHECK(read.identity.recording_id.empty());
  REQUIRE(read.acquisitions.size() == 2);
  for (std::size_t i = 0; i < 2; ++i) {
    const auto& a = read.acquisitions[i];
    const auto& b = written.acquisitions[i];
    CHECK(same(a.iq, b.iq));
    CHECK(a.real.empty());
    CHECK(a.time_s == b.time_s);
    CHECK(a.push.lateral_m == b.push.lateral_m);
    CHECK(a.push.time_s == b.push.time_s);
    CHECK(std::isnan(a.push.duration_s));
  }
  CHECK(read.acquisitions[1].push.half_width_m == 0.001);
  CHECK((read.bmode == written.bmode).all());
  REQUIRE(read.regions.size() == written.regions.size());
  for (std::size_t i = 0; i < read.regions.size(); ++i) {
    check_region(read.regions[i], written.regions[i]);
  }
  REQUIRE(read.mask);
  check_region(*read.mask, *written.mask);
  CHECK_FALSE(stiff::read_shear_wave_truth(folder / "file.h5"));
}

TEST_CASE(
    "A field of displacement or velocity and RF come back, and what is not said stays unsaid") {
  const Scratch folder;
  stiff::ShearWaveRecording written;
  written.kind =
      GENERATE(stiff::SampleKind::rf, stiff::SampleKind::displacement, stiff::SampleKind::velocity);
  written.axial_m = {0.01, 0.001, 3};
  written.lateral_m = {0.0, 0.001, 4};
  stiff::PushAcquisition acquisition;
  acquisition.real = stiff::Cube<float>(3, 4, 5, 1e-6f);
  acquisition.real(2, 1, 3) = -2e-6f;
  acquisition.time_s = {0, 1e-4, 2e-4, 3e-4, 4e-4};
  written.acquisitions = {acquisition};
  stiff::write_shear_wave_file(folder / "file.h5", written);
  const stiff::ShearWaveRecording read = stiff::read_shear_wave_file(folder / "file.h5");
  CHECK(read.kind == written.kind);
  CHECK(same(read.acquisitions.at(0).real, acquisition.real));
  CHECK(read.acquisitions[0].iq.empty());
  CHECK(read.acquisitions[0].push.time_s == 0);
  CHECK(std::isnan(read.acquisitions[0].push.lateral_m));
  CHECK(std::isnan(read.centre_frequency_hz));
  CHECK_FALSE(read.density_stated);
  CHECK(read.density_kg_per_m3 == 1000);
  CHECK_FALSE(read.isotropic_stated);
  CHECK(read.bmode.size() == 0);
  CHECK_FALSE(read.mask);
}

TEST_CASE("A phantom's truth comes back") {
  const Scratch folder;
  const stiff::ShearWaveTruth written = stiff_test::sample_truth(6, 4);
  stiff::write_shear_wave_file(folder / "file.h5", stiff_test::sample_recording(6, 4, 5), &written);
  const auto read = stiff::read_shear_wave_truth(folder / "file.h5");
  REQUIRE(read);
  CHECK((read->speed_m_per_s == written.speed_m_per_s).all());
  CHECK(read->viscosity_pa_s == 0.3);
  CHECK(read->wave);
  CHECK(read->maker == written.maker);
  REQUIRE(read->regions.size() == 1);
  check_region(read->regions[0].region, written.regions[0].region);
  CHECK(read->regions[0].speed_m_per_s == 3.5);
}

TEST_CASE("A cine larger than one chunk comes back whole") {
  const Scratch folder;
  // 3.6 MB a part: four chunks along depth, the last one cut short.
  const auto written = stiff_test::sample_recording(83, 90, 120);
  stiff::write_shear_wave_file(folder / "file.h5", written);
  const auto read = stiff::read_shear_wave_file(folder / "file.h5");
  CHECK(same(read.acquisitions.at(1).iq, written.acquisitions[1].iq));
}

TEST_CASE("A recording whose samples do not fit its axes is refused before it is written") {
  const Scratch folder;
  stiff::ShearWaveRecording recording = stiff_test::sample_recording(6, 4, 5);
  recording.acquisitions[0].time_s.pop_back();
  CHECK_THROWS_AS(stiff::write_shear_wave_file(folder / "file.h5", recording), stiff::Error);
  CHECK_FALSE(std::filesystem::exists(folder / "file.h5"));
}
