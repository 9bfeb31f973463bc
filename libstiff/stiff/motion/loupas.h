#pragma once

#include "stiff/core/cube.h"
#include "stiff/motion/echo_tracking.h"

#include <complex>

namespace stiff {

/// Displacement in m (axial, lateral, slots) by 2-D autocorrelation (Loupas1995; for pushes
/// Pinton2006): Kasai's phase over the echo's own mean frequency in the kernel,
///
///     u = -c / (4 pi f) * arg R,     f as `echo_frequency` has it, R and the sign as in `kasai.h`.
///
/// Attenuation lowers f with depth, and speckle makes it vary from pixel to pixel by as much as the
/// pulse's bandwidth: Kasai's estimate is off by f / f0 in each, this one is not.
///
/// \throws as `echo_displacement` and `check_scale`
Cube<float> loupas_displacement(View3<const std::complex<float>> iq, const EchoFrames& frames,
                                const EchoKernel& kernel, const EchoScale& scale);

/// The echo's mean frequency in Hz over the kernel round each pixel, the kernel's samples weighted
/// by their power:
///
///     f = f0 + c / (4 pi dz) * sum Im(conj(s) D s) / sum |s|^2,
///
/// D the eighth-order central difference in depth (lower orders within four samples of the field's
/// ends), sums over the kernel and over at most eight frames spread over the record. Tissue that
/// moves by u, small against the kernel, turns the phase of R by exactly this f, to first order in
/// u. The paper takes the phase of the axial lag-one correlation instead, which is the same for a
/// tone but not for speckle: on a simulated inclusion that phase made the error larger than
/// Kasai's, this mean made it smaller. D reads an offset within a quarter of the axial sampling
/// rate c / (2 dz) true to 3 %, within an eighth to 0.02 %. Noise that is white in depth pulls f
/// towards f0. Held within f0 / 2 and 2 f0.
Picture<double> echo_frequency(View3<const std::complex<float>> iq, const EchoFrames& frames,
                               Index axial_samples, const EchoScale& scale);

}  // namespace stiff
