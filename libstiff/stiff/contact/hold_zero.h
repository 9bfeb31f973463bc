#pragma once

#include "stiff/contact/indentation_cycles.h"
#include "stiff/contact/loading_fit.h"
#include "stiff/recording/indentation_recording.h"

namespace stiff {

/// The force of the air over a hold: offset_n + drift_n_per_s (t - mid_s).
struct HoldZero {
  double mid_s = 0, offset_n = 0, drift_n_per_s = 0;
  double std_error_n = kNaN;  ///< in the middle of the hold

  double at(double time_s) const { return offset_n + drift_n_per_s * (time_s - mid_s); }
};

/// From the air before the contact and behind the way out, as long each as the way in and its rest:
/// the straight line through both where `drift` is let, so that a hold lies between what is known
/// and nothing is carried on past it. (A loading curve may take some of a tissue's relaxing for a
/// drift; of 1 mN/s, carried on over a hold of 20 s, the long-time modulus was 4 % off.) With air
/// on one side alone its mean, or its line where the slope stands 3.3 errors out; without any the
/// loading curve's offset. Error of white noise. Nearer to the contact than a twentieth of the
/// depth no sample is taken for air.
HoldZero hold_zero(const IndentationRecording& recording, const IndentationCycle& cycle,
                   const LoadingFit& loading, double contact_m, bool drift);

}  // namespace stiff
