#pragma once

#include "stiff/core/cube.h"

#include <span>

namespace stiff {

/// Unwraps a phase in time, in place: every jump beyond half a turn is taken as the shorter way
/// round. A turn is half a wavelength of axial motion: motion beyond a quarter wavelength from
/// frame to frame cannot be told from its complement.
///
/// \returns whether there was a jump
bool unwrap_in_time(std::span<float> phase);

/// Puts right the pixels whose trace was unwrapped wrongly (a dark speckle's phase is noise, and
/// takes turns of its own): a sample further than half a turn from the median of its four
/// neighbours one kernel away is moved by whole turns to within half a turn of it. Only pixels
/// marked in `wrapped` are touched.
///
/// \param turn_m the displacement of one turn, per pixel (its magnitude counts)
///
/// \param axial_reach,lateral_reach how far the neighbours lie; at the field's
/// ends the inner one counts twice
void repair_unwrapping(Cube<float>& displacement_m, const Picture<unsigned char>& wrapped,
                       const Picture<float>& turn_m, Index axial_reach, Index lateral_reach);

}  // namespace stiff
