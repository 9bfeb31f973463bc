#pragma once

#include "stiff/core/cube.h"
#include "stiff/motion/motion_options.h"

#include <complex>
#include <vector>

namespace stiff {

/// Which frames of a cine are tracked, and where their displacement goes on the time axis.
struct EchoFrames {
  std::vector<Index> frame;   ///< frames of the cine, increasing
  std::vector<Index> slot;    ///< of each of these, its sample on the time axis; increasing
  Index slots = 0;            ///< samples of the time axis
  Index reference_first = 0;  ///< place in `frame` of the first reference frame
  Index reference_count = 1;  ///< the reference is the mean of so many
};

/// All frames, one after the other, against the mean of `reference_count` from `reference_first`
/// on.
EchoFrames every_frame(Index frames, Index reference_first = 0, Index reference_count = 1);

/// How echoes are compared.
struct EchoKernel {
  Index axial_samples = 5;  ///< odd; clipped at the field's edges
  MotionReference reference = MotionReference::fixed;
};

/// What turns a phase into metres.
struct EchoScale {
  double centre_frequency_hz = 0;  ///< that the IQ was mixed down with
  double sound_speed_m_per_s = 0;
  double axial_step_m = 0;
  bool conjugate = false;  ///< the IQ's phase grows with depth, against the convention
};

/// \throws Error (bad_data) naming the sidecar key that is missing or not above 0.
void check_scale(const EchoScale& scale);

/// Displacement from the phase of the slow-time correlation over an axial kernel. Of samples
/// s_t(z), axial, lateral, time:
///
///     R_t(z) = sum over the kernel of s_t(z + m) conj(s_ref(z + m))
///     u_t(z) = metres_per_rad(z) * arg R_t(z), unwrapped in time, its mean over the reference
///     frames 0
///
/// With a fixed reference s_ref is the mean of the reference frames; with successive ones it is
/// the frame before, and the steps are summed. The kernel is a plain sum: no running difference,
/// so that a bright echo leaves nothing behind in the dark below it. Slots without a frame are 0.
/// Where there is no echo at all the displacement is 0.
/// \returns (axial, lateral, slots)
/// \throws Error (bad_data) where samples are not finite or all zero; Error (usage) for frames, a
/// kernel or a picture of scales that do not fit the samples.
Cube<float> echo_displacement(View3<const std::complex<float>> iq, const EchoFrames& frames,
                              const EchoKernel& kernel, const Picture<float>& metres_per_rad);

}  // namespace stiff
