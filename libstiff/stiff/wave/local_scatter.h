#pragma once

#include "stiff/core/cube.h"

namespace stiff {

/// How a picture scatters about its own local plane.
struct LocalScatter {
  Picture<float> variance;  ///< mean squared residual about the plane; NaN where there is none
  Picture<float> residual;  ///< the pixel's own distance from its plane; 0 where there is none
  Picture<float> count;     ///< valid pixels in the box
};

/// Fits a plane to the valid pixels in a box of half_axial, half_lateral pixels to each side of
/// each pixel (cut at the edges) by least squares, from sums over boxes. A pixel with fewer than
/// `least` valid ones in its box, or whose box does not determine a plane, has none.
LocalScatter local_scatter(const Picture<float>& value, const Picture<unsigned char>& valid,
                           Index half_axial, Index half_lateral, Index least);

}  // namespace stiff
