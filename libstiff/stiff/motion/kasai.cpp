#include "stiff/motion/kasai.h"

#include <numbers>

namespace stiff {

Cube<float> kasai_displacement(View3<const std::complex<float>> iq, const EchoFrames& frames,
                               const EchoKernel& kernel, const EchoScale& scale) {
  check_scale(scale);
  const double sign = scale.conjugate ? 1 : -1;
  const double metres =
      sign * scale.sound_speed_m_per_s / (4 * std::numbers::pi * scale.centre_frequency_hz);
  return echo_displacement(
      iq, frames, kernel,
      Picture<float>::Constant(iq.axial(), iq.lateral(), static_cast<float>(metres)));
}

}  // namespace stiff
