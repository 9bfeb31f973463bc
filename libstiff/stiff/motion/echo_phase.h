#pragma once

#include "stiff/core/cube.h"
#include "stiff/motion/motion_options.h"

#include <complex>
#include <vector>

namespace stiff {

/// How echoes are compared in slow time. `reference_first` and `reference_count` name the frames
/// whose mean is the reference; for `successive` they are where the motion's zero lies.
struct EchoKernel {
  Index axial_samples = 5;  ///< odd; clipped at the field's edges
  MotionReference reference = MotionReference::fixed;
  Index reference_first = 0;
  Index reference_count = 1;
  /// Whether the power-weighted axial frequency is wanted (Loupas).
  bool axial_frequency = true;
};

/// The phase of slow-time correlation over an axial kernel, of (axial, lateral, time) samples s:
///
///     R_t(z)  = sum_m s_t(z+m) conj(s_ref(z+m)),   m over the kernel
///     phase_t = arg R_t, unwrapped in time, zero (in the mean) at the reference frames
///     w(z)    = arg sum_m sum_t s_t(z+m+1) conj(s_t(z+m))           (axial lag one, rad a sample)
///     coherence = mean over t of |R_t|^2 / (P_t P_ref),   P the kernel's power
struct EchoPhase {
  Cube<float> phase;           ///< rad
  Picture<float> axial_slope;  ///< w, rad a sample; empty unless wanted
  Picture<float> coherence;    ///< 0..1; 0 where there is no echo
  std::vector<double>
      frame_coherence;  ///< the mean of |R_t|^2 / (P_t P_ref) over pixels with echo, by frame
  std::vector<double> frame_power;  ///< the mean of |s_t|^2, by frame
};

/// \throws Error (bad_data) where samples are not finite or all zero; Error (usage) for a kernel or
/// reference that does not fit the samples.
EchoPhase echo_phase(View3<const std::complex<float>> iq, const EchoKernel& kernel);

}  // namespace stiff
