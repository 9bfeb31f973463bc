#pragma once

#include "stiff/core/cube.h"

#include <span>

namespace stiff {

/// The SD of the noise of one sample, per pixel, from what changes faster than tissue can: the
/// sixth difference in time of runs of seven measured frames,
///
///     d_t = (u_t - 6 u_{t+1} + 15 u_{t+2} - 20 u_{t+3} + 15 u_{t+4} - 6 u_{t+5} + u_{t+6}) /
///     sqrt(924),
///
/// which leaves white noise its variance and passes motion at a tenth of the frame rate by 0.0018,
/// at a fifth by 0.09. Values beyond 3 SD are cut (the front of the push), and what the cut takes
/// from noise is given back. Neighbours in time are correlated: n frames have about n / 3.2 degrees
/// of freedom. It counts the noise that is white in time; what is the same in all frames (the
/// reference's own noise, SD / sqrt(reference frames)) is not in it. NaN where fewer than 3 runs
/// were measured.
Picture<float> sample_noise(View3<const float> field, std::span<const unsigned char> measured);

}  // namespace stiff
