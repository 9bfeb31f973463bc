#pragma once

#include "stiff/core/cube.h"
#include "stiff/motion/echo_phase.h"

#include <complex>
#include <vector>

namespace stiff {

/// What turns a phase into metres.
struct EchoScale {
  double centre_frequency_hz = 0;  ///< that the IQ was mixed down with
  double sound_speed_m_per_s = 0;
  double axial_step_m = 0;
};

/// Displacement of tissue from its echoes, on the samples' own grid.
struct EchoMotion {
  Cube<float> displacement_m;  ///< away from the probe > 0, zero (in the mean) at the reference
  Picture<float> coherence;    ///< 0..1, see `EchoPhase`
  std::vector<double> frame_coherence;
  std::vector<double> frame_power;
};

/// Lag-one autocorrelation (Kasai1985), summed over an axial kernel:
///
///     u = -c / (4 pi f0) * arg R,      R = sum s_t conj(s_ref)
///
/// IQ convention: an echo from depth z has phase exp(-i 4 pi f0 z / c), so tissue that moves away
/// from the probe turns the phase backwards. f0 is the frequency that the IQ was mixed down with;
/// where the echo's own centre frequency is f, the result is off by the factor f / f0 (attenuation:
/// `loupas.h`). \throws as `echo_phase`; Error (bad_data) where f0, c or the step is not positive.
EchoMotion kasai_motion(View3<const std::complex<float>> iq, const EchoKernel& kernel,
                        const EchoScale& scale);

}  // namespace stiff
