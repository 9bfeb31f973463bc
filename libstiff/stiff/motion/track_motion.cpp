#include "stiff/motion/track_motion.h"

#include "stiff/core/error.h"
#include "stiff/motion/bulk_motion.h"
#include "stiff/motion/differentiate.h"
#include "stiff/motion/kasai.h"
#include "stiff/motion/loupas.h"
#include "stiff/motion/reverberation.h"
#include "stiff/motion/rf_to_iq.h"
#include "stiff/motion/sample_noise.h"
#include "stiff/motion/time_grid.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <string>
#include <utility>
#include <vector>

namespace stiff {
namespace {

using Iq = Cube<std::complex<float>>;

void check_options(const MotionOptions& options) {
  if (!(options.axial_window_m > 0) || !(options.axial_window_m <= 0.1)) {
    throw Error(ErrorKind::usage, "the axial window is not between 0 and 0.1 m");
  }
  if (options.reference_frame < -1) {
    throw Error(ErrorKind::usage, "the reference frame is a frame's number or -1");
  }
  if (!(options.reverberation_limit_s >= 0)) {
    throw Error(ErrorKind::usage, "the limit of reverberation is a time, 0 s or more");
  }
}

Index kernel_samples(double window_m, double step_m) {
  const auto half = static_cast<Index>(std::llround((window_m / step_m - 1) / 2));
  return 2 * std::max<Index>(1, half) + 1;
}

/// The frames but those dropped, with the reference that the options ask for.
EchoFrames tracked_frames(const TimeGrid& grid, const std::vector<Index>& dropped,
                          int reference_frame) {
  EchoFrames frames;
  frames.slots = grid.time_s.size;
  const auto count = static_cast<Index>(grid.slot.size());
  if (reference_frame >= count) {
    throw Error(ErrorKind::usage, "there is no reference frame " + std::to_string(reference_frame));
  }
  for (Index t = 0; t < count; ++t) {
    if (t == reference_frame) frames.reference_first = static_cast<Index>(frames.frame.size());
    if (std::find(dropped.begin(), dropped.end(), t) != dropped.end()) continue;
    frames.frame.push_back(t);
    frames.slot.push_back(grid.slot[static_cast<std::size_t>(t)]);
  }
  const bool pushed = grid.frames_before_push > 0 && grid.frames_before_push < count;
  if (reference_frame < 0 && pushed) frames.reference_count = grid.frames_before_push;
  return frames;
}

/// Frames after the push that may be dropped.
std::vector<Index> reverberation_candidates(const TimeGrid& grid, const MotionOptions& options) {
  std::vector<Index> candidates;
  if (!options.drop_reverberation) return candidates;
  const auto count = static_cast<Index>(grid.slot.size());
  for (Index t = std::max<Index>(1, grid.frames_before_push); t < count; ++t) {
    const double time_s = grid.time_s[grid.slot[static_cast<std::size_t>(t)]];
    const bool early = time_s >= 0 && time_s <= options.reverberation_limit_s;
    if (early && t != options.reference_frame) candidates.push_back(t);
  }
  return candidates;
}

EchoScale echo_scale(const ShearWaveRecording& recording, const MotionOptions& options) {
  const EchoScale scale{recording.centre_frequency_hz, recording.sound_speed_m_per_s,
                        recording.axial_m.step, options.conjugate_iq};
  check_scale(scale);
  return scale;
}

/// Tracks echoes into `out`: displacement, its coherence, and which samples were measured.
/// \returns the samples of the reference frames, where the displacement is 0 by definition
std::vector<Index> track_echoes(const Iq& iq, const TimeGrid& grid, const EchoScale& scale,
                                const MotionOptions& options, MotionField& out) {
  const EchoKernel kernel{kernel_samples(options.axial_window_m, scale.axial_step_m),
                          options.reference};
  const EchoFrames all = tracked_frames(grid, {}, options.reference_frame);
  EchoCheck check =
      check_echoes(iq.view(), all, kernel.axial_samples, reverberation_candidates(grid, options));
  const EchoFrames frames = tracked_frames(grid, check.spoiled, options.reference_frame);
  out.value = options.estimator == MotionEstimator::kasai
                  ? kasai_displacement(iq.view(), frames, kernel, scale)
                  : loupas_displacement(iq.view(), frames, kernel, scale);
  out.correlation = std::move(check.correlation);
  for (const Index slot : frames.slot) out.measured[static_cast<std::size_t>(slot)] = 1;
  const auto first = frames.slot.begin() + frames.reference_first;
  return {first, first + frames.reference_count};
}

/// The RF's depth axis must be what its sampling frequency says.
void check_rf(const ShearWaveRecording& recording) {
  const double step_m = recording.sound_speed_m_per_s / (2 * recording.sampling_frequency_hz);
  if (!(std::abs(step_m - recording.axial_m.step) <= 0.02 * recording.axial_m.step)) {
    throw Error(ErrorKind::bad_data,
                "the RF's axial step does not agree with SamplingFrequency and SoundSpeed");
  }
}

void check_field(const Cube<float>& field) {
  bool zero = true;
  for (Index i = 0; i < field.size(); ++i) {
    if (!std::isfinite(field.data()[i])) {
      throw Error(ErrorKind::bad_data, "the field has samples that are not finite");
    }
    zero = zero && field.data()[i] == 0;
  }
  if (zero) throw Error(ErrorKind::bad_data, "the field is zero everywhere");
}

/// Hands on the quantity that was asked for, with the noise of its samples.
void convert(MotionField& field, MotionQuantity quantity) {
  const double dt_s = field.time_s.step;
  if (quantity == MotionQuantity::velocity && field.kind == MotionKind::displacement) {
    displacement_to_velocity(field.value, dt_s);
    field.noise_std *= static_cast<float>(1 / (std::sqrt(2.0) * dt_s));
    field.kind = MotionKind::velocity;
  } else if (quantity == MotionQuantity::displacement && field.kind == MotionKind::velocity) {
    velocity_to_displacement(field.value, dt_s);
    field.noise_std *= static_cast<float>(dt_s);
    field.kind = MotionKind::displacement;
  }
}

void check_size(const ShearWaveRecording& recording, Index axial, Index lateral, Index time,
                std::size_t frames) {
  if (axial != recording.axial_m.size || lateral != recording.lateral_m.size ||
      static_cast<std::size_t>(time) != frames || axial < 1 || lateral < 1) {
    throw Error(ErrorKind::bad_data, "the samples are not of the size that the axes say");
  }
}

}  // namespace

MotionField track_motion(const ShearWaveRecording& recording, std::size_t acquisition,
                         const MotionOptions& options) {
  if (acquisition >= recording.acquisitions.size()) {
    throw Error(ErrorKind::bad_data,
                "the recording has no push " + std::to_string(acquisition + 1));
  }
  check_options(options);
  const PushAcquisition& source = recording.acquisitions[acquisition];
  const TimeGrid grid = time_grid(source.time_s, source.push.time_s);
  MotionField out;
  out.axial_m = recording.axial_m;
  out.lateral_m = recording.lateral_m;
  out.time_s = grid.time_s;
  out.push = source.push;
  out.measured.assign(static_cast<std::size_t>(grid.time_s.size), 0);
  const std::size_t frames = source.time_s.size();
  const Iq& iq = source.iq;
  const Cube<float>& real = source.real;
  std::vector<Index> reference;
  const bool is_iq = recording.kind == SampleKind::iq;
  if (is_iq) check_size(recording, iq.axial(), iq.lateral(), iq.time(), frames);
  if (!is_iq) check_size(recording, real.axial(), real.lateral(), real.time(), frames);
  if (is_iq || recording.kind == SampleKind::rf) {
    const EchoScale scale = echo_scale(recording, options);
    if (is_iq) {
      reference = track_echoes(iq, grid, scale, options, out);
    } else {
      check_rf(recording);
      reference = track_echoes(rf_to_iq(real.view(), scale.axial_step_m, scale.sound_speed_m_per_s,
                                        scale.centre_frequency_hz),
                               grid, scale, options, out);
    }
  } else {
    check_field(real);
    out.kind =
        recording.kind == SampleKind::velocity ? MotionKind::velocity : MotionKind::displacement;
    out.value = place_on_grid(real, grid);
    out.correlation = Picture<float>::Ones(out.axial_m.size, out.lateral_m.size);
    for (const Index slot : grid.slot) out.measured[static_cast<std::size_t>(slot)] = 1;
  }
  out.noise_std = sample_noise(out.value.view(), out.measured);
  if (options.remove_bulk) {
    remove_bulk_motion(out.value, out.noise_std, out.measured, reference);
  }
  interpolate_missing(out.value, out.measured);
  convert(out, options.quantity);
  return out;
}

}  // namespace stiff
