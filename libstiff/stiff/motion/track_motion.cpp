#include "stiff/motion/track_motion.h"

#include "stiff/core/error.h"
#include "stiff/motion/differentiate.h"
#include "stiff/motion/kasai.h"
#include "stiff/motion/loupas.h"
#include "stiff/motion/sample_noise.h"
#include "stiff/motion/time_grid.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <string>
#include <utility>

namespace stiff {
namespace {

using Iq = Cube<std::complex<float>>;

void need(double value, const char* key) {
  if (!(value > 0)) {
    throw Error(ErrorKind::bad_data, std::string("tracking needs ") + key + " above 0");
  }
}

Index kernel_samples(double window_m, double step_m) {
  const auto half = static_cast<Index>(std::llround((window_m / step_m - 1) / 2));
  return 2 * std::max<Index>(1, half) + 1;
}

EchoKernel echo_kernel(const ShearWaveRecording& recording, const TimeGrid& grid, Index frames,
                       const MotionOptions& options) {
  EchoKernel kernel;
  kernel.axial_samples = kernel_samples(options.axial_window_m, recording.axial_m.step);
  kernel.reference = options.reference;
  if (options.reference_frame >= 0) {
    kernel.reference_first = options.reference_frame;
  } else if (grid.frames_before_push < frames) {
    kernel.reference_count = std::max<Index>(1, grid.frames_before_push);
  }
  return kernel;
}

EchoMotion track_echo(const ShearWaveRecording& recording, const Iq& iq, const TimeGrid& grid,
                      const MotionOptions& options) {
  const EchoKernel kernel = echo_kernel(recording, grid, iq.time(), options);
  const EchoScale scale{recording.centre_frequency_hz, recording.sound_speed_m_per_s,
                        recording.axial_m.step};
  if (options.estimator == MotionEstimator::kasai) return kasai_motion(iq.view(), kernel, scale);
  return loupas_motion(iq.view(), kernel, scale);
}

}  // namespace

MotionField track_motion(const ShearWaveRecording& recording, std::size_t acquisition,
                         const MotionOptions& options) {
  if (acquisition >= recording.acquisitions.size()) {
    throw Error(ErrorKind::bad_data,
                "the recording has no push " + std::to_string(acquisition + 1));
  }
  const PushAcquisition& source = recording.acquisitions[acquisition];
  const TimeGrid grid = time_grid(source.time_s, source.push.time_s);
  MotionField out;
  out.axial_m = recording.axial_m;
  out.lateral_m = recording.lateral_m;
  out.time_s = grid.time_s;
  out.push = source.push;
  out.measured.assign(static_cast<std::size_t>(grid.time_s.size), 0);
  for (const Index slot : grid.slot) out.measured[static_cast<std::size_t>(slot)] = 1;
  const bool echoes = recording.kind == SampleKind::iq || recording.kind == SampleKind::rf;
  out.kind =
      recording.kind == SampleKind::velocity ? MotionKind::velocity : MotionKind::displacement;
  if (echoes) {
    need(recording.centre_frequency_hz, "CenterFrequency");
    need(recording.sound_speed_m_per_s, "SoundSpeed");
    EchoMotion motion = track_echo(recording, source.iq, grid, options);
    out.correlation = motion.coherence.sqrt();
    out.value = place_on_grid(motion.displacement_m, grid);
  } else {
    out.correlation = Picture<float>::Ones(out.axial_m.size, out.lateral_m.size);
    out.value = place_on_grid(source.real, grid);
  }
  out.noise_std = sample_noise(out.value.view(), out.measured);
  interpolate_missing(out.value, out.measured);
  if (options.quantity == MotionQuantity::velocity && out.kind == MotionKind::displacement) {
    displacement_to_velocity(out.value, out.time_s.step);
    out.noise_std *= static_cast<float>(1 / (std::sqrt(2.0) * out.time_s.step));
    out.kind = MotionKind::velocity;
  } else if (options.quantity == MotionQuantity::displacement && out.kind == MotionKind::velocity) {
    velocity_to_displacement(out.value, out.time_s.step);
    out.noise_std *= static_cast<float>(out.time_s.step);
    out.kind = MotionKind::displacement;
  }
  return out;
}

}  // namespace stiff
