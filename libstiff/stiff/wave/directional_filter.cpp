#include "stiff/wave/directional_filter.h"

#include "stiff/core/error.h"
#include "stiff/dsp/taper.h"

#include <algorithm>
#include <cmath>

namespace stiff {
namespace {

// Half of the length again on each axis.
Index padded(Index size) {
  return fast_fft_size(size + std::max<Index>(size / 2, 8));
}

// Fills a trace of `full` samples beyond its first `size`: the end value falls to 0 over the first
// half of the padding, the first value rises from 0 over the second.
void continue_trace(float* trace, Index size, Index full) {
  const Index half = (full - size) / 2;
  const float last = trace[size - 1], first = trace[0];
  std::fill(trace + size, trace + full, 0.0F);
  for (Index i = 0; i < half; ++i) {
    const auto fall = static_cast<float>(
        cosine_ramp(1 - static_cast<double>(i + 1) / static_cast<double>(half + 1)));
    trace[size + i] += last * fall;
    trace[full - 1 - i] += first * fall;
  }
}

void check(Index lateral, Index time, double lateral_step_m, double time_step_s,
           const DirectionalOptions& options) {
  const bool fan =
      options.slowest_m_per_s >= 0 && options.fastest_m_per_s >= 0 &&
      (!(options.fastest_m_per_s > 0) || options.fastest_m_per_s > options.slowest_m_per_s);
  if (!(lateral >= 2 && time >= 2 && lateral_step_m > 0 && time_step_s > 0 &&
        options.edge_m_per_s > 0 && fan)) {
    throw Error(
        ErrorKind::usage,
        "a directional filter needs at least 2 lines and 2 frames, steps > 0 and speeds 0 <= "
        "slowest < fastest");
  }
}

}  // namespace

double directional_gain(double p_s_per_m, const DirectionalOptions& options) {
  double low = -1 / options.edge_m_per_s, high = 1 / options.edge_m_per_s;
  if (options.fastest_m_per_s > 0) {
    low = 0.5 / options.fastest_m_per_s;
    high = 1 / options.fastest_m_per_s;
  }
  double gain = cosine_ramp((p_s_per_m - low) / (high - low));
  if (options.slowest_m_per_s > 0) {
    gain *= cosine_ramp(2 - p_s_per_m * options.slowest_m_per_s);
  }
  return gain;
}

DirectionalFilter::DirectionalFilter(Index lateral, Index time, double lateral_step_m,
                                     double time_step_s, const DirectionalOptions& options)
    : lateral_((check(lateral, time, lateral_step_m, time_step_s, options), lateral)),
      time_(time),
      padded_lateral_(padded(lateral)),
      padded_time_(padded(time)),
      fft_({.columns = padded_time_, .rows = padded_lateral_}) {
  const Index bins = fft_.spectrum_columns();
  gain_.resize(static_cast<std::size_t>(padded_lateral_ * bins));
  for (Index row = 0; row < padded_lateral_; ++row) {
    // The highest wavenumber of an even size is both positive and negative: it has no direction.
    const bool both = 2 * row == padded_lateral_;
    const double k = fft_frequency(row, padded_lateral_, lateral_step_m);
    for (Index bin = 0; bin < bins; ++bin) {
      const double f = static_cast<double>(bin) / (static_cast<double>(padded_time_) * time_step_s);
      double gain = options.slowest_m_per_s > 0 ? 0.0 : 0.5;
      if (bin > 0) {
        gain = both ? 0.5 * (directional_gain(k / f, options) + directional_gain(-k / f, options))
                    : directional_gain(-k / f, options);
      }
      gain_[static_cast<std::size_t>(row * bins + bin)] = static_cast<float>(gain);
    }
  }
}

std::vector<std::complex<float>> DirectionalFilter::spectrum(std::span<const float> plane) const {
  if (plane.size() != static_cast<std::size_t>(lateral_ * time_)) {
    throw Error(ErrorKind::usage, "a directional filter was given a plane of another size");
  }
  std::vector<float> signal(static_cast<std::size_t>(fft_.signal_size()));
  for (Index x = 0; x < lateral_; ++x) {
    const auto from = plane.begin() + x * time_;
    float* row = signal.data() + x * padded_time_;
    std::copy(from, from + time_, row);
    continue_trace(row, time_, padded_time_);
  }
  std::vector<std::complex<float>> result(static_cast<std::size_t>(fft_.spectrum_size()));
  fft_.forward(signal, result);
  return result;
}

void DirectionalFilter::synthesise(const std::vector<std::complex<float>>& spectrum, Travel travel,
                                   std::span<float> plane) const {
  const Index bins = fft_.spectrum_columns();
  std::vector<std::complex<float>> filtered(spectrum.size());
  for (Index row = 0; row < padded_lateral_; ++row) {
    // The other direction is the same gain at -k.
    const Index source = travel == Travel::to_larger || row == 0 ? row : padded_lateral_ - row;
    for (Index bin = 0; bin < bins; ++bin) {
      filtered[static_cast<std::size_t>(row * bins + bin)] =
          spectrum[static_cast<std::size_t>(row * bins + bin)] *
          gain_[static_cast<std::size_t>(source * bins + bin)];
    }
  }
  std::vector<float> signal(static_cast<std::size_t>(fft_.signal_size()));
  fft_.inverse(filtered, signal);
  for (Index x = 0; x < lateral_; ++x) {
    const auto from = signal.begin() + x * padded_time_;
    std::copy(from, from + time_, plane.begin() + x * time_);
  }
}

void DirectionalFilter::apply(std::span<float> plane, Travel travel) const {
  synthesise(spectrum(plane), travel, plane);
}

void DirectionalFilter::separate(std::span<const float> plane, std::span<float> to_larger,
                                 std::span<float> to_smaller) const {
  if (to_larger.size() != plane.size() || to_smaller.size() != plane.size()) {
    throw Error(ErrorKind::usage, "a directional filter was given a plane of another size");
  }
  const auto both = spectrum(plane);
  synthesise(both, Travel::to_larger, to_larger);
  synthesise(both, Travel::to_smaller, to_smaller);
}

void directional_filter(View3<float> motion, double lateral_step_m, double time_step_s,
                        Travel travel, const DirectionalOptions& options) {
  const DirectionalFilter filter(motion.lateral(), motion.time(), lateral_step_m, time_step_s,
                                 options);
  const Index plane = motion.lateral() * motion.time();
  for (Index z = 0; z < motion.axial(); ++z) {
    filter.apply({motion.data() + z * plane, static_cast<std::size_t>(plane)}, travel);
  }
}

}  // namespace stiff
