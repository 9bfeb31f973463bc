#pragma once

#include "stiff/comparison/located_picture.h"

namespace stiff {

/// Convolution with a Gaussian of standard deviation sigma_m over the pixels that say something,
///   sum_j g(i - j) v_j / sum_j g(i - j)
/// (normalised convolution, KnutssonWestin1993); pixels that say nothing stay so. The kernel is cut
/// at 3 sigma. sigma_m = 0 changes nothing.
LocatedPicture smoothed(const LocatedPicture& picture, double sigma_m);

/// The picture less itself smoothed with background_m: gain with depth and shading go, and so does
/// what is much wider than background_m.
LocatedPicture without_background(const LocatedPicture& picture, double background_m);

}  // namespace stiff
