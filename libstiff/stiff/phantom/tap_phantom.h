#pragma once

#include "stiff/core/options.h"
#include "stiff/recording/tap_recording.h"

#include <cstdint>
#include <span>
#include <vector>

namespace stiff {

/// What the probe taps on, and how.
struct TapPhantomTissue {
  double stiffness_n_per_m = 250;
  double damping_ratio = 0.15;  ///< below 1
  double mass_kg = 0.030;       ///< of the probe
  double added_mass_kg = 0;     ///< of the tissue that goes with it
  double force_n = 0.40;        ///< a rectangular push
  double duration_s = 0.015;
  double preload_n = 0.18;  ///< presses the probe on; matters where it may jump off

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    visit(Option{"stiffness", "N/m", "Stiffness of the tissue under the probe", 1, 1e5},
          self.stiffness_n_per_m);
    visit(Option{"damping-ratio", "1", "Damping over critical damping", 0, 0.99},
          self.damping_ratio);
    visit(Option{"mass", "kg", "Mass of the probe", 1e-4, 1}, self.mass_kg);
    visit(Option{"added-mass", "kg", "Mass of the tissue that swings with it", 0, 1},
          self.added_mass_kg);
    visit(Option{"force", "N", "Force of the tap", 1e-3, 50}, self.force_n);
    visit(Option{"duration", "s", "Length of the tap", 2e-4, 0.2}, self.duration_s);
    visit(Option{"preload", "N", "Static force of the probe on the skin", 1e-3, 50},
          self.preload_n);
  }
};

/// How it is recorded.
struct TapPhantomSensor {
  double sampling_frequency_hz = 3200;
  double record_s = 0.27;
  double onset_s = 0.0203;  ///< of the push; need not fall on a sample
  double offset_m_per_s2 = 0;
  double drift_m_per_s3 = 0;  ///< from the record's start
  double noise_m_per_s2 = 0;  ///< standard deviation, white
  double step_m_per_s2 = 0;   ///< of the sensor's digits; 0: none
  bool averaged = true;  ///< a sample is the mean over its interval, so that the push's edges fall
                         ///< on partial samples; otherwise the value at its instant

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    visit(Option{"sampling-frequency", "Hz", "Samples a second", 200, 1e6},
          self.sampling_frequency_hz);
    visit(Option{"record", "s", "Length of a trace", 0.01, 100}, self.record_s);
    visit(Option{"onset", "s", "When the tap begins", 0, 100}, self.onset_s);
    visit(Option{"offset", "m/s2", "What the sensor reads at rest", -1e3, 1e3},
          self.offset_m_per_s2);
    visit(Option{"drift", "m/s3", "How that changes", -1e4, 1e4}, self.drift_m_per_s3);
    visit(Option{"noise", "m/s2", "White noise, standard deviation", 0, 1e3}, self.noise_m_per_s2);
    visit(Option{"digit", "m/s2", "Step of the sensor's digits; 0: none", 0, 1e3},
          self.step_m_per_s2);
    visit(Option{"averaged", "", "A sample is the mean over its interval"}, self.averaged);
  }
};

/// What may go wrong with a tap.
enum class TapPhantomFault { none, double_tap, clipped, jump_off };
std::span<const Choice<TapPhantomFault>> choices(TapPhantomFault);

struct TapPhantomFaults {
  TapPhantomFault kind = TapPhantomFault::none;
  int tap = 0;                 ///< which one, from 1; 0: all
  double second_tap_s = 0.08;  ///< the second push after the first
  double limit_m_per_s2 = 8;   ///< where the sensor clips

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    visit(Option{"fault", "", "What goes wrong with a tap"}, self.kind);
    visit(Option{"fault-tap", "1", "The tap with which it does, from 1; 0: all", 0, 1000},
          self.tap);
    visit(Option{"second-tap", "s", "Second push of a double tap, after the first", 1e-3, 10},
          self.second_tap_s);
    visit(Option{"limit", "m/s2", "Acceleration at which the sensor clips", 1e-3, 1e5},
          self.limit_m_per_s2);
  }
};

struct TapPhantomOptions {
  TapPhantomTissue tissue;
  TapPhantomSensor sensor;
  TapPhantomFaults faults;
  int taps = 5;
  double stiffness_spread = 0;  ///< relative standard deviation from tap to tap, normal
  std::uint64_t seed = 1;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    TapPhantomTissue::describe(self.tissue, visit);
    visit(Option{"taps", "1", "Taps of a recording", 1, 1000}, self.taps);
    visit(
        Option{"spread", "1", "Relative standard deviation of the stiffness between taps", 0, 0.19},
        self.stiffness_spread);
    TapPhantomSensor::describe(self.sensor, visit);
    TapPhantomFaults::describe(self.faults, visit);
    visit(Option{"seed", "1", "Seed of spread and noise"}, self.seed);
  }
};

struct TapPhantom {
  TapRecording recording;
  std::vector<double> true_stiffness_n_per_m;  ///< of each tap
  std::vector<unsigned char> sound;            ///< of each tap: 1 if nothing went wrong with it
};

/// Taps on a damped oscillator in closed form: m x'' + c x' + k x = F over [0, T), c = 2 zeta
/// sqrt(k m), from rest, m probe and added mass. With u(t) = e^(-sigma t) sin(omega t) / omega,
///     x' = F/m [u(t) - u(t - T)],
/// and a sample the difference of x' over its interval by the sampling step (averaged), or x''.
/// Exact to rounding. A double tap is the sum of two. A probe that may jump off is not held: the
/// tissue pushes, k x + c x' + preload, or does not, and the preload brings the probe back; solved
/// by steps of a fiftieth of a sample. Where it never leaves, the tap is sound. \throws Error
/// (usage) for options that are not positive and finite, a damping ratio of 1 or more, or a push
/// that leaves the record.
TapPhantom simulate_taps(const TapPhantomOptions& options);

}  // namespace stiff
