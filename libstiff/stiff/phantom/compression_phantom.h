#pragma once

#include "stiff/core/options.h"
#include "stiff/recording/compression_recording.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace stiff {

/// What is pressed: F(t) = F0 [1 - sum g_i (1 - e^(-t / tau_i)) - c ln(1 + t / t0)], to a step of
/// force F0; what is held relaxes from the ramp on.
struct CompressionPhantomTissue {
  double stiffness_n_per_m = 4000;
  std::string prony = "0.1,1.5;0.1,12";  ///< `share,time constant` of each term, `;` between
  double log_share = 0.02;               ///< c
  double log_time_s = 0.5;               ///< t0

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    visit(Option{"stiffness", "N/m", "Stiffness in the ramp", 10, 1e6}, self.stiffness_n_per_m);
    visit(Option{"prony", "LIST",
                 "Relaxation: share,time constant (1, s) of each term, ';' between them"},
          self.prony);
    visit(Option{"log-share", "1", "Relaxation by log t: c of c ln(1 + t / t0)", 0, 0.5},
          self.log_share);
    visit(Option{"log-time", "s", "Its t0", 1e-3, 100}, self.log_time_s);
  }
};

/// How it is pressed.
struct CompressionPhantomProtocol {
  double force_n = 20;  ///< at the ramp's end
  int holds = 1;
  double hold_s = 30;
  double rest_s = 10;
  double ramp_s = 0.5;
  double lead_s = 2;       ///< before the first ramp
  bool from_hold = false;  ///< the record begins within the first hold
  double probe_diameter_m = 0.015;
  bool displacement = true;
  double sway_m = 0;  ///< root mean square of the hand's slow movement (0.5 Hz), which the force
                      ///< follows by the stiffness

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    visit(Option{"force", "N", "Force at the ramp's end", 0, 1000}, self.force_n);
    visit(Option{"holds", "1", "Holds", 0, 100}, self.holds);
    visit(Option{"hold", "s", "Length of a hold", 1, 600}, self.hold_s);
    visit(Option{"rest", "s", "Rest between holds and at the end", 0.5, 600}, self.rest_s);
    visit(Option{"ramp", "s", "Length of the ramp, and of letting go", 0.02, 10}, self.ramp_s);
    visit(Option{"lead", "s", "Rest before the first ramp", 0.5, 100}, self.lead_s);
    visit(Option{"from-hold", "", "The record begins within the first hold"}, self.from_hold);
    visit(Option{"diameter", "m", "Diameter of the probe's round end", 1e-3, 0.3},
          self.probe_diameter_m);
    visit(Option{"displacement", "", "Record the displacement too"}, self.displacement);
    visit(Option{"sway", "m", "Root mean square of the hand's slow movement", 0, 0.01},
          self.sway_m);
  }
};

enum class CompressionNoise { white, ar1 };
std::span<const Choice<CompressionNoise>> choices(CompressionNoise);

/// How it is recorded.
struct CompressionPhantomSensor {
  double sampling_frequency_hz = 100;
  double noise_n = 0.1;  ///< standard deviation
  CompressionNoise kind = CompressionNoise::white;
  double correlation = 0.95;  ///< of ar1, from sample to sample
  double tremor_n = 0;        ///< root mean square during a hold
  double tremor_hz = 10;
  double tremor_width_hz = 0.5;  ///< of its spectrum's peak
  double displacement_noise_m = 1e-6;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    visit(Option{"sampling-frequency", "Hz", "Samples a second", 20, 10000},
          self.sampling_frequency_hz);
    visit(Option{"noise", "N", "Standard deviation of the force's noise", 0, 100}, self.noise_n);
    visit(Option{"noise-kind", "", "Its colour"}, self.kind);
    visit(Option{"noise-correlation", "1", "Of ar1, from sample to sample", 0, 0.999},
          self.correlation);
    visit(Option{"tremor", "N", "Root mean square of a tremor during the holds", 0, 100},
          self.tremor_n);
    visit(Option{"tremor-frequency", "Hz", "Its frequency", 1, 50}, self.tremor_hz);
    visit(Option{"tremor-width", "Hz", "Width of its peak", 0.01, 10}, self.tremor_width_hz);
    visit(Option{"displacement-noise", "m", "Standard deviation of the displacement's noise", 0,
                 1e-3},
          self.displacement_noise_m);
  }
};

/// What happens in a hold; times after its onset.
struct CompressionPhantomEvents {
  double release_n = 0;
  double release_s = 15;  ///< half of it is done
  double release_width_s = 0;
  int release_hold = 0;  ///< 0: every hold
  double guarding_n = 0;
  double guarding_s = 8;
  double guarding_width_s = 1;
  double guarding_length_s = 0;  ///< after which it goes again; 0: it stays

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    visit(Option{"release-drop", "N", "Force lost at a release", 0, 1000}, self.release_n);
    visit(Option{"release-time", "s", "When half of it is done, after the onset", 0, 600},
          self.release_s);
    visit(Option{"release-width", "s", "How long it takes; 0: a step", 0, 60},
          self.release_width_s);
    visit(Option{"release-hold", "1", "In which hold; 0: in every one", 0, 100}, self.release_hold);
    visit(Option{"guarding", "N", "Rise of the force by guarding", 0, 1000}, self.guarding_n);
    visit(Option{"guarding-time", "s", "When half of it is done, after the onset", 0, 600},
          self.guarding_s);
    visit(Option{"guarding-width", "s", "How long it takes", 0, 60}, self.guarding_width_s);
    visit(Option{"guarding-length", "s", "After which it goes again; 0: it stays", 0, 600},
          self.guarding_length_s);
  }
};

struct CompressionPhantomOptions {
  CompressionPhantomTissue tissue;
  CompressionPhantomProtocol protocol;
  CompressionPhantomSensor sensor;
  CompressionPhantomEvents events;
  std::uint64_t seed = 1;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    visit(Option{"seed", "1", "Seed of the noise", 0}, self.seed);
  }
  template <class Self, class Visitor>
  static void groups(Self& self, Visitor&& visit) {
    visit("Tissue", self.tissue);
    visit("Protocol", self.protocol);
    visit("Sensor", self.sensor);
    visit("Events", self.events);
  }
};

/// The truth of one hold; NaN where there is none.
struct CompressionPhantomHold {
  double onset_s, duration_s;
  double mean_force_n;  ///< over the hold, without noise
  double relaxed_share;
  double release_s, release_n, guarding_s, guarding_n;
};

struct CompressionPhantom {
  CompressionRecording recording;
  std::vector<double> noiseless_n;
  std::vector<CompressionPhantomHold> holds;
};

/// Holds in closed form: the relaxation's integral over the ramp (Prony terms and log t both have
/// one), release and guarding as straight falls and rises, then noise; tremor is a resonance of
/// second order driven by white noise. Noise is exact for AR(1); everything else to rounding.
/// \throws Error (usage) for options that are out of range or a list that cannot be read.
CompressionPhantom simulate_compression(const CompressionPhantomOptions& options);

}  // namespace stiff
