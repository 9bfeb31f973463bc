#include "stiff/wave/wave_spectrum.h"

#include "stiff/core/error.h"
#include "stiff/dsp/taper.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include <Eigen/Core>

namespace stiff {
namespace {

using RowMatrix = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

// Half cosines of relative width 0.4 about the lower and 0.2 about the upper edge, gain 1/2 there.
double band_gain(double frequency_hz, double low_hz, double high_hz) {
  const double rise = cosine_ramp((frequency_hz / low_hz - 0.6) / 0.8);
  const double fall = cosine_ramp((1.2 - frequency_hz / high_hz) / 0.4);
  return rise * fall;
}

Axis band_frequencies(double record_s, double longest_lag_s, double low_hz, double high_hz) {
  const double step = 1 / (record_s + longest_lag_s);
  const auto first = static_cast<Index>(std::max(1.0, std::ceil(0.6 * low_hz / step)));
  const auto last = static_cast<Index>(std::floor(1.2 * high_hz / step));
  return {static_cast<double>(first) * step, step, std::max<Index>(0, last - first + 1)};
}

}  // namespace

std::span<const Choice<MapMotion>> choices(MapMotion) {
  static constexpr std::array<Choice<MapMotion>, 2> all{
      {{MapMotion::velocity, "velocity"}, {MapMotion::displacement, "displacement"}}};
  return all;
}

WaveSpectrum wave_spectrum(const MotionField& motion, double longest_lag_s,
                           const MapBandOptions& options) {
  const Axis& time = motion.time_s;
  // Before the push there is only noise.
  const Index first =
      std::clamp<Index>(static_cast<Index>(std::ceil(time.index_of(0) - 1e-6)), 0, time.size - 1);
  const Index frames = time.size - first;
  const bool differentiate =
      motion.kind == MotionKind::displacement && options.motion == MapMotion::velocity;
  const Index samples = differentiate ? frames - 1 : frames;
  const double high = std::min(options.high_hz, 0.4 / time.step);
  if (samples < 4 || !(options.low_hz > 0) || !(options.low_hz < high)) {
    throw Error(ErrorKind::bad_data,
                "the record is too short or its frame rate too low for the map's frequency band "
                "(--map-band-low, --map-band-high)");
  }
  WaveSpectrum out;
  out.axial_m = motion.axial_m;
  out.lateral_m = motion.lateral_m;
  out.kind = differentiate ? MotionKind::velocity : motion.kind;
  out.frequency_hz = band_frequencies(static_cast<double>(samples) * time.step, longest_lag_s,
                                      options.low_hz, high);
  if (out.bins() < 2) {
    throw Error(ErrorKind::bad_data,
                "the map's frequency band (--map-band-low, --map-band-high) holds fewer than two "
                "frequencies of the record");
  }
  const auto taper =
      edge_taper(samples, 0, static_cast<Index>(std::lround(options.end_taper_s / time.step)));
  // Real arithmetic: columns 2f and 2f + 1 are the real and imaginary part of bin f.
  RowMatrix transform = RowMatrix::Zero(frames, 2 * out.bins());
  for (Index f = 0; f < out.bins(); ++f) {
    const double hz = out.frequency_hz[f];
    const double gain = band_gain(hz, options.low_hz, high);
    for (Index t = 0; t < samples; ++t) {
      const double at = (static_cast<double>(t) + (differentiate ? 0.5 : 0.0)) * time.step;
      const double weight = gain * taper[static_cast<std::size_t>(t)];
      const double phase = -2 * std::numbers::pi * hz * at;
      const auto re = static_cast<float>(weight * std::cos(phase));
      const auto im = static_cast<float>(weight * std::sin(phase));
      if (differentiate) {
        transform(t, 2 * f) -= re;
        transform(t, 2 * f + 1) -= im;
        transform(t + 1, 2 * f) += re;
        transform(t + 1, 2 * f + 1) += im;
      } else {
        transform(t, 2 * f) = re;
        transform(t, 2 * f + 1) = im;
      }
    }
  }
  out.unit_noise_power = static_cast<double>(transform.squaredNorm());
  const Index pixels = motion.value.axial() * motion.value.lateral();
  out.value.resize(static_cast<std::size_t>(pixels * out.bins()));
  const Eigen::Map<const RowMatrix, 0, Eigen::OuterStride<>> traces(
      motion.value.data() + first, pixels, frames, Eigen::OuterStride<>(time.size));
  Eigen::Map<RowMatrix> spectrum(reinterpret_cast<float*>(out.value.data()), pixels,
                                 2 * out.bins());
  spectrum.noalias() = traces * transform;
  return out;
}

}  // namespace stiff
