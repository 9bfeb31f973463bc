#pragma once

#include "stiff/core/cube.h"
#include "stiff/motion/echo_phase.h"
#include "stiff/motion/kasai.h"

#include <complex>

namespace stiff {

/// 2-D autocorrelation (Loupas1995; for tracking of pushes Pinton2006): Kasai's phase over the
/// echo's own mean frequency in the kernel instead of the nominal one,
///
///     u = -c / (4 pi f) * arg R,     f = f0 + c / (4 pi dz) * w,
///
/// with R and w as in `EchoPhase`: w is the axial lag-one phase, summed over the kernel and over
/// all frames (the tissue moves by far less than the kernel, so its speckle keeps its frequency;
/// the paper sums over the frames of an ensemble for the same reason). With the IQ convention of
/// `kasai.h`, an echo above f0 turns forward with depth. Unambiguous where f is within half the
/// axial sampling rate c / (2 dz) of f0. \throws as `kasai_motion`
EchoMotion loupas_motion(View3<const std::complex<float>> iq, const EchoKernel& kernel,
                         const EchoScale& scale);

}  // namespace stiff
