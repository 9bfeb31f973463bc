#pragma once

#include "stiff/core/axis.h"
#include "stiff/core/cube.h"

namespace stiff {

/// Axial displacement over a picture and its margin, for every frame: m, away from the probe > 0.
struct DisplacementGrid {
  Axis axial_m;
  Axis lateral_m;
  Cube<float> displacement_m;  ///< (axial, lateral, frame)
};

}  // namespace stiff
