#include "stiff/motion/loupas.h"

#include "stiff/core/error.h"

#include <algorithm>
#include <numbers>
#include <utility>

namespace stiff {

EchoMotion loupas_motion(View3<const std::complex<float>> iq, const EchoKernel& kernel,
                         const EchoScale& scale) {
  const double f0 = scale.centre_frequency_hz;
  const double c = scale.sound_speed_m_per_s;
  if (!(f0 > 0) || !(c > 0) || !(scale.axial_step_m > 0)) {
    throw Error(ErrorKind::bad_data,
                "tracking needs CenterFrequency, SoundSpeed and an axial step above 0");
  }
  EchoPhase echo = echo_phase(iq, kernel);
  const double hz_per_rad = c / (4 * std::numbers::pi * scale.axial_step_m);
  for (Index z = 0; z < iq.axial(); ++z) {
    for (Index x = 0; x < iq.lateral(); ++x) {
      const double slope = static_cast<double>(echo.axial_slope(z, x));
      // Where speckle has a null its frequency runs away; echo outside half to twice f0 there is
      // not.
      const double f = std::clamp(f0 + hz_per_rad * slope, f0 / 2, 2 * f0);
      const auto metres = static_cast<float>(-c / (4 * std::numbers::pi * f));
      for (float& sample : echo.phase.trace(z, x)) sample *= metres;
    }
  }
  return {std::move(echo.phase), std::move(echo.coherence), std::move(echo.frame_coherence),
          std::move(echo.frame_power)};
}

}  // namespace stiff
