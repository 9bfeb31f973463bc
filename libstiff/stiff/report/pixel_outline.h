#pragma once

#include "stiff/core/cube.h"

#include <cstdint>
#include <vector>

namespace stiff {

/// A corner of a pixel: `column` 0 is the left edge of the first pixel, `row` 0 its upper edge.
struct PixelCorner {
  Index column = 0;
  Index row = 0;
  bool operator==(const PixelCorner&) const = default;
};

/// The closed paths along the edges of the pixels that have the label, so that these lie inside and
/// all others outside. Outer edges go clockwise on the screen, holes the other way; pixels that
/// touch by a corner alone have paths apart. Only corners where the path turns are given; the last
/// is joined to the first.
std::vector<std::vector<PixelCorner>> pixel_outline(const Picture<std::int32_t>& labels,
                                                    std::int32_t label);

}  // namespace stiff
