#pragma once

#include "stiff/core/cube.h"
#include "stiff/motion/echo_tracking.h"

#include <complex>

namespace stiff {

/// Displacement in m (axial, lateral, slots) by lag-one autocorrelation (Kasai1985), summed over an
/// axial kernel:
///
///     u = -c / (4 pi f0) * arg R,      R = sum s_t conj(s_ref)
///
/// IQ convention: an echo from depth z has the phase exp(-i 4 pi f0 z / c), so tissue that moves
/// away from the probe (u > 0) turns it backwards. f0 is the frequency that the IQ was mixed down
/// with; where the echo's own frequency is f, the result is off by the factor f / f0 (`loupas.h`).
/// \throws as `echo_displacement` and `check_scale`
Cube<float> kasai_displacement(View3<const std::complex<float>> iq, const EchoFrames& frames,
                               const EchoKernel& kernel, const EchoScale& scale);

}  // namespace stiff
