#include "stiff/dsp/band_pass.h"

#include "stiff/core/error.h"
#include "stiff/dsp/fft.h"
#include "stiff/dsp/taper.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <vector>

namespace stiff {
namespace {

template <class Real>
class TraceFilter {
 public:
  TraceFilter(Index size, double step_s, const BandPassOptions& options)
      : size_(size), padded_(padded_size(size, step_s, options)), fft_({.columns = padded_}) {
    gain_.resize(static_cast<std::size_t>(fft_.spectrum_columns()));
    for (std::size_t k = 0; k < gain_.size(); ++k) {
      const double f = static_cast<double>(k) / (static_cast<double>(padded_) * step_s);
      gain_[k] = static_cast<Real>(band_pass_gain(f, options));
    }
    // The continuation of the end runs from the record into the padding, that of the beginning runs
    // backwards from the padding's end: they share it, and both are 0 in its middle.
    const Index half = (padded_ - size_) / 2;
    for (Index i = 0; i < half; ++i) {
      fall_.push_back(static_cast<Real>(
          cosine_ramp(1 - static_cast<double>(i + 1) / static_cast<double>(half + 1))));
    }
    signal_.resize(static_cast<std::size_t>(padded_));
    spectrum_.resize(gain_.size());
  }

  void apply(std::span<Real> trace) {
    const auto n = static_cast<std::size_t>(size_);
    std::copy(trace.begin(), trace.end(), signal_.begin());
    std::fill(signal_.begin() + size_, signal_.end(), Real{0});
    for (std::size_t i = 0; i < fall_.size(); ++i) {
      signal_[n + i] += trace.back() * fall_[i];
      signal_[signal_.size() - 1 - i] += trace.front() * fall_[i];
    }
    fft_.forward(signal_, spectrum_);
    for (std::size_t k = 0; k < gain_.size(); ++k) {
      spectrum_[k] *= gain_[k];
    }
    fft_.inverse(spectrum_, signal_);
    std::copy(signal_.begin(), signal_.begin() + size_, trace.begin());
  }

 private:
  // The continuation must be slower than the band's lower edge, or it would itself pass as a wave.
  static Index padded_size(Index size, double step_s, const BandPassOptions& options) {
    const double longest_s = options.low_hz > 0 ? 2 / options.low_hz : 0;
    const Index padding = std::max<Index>(
        2 * size, static_cast<Index>(
                      std::ceil(std::min(longest_s / step_s, 20.0 * static_cast<double>(size)))));
    return fast_fft_size(size + padding);
  }

  Index size_;
  Index padded_;
  RealFft<Real> fft_;
  std::vector<Real> gain_, fall_, signal_;
  std::vector<std::complex<Real>> spectrum_;
};

void check(double step_s, const BandPassOptions& options) {
  if (!(step_s > 0) || !(options.low_hz >= 0) || !(options.high_hz > options.low_hz)) {
    throw Error(ErrorKind::usage, "a band-pass needs a time step > 0 and edges 0 <= low < high");
  }
}

}  // namespace

double band_pass_gain(double frequency_hz, const BandPassOptions& options) {
  const double f = std::abs(frequency_hz);
  const double twice_order = 2.0 * options.order;
  double gain = 1 / (1 + std::pow(f / options.high_hz, twice_order));
  if (options.low_hz > 0) {
    gain *= f > 0 ? 1 / (1 + std::pow(options.low_hz / f, twice_order)) : 0.0;
  }
  return gain;
}

void band_pass(View3<float> motion, double step_s, const BandPassOptions& options) {
  check(step_s, options);
  if (motion.size() == 0) {
    return;
  }
  TraceFilter<float> filter(motion.time(), step_s, options);
  for (Index z = 0; z < motion.axial(); ++z) {
    for (Index x = 0; x < motion.lateral(); ++x) {
      filter.apply(motion.trace(z, x));
    }
  }
}

void band_pass(std::span<double> trace, double step_s, const BandPassOptions& options) {
  check(step_s, options);
  if (trace.empty()) {
    return;
  }
  TraceFilter<double> filter(static_cast<Index>(trace.size()), step_s, options);
  filter.apply(trace);
}

}  // namespace stiff
