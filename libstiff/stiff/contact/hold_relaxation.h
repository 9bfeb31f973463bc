#pragma once

#include "stiff/contact/hold_detection.h"
#include "stiff/contact/relaxation_fit.h"
#include "stiff/contact/release_detection.h"

#include <span>

namespace stiff {

/// How a hold relaxes by itself.
struct HoldRelaxation {
  RelaxationFit fit;       ///< of the force less release and guarding, its rest taken off
  Estimate relaxed_share;  ///< 1 - F(end) / F(onset) of that fit
};

/// Fits the Prony series of `fit_relaxation` to a hold, from the ramp on, after what
/// `detect_release` found is taken out of the force: its size's error is not in the constants'
/// intervals. A hold of more than 1500 samples is averaged down to that.
HoldRelaxation relax_hold(std::span<const double> force_n, double sampling_frequency_hz,
                          const Hold& hold, const ReleaseDetection& release,
                          const RelaxationOptions& options = {});

}  // namespace stiff
