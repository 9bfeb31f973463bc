#include "stiff/core/error.h"
#include "stiff/recording/tap_recording.h"

#include <limits>
#include <string>

#include <catch2/catch.hpp>

using namespace stiff;

namespace {

TapRecording sound() {
  TapRecording recording;
  recording.sampling_frequency_hz = 3200;
  recording.taps_m_per_s2.assign(5, std::vector<double>(800, 0.1));
  recording.probe_mass_kg = 0.03;
  recording.probe_diameter_m = 0.003;
  recording.preload_n = 0.18;
  recording.tap_force_n = 0.4;
  recording.tap_duration_s = 0.015;
  return recording;
}

template <class Change>
void refused(Change change, const std::string& words) {
  TapRecording recording = sound();
  change(recording);
  try {
    validate(recording);
    FAIL("not refused: " << words);
  } catch (const Error& error) {
    CHECK(error.kind() == ErrorKind::bad_data);
    CHECK_THAT(error.what(), Catch::Matchers::Contains(words));
  }
}

}  // namespace

TEST_CASE("a sound recording of taps passes, with or without what is optional") {
  CHECK_NOTHROW(validate(sound()));
  TapRecording bare = sound();
  bare.probe_mass_kg = bare.probe_diameter_m = bare.preload_n = bare.tap_force_n =
      bare.tap_duration_s = kNaN;
  CHECK_NOTHROW(validate(bare));
}

TEST_CASE("what a tap recording lacks or cannot have is named") {
  refused([](auto& r) { r.sampling_frequency_hz = kNaN; }, "'SamplingFrequency' is missing");
  refused([](auto& r) { r.sampling_frequency_hz = 3.2; }, "'SamplingFrequency' is 3.2 Hz");
  refused([](auto& r) { r.probe_mass_kg = -0.03; }, "'ProbeMass' is -0.03 kg");
  refused([](auto& r) { r.probe_mass_kg = 30; }, "'ProbeMass' is 30 kg");
  refused([](auto& r) { r.added_mass_kg = -0.001; }, "'AddedMass' is -0.001 kg");
  refused([](auto& r) { r.added_mass_kg = kNaN; }, "'AddedMass'");
  refused([](auto& r) { r.probe_diameter_m = 3; }, "'ProbeDiameter' is 3 m");
  refused([](auto& r) { r.preload_n = -0.18; }, "'Preload'");
  refused([](auto& r) { r.tap_force_n = 400; }, "'TapForce'");
  refused([](auto& r) { r.tap_duration_s = 15; }, "'TapDuration' is 15 s");
  refused([](auto& r) { r.taps_m_per_s2.clear(); }, "holds no tap");
  refused([](auto& r) { r.taps_m_per_s2[2].resize(10); }, "tap 3 has 10 samples");
  refused([](auto& r) { r.taps_m_per_s2[1][7] = std::numeric_limits<double>::quiet_NaN(); },
          "tap 2, sample 8");
  refused([](auto& r) { r.taps_m_per_s2[0][0] = 2e5; }, "tap 1, sample 1");
}
