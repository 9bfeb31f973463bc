#pragma once

#include "stiff/core/axis.h"
#include "stiff/core/cube.h"

namespace stiff {

/// Axial motion over a picture and its margin, for every frame, away from the probe > 0:
/// displacement in m, or velocity in m/s where its holder says so.
struct MotionGrid {
  Axis axial_m;
  Axis lateral_m;
  Cube<float> value;  ///< (axial, lateral, frame)
};

}  // namespace stiff
