#pragma once

#include "stiff/core/axis.h"
#include "stiff/core/cube.h"
#include "stiff/recording/shear_wave_recording.h"

#include <vector>

namespace stiff {

enum class MotionKind { displacement, velocity };

/// The tissue's axial motion after one push, on a uniform time axis, with what is known of its
/// noise.
struct MotionField {
  MotionKind kind = MotionKind::displacement;
  Axis axial_m;
  Axis lateral_m;
  Axis time_s;        ///< 0 is the end of the push; uniform: samples in gaps are interpolated
  Cube<float> value;  ///< m, or m/s; away from the probe > 0
  /// By frame: 0 where interpolated (a gap, or reverberation).
  std::vector<unsigned char> measured;
  /// SD of one sample's noise that is white in time, in the value's unit; NaN where unknown.
  Picture<float> noise_std;
  Picture<float> correlation;  ///< 0..1: the echo's own correlation between frames; 1 for a field
                               ///< given as such
  Push push;
};

}  // namespace stiff
