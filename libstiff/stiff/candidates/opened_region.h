#pragma once

#include "stiff/core/axis.h"

#include <vector>

namespace stiff {

/// A region opened by a disc (Serra1982): what is left of it where the disc fits, so that a place
/// that hangs on by a bridge narrower than the disc is another one. Of what falls apart the part
/// that holds the seed or, where none does, lies nearest to it. All of it where the disc fits
/// nowhere. \param pixels row-major on a picture of so many columns. \param radius_mm of the disc.
std::vector<Index> opened_region(const std::vector<Index>& pixels, Index seed, Index columns,
                                 double axial_step_mm, double lateral_step_mm, double radius_mm);

}  // namespace stiff
