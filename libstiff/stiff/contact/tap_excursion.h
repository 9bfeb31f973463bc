#pragma once

#include "stiff/contact/sample_reading.h"
#include "stiff/core/axis.h"

#include <span>

namespace stiff {

/// How far a tap drives the probe, and when it is back. Positions are in samples of the trace; a
/// reading without a value is NaN and has no derivatives.
struct TapExcursion {
  SampleReading maximum_m;       ///< dl: displacement where the velocity is next 0
  SampleReading maximum_sample;  ///< where
  SampleReading return_sample;   ///< where the displacement is 0 again
};

/// Velocity and displacement by trapezoids from rest at sample `start`, up to the return. With
/// velocity and displacement linear between samples, derivatives are exact. \param acceleration
/// m/s2, baseline gone, push positive.
TapExcursion tap_excursion(std::span<const double> acceleration, double step_s, Index start);

}  // namespace stiff
