#include "stiff/core/error.h"
#include "stiff/motion/track_motion.h"

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

#include "motion/echo_cine.h"
#include <catch2/catch.hpp>

using namespace stiff;
using echo_cine::Settings;

namespace {

constexpr double kDt = 1e-4;

std::vector<double> times(double first, Index count) {
  std::vector<double> t;
  for (Index i = 0; i < count; ++i) t.push_back(first + kDt * static_cast<double>(i));
  return t;
}

/// A recording of IQ whose first five frames precede the push.
ShearWaveRecording recording_of(const Settings& s, Cube<std::complex<float>> iq) {
  ShearWaveRecording recording;
  recording.kind = SampleKind::iq;
  recording.axial_m = {5e-3, s.axial_step_m, s.axial};
  recording.lateral_m = {-1e-3, 3e-4, s.lateral};
  recording.centre_frequency_hz = s.mixed_hz;
  recording.sound_speed_m_per_s = s.c;
  PushAcquisition push;
  push.time_s = times(-5 * kDt, iq.time());
  push.iq = std::move(iq);
  push.push.lateral_m = 0;
  recording.acquisitions.push_back(std::move(push));
  return recording;
}

double pulse(double, Index x, Index t) {
  const double at = (static_cast<double>(t) - 15 - 0.8 * static_cast<double>(x)) / 4;
  return t < 5 ? 0 : 8e-6 * std::exp(-at * at / 2);
}

/// RMS of the difference to the pulse over frames and pixels off the ends, in m.
double error_m(const MotionField& motion) {
  double sum = 0;
  int count = 0;
  for (Index z = 10; z < motion.value.axial() - 10; ++z) {
    for (Index x = 0; x < motion.value.lateral(); ++x) {
      for (Index t = 0; t < motion.value.time(); ++t, ++count) {
        sum += std::pow(static_cast<double>(motion.value(z, x, t)) - pulse(0, x, t), 2);
      }
    }
  }
  return std::sqrt(sum / count);
}

Settings settings() {
  Settings s;
  s.axial = 80;
  s.lateral = 10;
  s.frames = 60;
  return s;
}

ShearWaveRecording field_recording(SampleKind kind, const Cube<float>& field) {
  ShearWaveRecording recording;
  recording.kind = kind;
  recording.axial_m = {0, 1e-3, field.axial()};
  recording.lateral_m = {0, 3e-4, field.lateral()};
  PushAcquisition push;
  push.time_s = times(0, field.time());
  push.real = field;
  recording.acquisitions.push_back(std::move(push));
  return recording;
}

Cube<float> pulse_field() {
  Cube<float> field(3, 10, 60);
  for (Index z = 0; z < 3; ++z) {
    for (Index x = 0; x < 10; ++x) {
      for (Index t = 0; t < 60; ++t) field(z, x, t) = static_cast<float>(pulse(0, x, t));
    }
  }
  return field;
}

}  // namespace

TEST_CASE("IQ of a wave becomes its displacement, with noise, correlation and time axis") {
  const Settings s = settings();
  auto iq = echo_cine::speckle(s, pulse);
  echo_cine::add_noise(iq, echo_cine::power(iq) * 1e-4, 5);
  const MotionField motion = track_motion(recording_of(s, iq), 0);
  CHECK(motion.kind == MotionKind::displacement);
  CHECK(motion.time_s.first == Approx(-5 * kDt));
  CHECK(std::count(motion.measured.begin(), motion.measured.end(), 1) == s.frames);
  CHECK(motion.correlation.mean() > 0.99F);
  // 40 dB: 0.01 rad over the root of 15 samples' power, each way: 0.05 um in the mean, more in dark
  // speckle.
  CHECK(error_m(motion) < 0.15e-6);
  const double noise = std::sqrt(static_cast<double>(motion.noise_std.square().mean()));
  CHECK(noise > 0.03e-6);
  CHECK(noise < 0.15e-6);
  // Equal input, equal bits.
  const MotionField again = track_motion(recording_of(s, iq), 0);
  CHECK(std::equal(motion.value.data(), motion.value.data() + motion.value.size(),
                   again.value.data()));
}

TEST_CASE("RF of a wave becomes the same displacement") {
  Settings s = settings();
  s.axial = 500;
  s.axial_step_m = 2e-5;
  s.lateral = 4;
  const auto iq = echo_cine::speckle(s, pulse);
  ShearWaveRecording recording = recording_of(s, iq);
  recording.kind = SampleKind::rf;
  recording.sampling_frequency_hz = s.c / (2 * s.axial_step_m);
  Cube<float> rf(s.axial, s.lateral, s.frames);
  for (Index z = 0; z < s.axial; ++z) {
    const double turn =
        4 * std::numbers::pi * s.mixed_hz * static_cast<double>(z) * s.axial_step_m / s.c;
    for (Index x = 0; x < s.lateral; ++x) {
      for (Index t = 0; t < s.frames; ++t) {
        rf(z, x, t) =
            static_cast<float>((std::polar(1.0, turn) * std::complex<double>(iq(z, x, t))).real());
      }
    }
  }
  recording.acquisitions[0].real = rf;
  recording.acquisitions[0].iq = {};
  CHECK(error_m(track_motion(recording, 0)) < 0.1e-6);
  recording.sampling_frequency_hz *= 1.1;
  CHECK_THROWS_WITH(track_motion(recording, 0), Catch::Contains("SamplingFrequency"));
}

TEST_CASE("Frames that the push's reverberation spoils are replaced, in every reference") {
  const Settings s = settings();
  auto iq = echo_cine::speckle(s, pulse);
  echo_cine::add_noise(iq, echo_cine::power(iq) * 1e-4, 5);
  std::mt19937 random(8);
  std::normal_distribution<float> normal;
  for (Index z = 0; z < s.axial; ++z) {
    for (Index x = 0; x < s.lateral; ++x) {
      for (Index t = 5; t < 8; ++t)
        iq(z, x, t) += std::complex<float>(20 * normal(random), 20 * normal(random));
    }
  }
  const ShearWaveRecording recording = recording_of(s, iq);
  for (const MotionReference reference : {MotionReference::fixed, MotionReference::successive}) {
    const MotionField kept =
        track_motion(recording, 0, {.reference = reference, .drop_reverberation = false});
    const MotionField dropped = track_motion(recording, 0, {.reference = reference});
    for (std::size_t t = 0; t < 60; ++t) CHECK(dropped.measured[t] == (t < 5 || t > 7 ? 1 : 0));
    CHECK(error_m(kept) > 1e-6);
    CHECK(error_m(dropped) < 0.2e-6);
  }
}

TEST_CASE("A gap at the push is filled and marked") {
  const Settings s = settings();
  ShearWaveRecording recording = recording_of(s, echo_cine::speckle(s, pulse));
  for (std::size_t t = 5; t < 60; ++t) recording.acquisitions[0].time_s[t] += kDt;
  const MotionField motion = track_motion(recording, 0);
  CHECK(motion.time_s.size == 61);
  CHECK(motion.measured[5] == 0);
  CHECK(std::count(motion.measured.begin(), motion.measured.end(), 0) == 1);
  CHECK(std::abs(motion.value(40, 5, 5)) < 1e-6F);
}

TEST_CASE("A field passes through as it is, and is turned into the other quantity when asked") {
  const Cube<float> field = pulse_field();
  for (const SampleKind kind : {SampleKind::displacement, SampleKind::velocity}) {
    const MotionField motion = track_motion(field_recording(kind, field), 0);
    CHECK(motion.kind ==
          (kind == SampleKind::velocity ? MotionKind::velocity : MotionKind::displacement));
    CHECK(std::equal(field.data(), field.data() + field.size(), motion.value.data()));
    CHECK(motion.correlation.minCoeff() == 1.0F);
    CHECK(motion.noise_std.maxCoeff() < 1e-8F);
  }
  const MotionField velocity = track_motion(field_recording(SampleKind::displacement, field), 0,
                                            {.quantity = MotionQuantity::velocity});
  CHECK(velocity.kind == MotionKind::velocity);
  CHECK(velocity.value(1, 4, 30) == Approx((field(1, 4, 31) - field(1, 4, 29)) / (2 * kDt)));
  const MotionField displacement =
      track_motion(field_recording(SampleKind::velocity, velocity.value), 0,
                   {.quantity = MotionQuantity::displacement});
  CHECK(displacement.kind == MotionKind::displacement);
  // Difference and trapezoid: cos(w dt / 2)^2 of the pulse, SD four frames: 1.6 % of its height.
  CHECK(displacement.value(1, 4, 18) - displacement.value(1, 4, 0) ==
        Approx(field(1, 4, 18) - field(1, 4, 0)).margin(0.016 * 8e-6));
}

TEST_CASE("The noise of a noisy field is its own, for both quantities") {
  std::mt19937 random(4);
  std::normal_distribution<float> normal(0, 1e-7F);
  Cube<float> field(40, 40, 80);
  for (Index i = 0; i < field.size(); ++i) field.data()[i] = normal(random);
  const auto rms = [](const Picture<float>& noise) {
    return std::sqrt(static_cast<double>(noise.square().mean()));
  };
  const ShearWaveRecording recording = field_recording(SampleKind::displacement, field);
  CHECK(rms(track_motion(recording, 0).noise_std) == Approx(1e-7).epsilon(0.015));
  // The central difference of white noise: SD / (sqrt(2) dt), which the samples' own spread must
  // show.
  const MotionField velocity = track_motion(recording, 0, {.quantity = MotionQuantity::velocity});
  double sum = 0;
  for (Index z = 0; z < 40; ++z) {
    for (Index x = 0; x < 40; ++x) {
      // The first and the last difference are one-sided, and noisier.
      for (Index t = 1; t < 79; ++t)
        sum += std::pow(static_cast<double>(velocity.value(z, x, t)), 2);
    }
  }
  const double spread = std::sqrt(sum / (40 * 40 * 78));
  CHECK(rms(velocity.noise_std) == Approx(spread).epsilon(0.015));
}

TEST_CASE("What cannot be tracked is refused in one line") {
  const Settings s = settings();
  const auto iq = echo_cine::speckle(s, pulse);
  const ShearWaveRecording good = recording_of(s, iq);
  CHECK_THROWS_WITH(track_motion(good, 1), Catch::Contains("no push 2"));
  CHECK_THROWS_AS(track_motion(good, 0, {.reference_frame = 60}), Error);
  CHECK_THROWS_AS(track_motion(good, 0, {.axial_window_m = kNaN}), Error);
  CHECK_THROWS_AS(track_motion(good, 0, {.reference_frame = -2}), Error);
  ShearWaveRecording bad = good;
  bad.centre_frequency_hz = kNaN;
  CHECK_THROWS_WITH(track_motion(bad, 0), Catch::Contains("CenterFrequency"));
  bad = good;
  bad.sound_speed_m_per_s = kNaN;
  CHECK_THROWS_WITH(track_motion(bad, 0), Catch::Contains("SoundSpeed"));
  bad = good;
  bad.axial_m.size -= 1;
  CHECK_THROWS_AS(track_motion(bad, 0), Error);
  bad = good;
  bad.acquisitions[0].time_s.pop_back();
  CHECK_THROWS_AS(track_motion(bad, 0), Error);
  Cube<float> field = pulse_field();
  field(1, 1, 1) = std::nanf("");
  CHECK_THROWS_WITH(track_motion(field_recording(SampleKind::velocity, field), 0),
                    Catch::Contains("not finite"));
  CHECK_THROWS_WITH(track_motion(field_recording(SampleKind::velocity, Cube<float>(3, 3, 9)), 0),
                    Catch::Contains("zero everywhere"));
}
