#pragma once

#include "stiff/recording/tap_recording.h"

#include <cstdint>
#include <vector>

namespace stiff {

/// What the probe taps on, and how.
struct TapPhantomTissue {
  double stiffness_n_per_m = 250;
  double damping_ratio = 0.15;  ///< below 1
  double mass_kg = 0.030;       ///< all that moves: the probe and the tissue that goes with it
  double force_n = 0.40;        ///< a rectangular push
  double duration_s = 0.015;
};

/// How it is recorded.
struct TapPhantomSensor {
  double sampling_frequency_hz = 3200;
  double record_s = 0.27;
  double onset_s = 0.0203;  ///< of the push; need not fall on a sample
  double offset_m_per_s2 = 0;
  double drift_m_per_s3 = 0;  ///< from the record's start
  double noise_m_per_s2 = 0;  ///< standard deviation, white
  bool averaged = true;  ///< a sample is the mean over its interval, so that the push's edges fall
                         ///< on partial samples; otherwise the value at its instant
};

struct TapPhantomOptions {
  TapPhantomTissue tissue;
  TapPhantomSensor sensor;
  int taps = 5;
  double stiffness_spread = 0;  ///< relative standard deviation from tap to tap, normal
  std::uint64_t seed = 1;
};

struct TapPhantom {
  TapRecording recording;
  std::vector<double> true_stiffness_n_per_m;  ///< of each tap
};

/// Taps on a damped oscillator in closed form: m x'' + c x' + k x = F over [0, T), c = 2 zeta
/// sqrt(k m), from rest. With u(t) = e^(-sigma t) sin(omega t) / omega,
///     x' = F/m [u(t) - u(t - T)],
/// and a sample the difference of x' over its interval by the sampling step (averaged), or x''.
/// Exact to rounding. \throws Error (usage) for options that are not positive and finite, a
/// damping ratio of 1 or more, or a push that leaves the record.
TapPhantom simulate_taps(const TapPhantomOptions& options);

}  // namespace stiff
