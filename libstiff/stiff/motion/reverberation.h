#pragma once

#include "stiff/core/cube.h"
#include "stiff/motion/echo_tracking.h"

#include <complex>
#include <vector>

namespace stiff {

/// The coherence of some frames with the reference, over an axial kernel: |R|^2 / (P P_ref) as in
/// `echo_displacement`, P the kernel's power; 1 for equal echoes, SNR^2 / (1 + SNR)^2 and less for
/// noisy ones, 0 where there is no echo. (axial, lateral, frame in the order of `compared`).
/// \param compared frames of the cine
Cube<float> echo_coherence(View3<const std::complex<float>> iq, const EchoFrames& frames,
                           Index axial_samples, const std::vector<Index>& compared);

/// What the coherence says of a cine.
struct EchoCheck {
  std::vector<Index> spoiled;  ///< frames of the cine that reverberation spoils, increasing
  Picture<float> correlation;  ///< 0..1: root mean square over frames spread over the rest
};

/// Finds the frames after the push in which its own reverberation, still on its way between probe
/// and tissue, lies over the echoes: it was not there in the reference, so it takes coherence over
/// the whole width of some depths, while the wave, narrow at that time, strains only the pixels
/// that it passes. A depth is spoiled where the median over the lateral lines of the lost coherence
/// 1 - C is over 2.5 times that of the later frames, and over theirs by 0.001 (0.2 um of error at 5
/// MHz); a frame is, where a tenth of its depths are. A frame is lost only if its noise is at least
/// half as much again: 2.5 is far beyond what chance makes of a median of ten lateral lines.
///
/// \param candidates frames after the push that may be dropped; with fewer than three later frames
/// there is nothing to compare with, and none is dropped
EchoCheck check_echoes(View3<const std::complex<float>> iq, const EchoFrames& frames,
                       Index axial_samples, const std::vector<Index>& candidates);

}  // namespace stiff
