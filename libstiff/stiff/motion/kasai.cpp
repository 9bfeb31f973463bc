#include "stiff/motion/kasai.h"

#include "stiff/core/error.h"

#include <numbers>
#include <utility>

namespace stiff {

EchoMotion kasai_motion(View3<const std::complex<float>> iq, const EchoKernel& kernel,
                        const EchoScale& scale) {
  if (!(scale.centre_frequency_hz > 0) || !(scale.sound_speed_m_per_s > 0)) {
    throw Error(ErrorKind::bad_data, "tracking needs CenterFrequency and SoundSpeed above 0");
  }
  EchoKernel phase_only = kernel;
  phase_only.axial_frequency = false;
  EchoPhase echo = echo_phase(iq, phase_only);
  const auto metres = static_cast<float>(-scale.sound_speed_m_per_s /
                                         (4 * std::numbers::pi * scale.centre_frequency_hz));
  float* sample = echo.phase.data();
  for (Index i = 0; i < echo.phase.size(); ++i) sample[i] *= metres;
  return {std::move(echo.phase), std::move(echo.coherence), std::move(echo.frame_coherence),
          std::move(echo.frame_power)};
}

}  // namespace stiff
