#pragma once

#include "stiff/core/error.h"
#include "stiff/recording/shear_wave_recording.h"

#include <cmath>
#include <functional>
#include <string>

#include <catch2/catch.hpp>

/// Sound recordings, small and without a random number, and what it takes to see one refused.
namespace stiff_test {

using namespace stiff;

// A sequence without a library's distribution: the same everywhere, and no two neighbours alike.
inline double scatter(Index i) {
  return std::sin(12.9898 * static_cast<double>(i + 1)) * 0.9;
}

inline ShearWaveRecording iq_recording() {
  ShearWaveRecording recording;
  recording.kind = SampleKind::iq;
  recording.axial_m = {0.005, 0.2e-3, 20};
  recording.lateral_m = {-0.005, 0.3e-3, 30};
  recording.centre_frequency_hz = 5e6;
  recording.sound_speed_m_per_s = 1540;
  PushAcquisition acquisition;
  acquisition.iq = Cube<std::complex<float>>(20, 30, 25);
  for (Index i = 0; i < acquisition.iq.size(); ++i) {
    acquisition.iq.data()[i] = {static_cast<float>(scatter(2 * i)),
                                static_cast<float>(scatter(2 * i + 1))};
  }
  for (int t = 0; t < 25; ++t) acquisition.time_s.push_back(1e-4 * (t - 1));
  acquisition.push.lateral_m = 0;
  recording.acquisitions.push_back(acquisition);
  return recording;
}

inline ShearWaveRecording field_recording() {
  ShearWaveRecording recording = iq_recording();
  recording.kind = SampleKind::displacement;
  recording.centre_frequency_hz = kNaN;
  recording.sound_speed_m_per_s = kNaN;
  PushAcquisition& acquisition = recording.acquisitions[0];
  acquisition.iq = {};
  acquisition.real = Cube<float>(20, 30, 25);
  for (Index i = 0; i < acquisition.real.size(); ++i)
    acquisition.real.data()[i] = static_cast<float>(1e-5 * scatter(i));
  return recording;
}

using Change = std::function<void(ShearWaveRecording&)>;

inline void refused(ShearWaveRecording recording, const Change& change, const std::string& what) {
  change(recording);
  INFO(what);
  try {
    validate(recording);
    FAIL("not refused");
  } catch (const Error& error) {
    CHECK(error.kind() == ErrorKind::bad_data);
    CHECK_THAT(error.what(), Catch::Contains(what));
    CHECK(std::string(error.what()).find('\n') == std::string::npos);
  }
}

inline void accepted(ShearWaveRecording recording, const Change& change) {
  change(recording);
  CHECK_NOTHROW(validate(recording));
}

inline Cube<std::complex<float>>& iq(ShearWaveRecording& r) {
  return r.acquisitions[0].iq;
}
inline Cube<float>& field(ShearWaveRecording& r) {
  return r.acquisitions[0].real;
}

}  // namespace stiff_test
