#pragma once

#include "stiff/core/options.h"

#include <span>

namespace stiff {

/// The estimator of the echo's shift between two frames.
enum class MotionEstimator { loupas, kasai };
std::span<const Choice<MotionEstimator>> choices(MotionEstimator);

/// What a frame is compared with: a fixed reference (the frames before the push), or the frame
/// before it, the steps being added up. Steps drift (their noise adds up), but follow long motion
/// through decorrelation.
enum class MotionReference { fixed, successive };
std::span<const Choice<MotionReference>> choices(MotionReference);

/// What is handed on. `recorded`: displacement from IQ and RF, and a field as it was given.
enum class MotionQuantity { recorded, displacement, velocity };
std::span<const Choice<MotionQuantity>> choices(MotionQuantity);

struct MotionOptions {
  MotionEstimator estimator = MotionEstimator::loupas;
  double axial_window_m = 1.5e-3;
  MotionReference reference = MotionReference::fixed;
  int reference_frame = -1;
  MotionQuantity quantity = MotionQuantity::recorded;
  bool remove_bulk = true;
  bool drop_reverberation = true;
  double reverberation_limit_s = 2e-3;
  bool conjugate_iq = false;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    visit(Option{"estimator", "", "Estimator of the echo's shift between frames"}, self.estimator);
    visit(Option{"axial-window", "m", "Length of the axial kernel of the estimator", 1e-4, 1e-2},
          self.axial_window_m);
    visit(Option{"reference", "", "What a frame is compared with"}, self.reference);
    visit(Option{"reference-frame", "1",
                 "Reference frame, counted from 0; -1: the mean of all frames before the push", -1,
                 1e6},
          self.reference_frame);
    visit(Option{"motion-quantity", "", "Motion that the wave is sought in"}, self.quantity);
    visit(Option{"remove-bulk", "", "Remove the slow motion that the whole field shares"},
          self.remove_bulk);
    visit(Option{"drop-reverberation", "",
                 "Find frames that the push's echoes spoil and interpolate them"},
          self.drop_reverberation);
    visit(
        Option{"reverberation-limit", "s", "How long after the push frames may be dropped", 0, 0.1},
        self.reverberation_limit_s);
    visit(Option{"conjugate-iq", "", "The IQ's phase grows with depth (the other sign convention)"},
          self.conjugate_iq);
  }
};

}  // namespace stiff
