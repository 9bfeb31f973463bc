#pragma once

#include "stiff/core/cube.h"

#include <span>

namespace stiff {

/// The SD of the noise of one sample, per pixel, from what changes faster than tissue can: the
/// fourth difference in time of runs of five measured frames,
///
///     d_t = (u_{t-2} - 4 u_{t-1} + 6 u_t - 4 u_{t+1} + u_{t+2}) / sqrt(70),
///
/// which leaves white noise its variance and passes motion at a tenth of the frame rate by 0.017.
/// Values beyond 3 SD are cut (the front of the push), and what the cut takes from noise is given
/// back. NaN where fewer than 3 runs were measured.
Picture<float> sample_noise(View3<const float> field, std::span<const unsigned char> measured);

}  // namespace stiff
