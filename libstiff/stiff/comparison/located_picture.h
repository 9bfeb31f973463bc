#pragma once

#include "stiff/core/axis.h"
#include "stiff/core/cube.h"
#include "stiff/core/estimate.h"

#include <algorithm>

namespace stiff {

/// A picture with its place: rows axial, columns lateral, in m; NaN where it says nothing.
struct LocatedPicture {
  Axis axial_m;
  Axis lateral_m;
  Picture<float> value;
};

/// Bilinear between the four pixels about a point; NaN beyond the outer pixels' centres and where
/// one of those that have a share says nothing.
inline double bilinear(const LocatedPicture& picture, double axial_m, double lateral_m) {
  // A point on the last row is on it, whatever the rounding of its coordinate.
  constexpr double kRounding = 1e-9;
  const auto place = [](const Axis& axis, double at, Index& first, double& share) {
    const double index = axis.index_of(at);
    const double end = static_cast<double>(axis.size - 1);
    if (!(index >= -kRounding && index <= end + kRounding)) return false;
    const double held = std::min(std::max(index, 0.0), end);
    first = std::min(static_cast<Index>(held), std::max<Index>(0, axis.size - 2));
    share = held - static_cast<double>(first);
    return true;
  };
  Index z = 0, x = 0;
  double down = 0, across = 0;
  if (!place(picture.axial_m, axial_m, z, down)) return kNaN;
  if (!place(picture.lateral_m, lateral_m, x, across)) return kNaN;
  double sum = 0;
  for (Index i = 0; i < 2; ++i) {
    for (Index j = 0; j < 2; ++j) {
      const double weight = (i == 0 ? 1 - down : down) * (j == 0 ? 1 - across : across);
      if (weight < kRounding) continue;
      sum += weight * static_cast<double>(picture.value(z + i, x + j));
    }
  }
  return sum;
}

}  // namespace stiff
