#pragma once

#include "stiff/core/options.h"
#include "stiff/recording/indentation_recording.h"

#include <cstdint>
#include <string>
#include <vector>

namespace stiff {

/// What is pressed.
struct IndentationPhantomTissue {
  double modulus_pa = 20e3;  ///< Young's modulus at the instant of loading
  double poisson_ratio = 0.5;
  double thickness_m = 0.02;  ///< on a rigid base; 0: a half space
  std::string prony;  ///< `amplitude,time constant` (1, s) of each term, `;` between; shares of the
                      ///< instantaneous modulus, below 1 together

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    visit(Option{"modulus", "Pa", "Young's modulus at the instant of loading", 100, 1e7},
          self.modulus_pa);
    visit(Option{"poisson-ratio", "1", "Poisson's ratio", 0, 0.5}, self.poisson_ratio);
    visit(Option{"thickness", "m", "Thickness on a rigid base; 0: a half space", 0, 0.3},
          self.thickness_m);
    visit(Option{"prony", "LIST",
                 "Relaxation: amplitude,time constant (1, s) of each term, ';' between them"},
          self.prony);
  }
};

/// What presses, and how: `cycles` times down, a hold, up, a rest.
struct IndentationPhantomProtocol {
  ProbeShape shape = ProbeShape::flat;
  double diameter_m = 8e-3;
  double gap_m = 0.5e-3;  ///< travel before contact
  double depth_m = 1.5e-3;
  double speed_m_per_s = 1e-3;
  double speed_growth = 1;  ///< from cycle to cycle, a factor
  double hold_s = 0;
  double rest_s = 1;  ///< before the first cycle, and after each
  int cycles = 3;
  double preconditioning = 0;  ///< cycle c (from 0) is stiffer by this times e^(-c)

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    visit(Option{"shape", "", "End of the probe"}, self.shape);
    visit(Option{"diameter", "m", "Diameter of the flat end or of the sphere", 2e-4, 0.1},
          self.diameter_m);
    visit(Option{"gap", "m", "Travel before contact", 0, 0.05}, self.gap_m);
    visit(Option{"depth", "m", "Depth of the indentation", 1e-5, 0.05}, self.depth_m);
    visit(Option{"probe-speed", "m/s", "Speed of the probe in the first cycle", 1e-6, 1},
          self.speed_m_per_s);
    visit(Option{"speed-growth", "1", "Factor on the speed from cycle to cycle", 0.01, 100},
          self.speed_growth);
    visit(Option{"hold", "s", "Hold at depth", 0, 600}, self.hold_s);
    visit(Option{"rest", "s", "Rest before the first cycle and after each", 0, 600}, self.rest_s);
    visit(Option{"cycles", "1", "Cycles", 1, 1000}, self.cycles);
    visit(Option{"preconditioning", "1", "Share by which the first cycle is stiffer", 0, 2},
          self.preconditioning);
  }
};

/// How it is recorded.
struct IndentationPhantomSensor {
  double sampling_frequency_hz = 200;
  double force_noise_n = 2e-3;  ///< standard deviation, white
  double depth_noise_m = 2e-6;  ///< likewise
  double force_offset_n = 0;
  double force_drift_n_per_s = 0;
  double time_jitter = 0;            ///< of each instant, over the sampling interval; uniform
  double thickness_std_error_m = 0;  ///< the stated thickness is the true one and such an error

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    visit(Option{"sampling", "Hz", "Samples a second", 1, 1e6}, self.sampling_frequency_hz);
    visit(Option{"force-noise", "N", "White noise of the force (SD)", 0, 10}, self.force_noise_n);
    visit(Option{"depth-noise", "m", "White noise of the depth (SD)", 0, 1e-3}, self.depth_noise_m);
    visit(Option{"force-offset", "N", "Offset of the force", -100, 100}, self.force_offset_n);
    visit(Option{"force-drift", "N/s", "Drift of the force", -1, 1}, self.force_drift_n_per_s);
    visit(Option{"time-jitter", "1", "Jitter of the sampling, over its interval", 0, 0.9},
          self.time_jitter);
    visit(Option{"thickness-error", "m", "Standard error of the thickness that is stated", 0, 0.05},
          self.thickness_std_error_m);
  }
};

struct IndentationPhantomOptions {
  IndentationPhantomTissue tissue;
  IndentationPhantomProtocol protocol;
  IndentationPhantomSensor sensor;
  std::uint64_t seed = 1;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    visit(Option{"seed", "1", "Seed of the noise"}, self.seed);
  }
  template <class Self, class Visitor>
  static void groups(Self& self, Visitor&& visit) {
    visit("Phantom: tissue", self.tissue);
    visit("Phantom: probe", self.protocol);
    visit("Phantom: sensor", self.sensor);
  }
};

struct PronyTerm {
  double amplitude, time_constant_s;
};

/// What the recording was made of.
struct IndentationTruth {
  std::vector<double> modulus_pa;  ///< instantaneous, of each cycle
  std::vector<PronyTerm> terms;
  double contact_depth_m = 0;  ///< the travel at which the probe meets the untouched tissue
  double thickness_m = kNaN;
  std::vector<double> ramp_s;  ///< from contact to full depth, of each cycle
  /// Of each cycle, were it the first after a long rest: force over G at the ramp's end (under a
  /// flat end the mean of E(t) over the ramp), and dF / dG there (E at the ramp's end).
  std::vector<double> secant_modulus_pa, tangent_modulus_pa;
};

struct IndentationPhantom {
  IndentationRecording recording;
  IndentationTruth truth;
};

/// A probe that goes in and out at even speeds. The force is Boltzmann's integral
///
///     F(t) = E0 int [g_inf + sum g_i e^(-(t - s) / tau_i)] dG(s)
///
/// G(w) force over modulus of `LayerPunch`. Of a flat end G is linear in the depth, and the
/// integral exact; of a sphere it is taken straight between samples, and its way out only
/// approximate (the contact shrinks by other laws: more than one cycle with relaxation is refused).
/// The force is never negative: where the tissue does not follow the probe it lets go, and comes
/// back by itself at no force. \throws Error (usage) for options out of range or at odds.
IndentationPhantom simulate_indentation(const IndentationPhantomOptions& options);

}  // namespace stiff
