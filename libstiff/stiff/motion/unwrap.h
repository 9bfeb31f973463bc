#pragma once

#include <span>

namespace stiff {

/// Unwraps a phase in time, in place. With `steps` the samples are steps from the frame before and
/// are summed up (the first counts from nothing, as 0 would); otherwise each jump beyond half a
/// turn between neighbours is taken as the shorter way round. A turn is half a wavelength of axial
/// motion, so motion beyond a quarter wavelength a frame cannot be told from its complement.
void unwrap_in_time(std::span<float> phase, bool steps);

}  // namespace stiff
