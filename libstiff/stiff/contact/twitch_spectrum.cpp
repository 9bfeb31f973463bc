#include "stiff/contact/twitch_spectrum.h"

#include "stiff/core/error.h"
#include "stiff/dsp/fft.h"
#include "stiff/dsp/robust_scale.h"
#include "stiff/dsp/taper.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace stiff {
namespace {

constexpr double kSegment_s = 0.5;
constexpr double kContinuation_s = 0.5;
constexpr double kFloor = 1e-300;  // below any power that is not 0; 0 has no logarithm

Index nearest(double value) {
  return static_cast<Index>(std::llround(value));
}

// The line through the ends' means is near enough: what is left of motion has its own segments.
void detrend(std::vector<double>& x) {
  const auto n = static_cast<double>(x.size());
  double mean = 0, slope = 0;
  for (const double v : x) mean += v / n;
  for (std::size_t i = 0; i < x.size(); ++i) {
    slope += (static_cast<double>(i) - 0.5 * (n - 1)) * x[i];
  }
  slope *= 12 / (n * (n * n - 1));
  for (std::size_t i = 0; i < x.size(); ++i) {
    x[i] -= mean + slope * (static_cast<double>(i) - 0.5 * (n - 1));
  }
}

std::vector<double> smooth(const std::vector<double>& power, double step_hz) {
  std::vector<double> sum(power.size() + 1, 0);
  for (std::size_t k = 0; k < power.size(); ++k) {
    sum[k + 1] = sum[k] + std::log(std::max(power[k], kFloor));
  }
  std::vector<double> smoothed(power.size());
  for (std::size_t k = 0; k < power.size(); ++k) {
    const double reach_hz = std::max(4.0, 0.2 * static_cast<double>(k) * step_hz);
    const auto reach = static_cast<std::size_t>(reach_hz / step_hz + 0.5);
    // Symmetric about k, so that a slope moves nothing.
    const std::size_t room = std::min({reach, k, power.size() - 1 - k});
    smoothed[k] = std::exp((sum[k + room + 1] - sum[k - room]) / static_cast<double>(2 * room + 1));
  }
  return smoothed;
}

}  // namespace

double NoiseSpectrum::at(double frequency_hz) const {
  const double place =
      std::clamp(frequency_hz / step_hz, 0.0, static_cast<double>(power.size() - 1));
  const auto k = std::min(static_cast<std::size_t>(place), power.size() - 2);
  const double share = place - static_cast<double>(k);
  return (1 - share) * power[k] + share * power[k + 1];
}

NoiseSpectrum noise_spectrum(std::span<const double> trace, double sampling_frequency_hz) {
  const Index size = nearest(kSegment_s * sampling_frequency_hz);
  const auto total = static_cast<Index>(trace.size());
  if (size < 8 || size > total) {
    throw Error(ErrorKind::usage, "the noise of a trace needs half a second of it");
  }
  const RealFft<double> fft({.columns = size});
  const std::vector<double> window = hann_window(size);
  const Index hop = size / 2;
  std::vector<std::vector<double>> power(static_cast<std::size_t>(fft.spectrum_size()));
  std::vector<std::complex<double>> spectrum(power.size());
  std::vector<double> segment(static_cast<std::size_t>(size));
  for (Index first = 0; first + size <= total; first += hop) {
    std::copy_n(trace.begin() + first, size, segment.begin());
    detrend(segment);
    for (std::size_t i = 0; i < segment.size(); ++i) segment[i] *= window[i];
    fft.forward(segment, spectrum);
    for (std::size_t k = 0; k < power.size(); ++k) power[k].push_back(std::norm(spectrum[k]));
  }
  std::vector<double> medians;
  for (auto& of_bin : power) medians.push_back(median(std::move(of_bin)));
  const double step_hz = sampling_frequency_hz / static_cast<double>(size);
  return {step_hz, smooth(medians, step_hz)};
}

double SoftBand::gain(double frequency_hz) const {
  return cosine_ramp((frequency_hz - low_hz) / low_edge_hz + 1) *
         cosine_ramp((high_hz - frequency_hz) / high_edge_hz + 1);
}

TwitchSpectrum::TwitchSpectrum(std::span<const std::vector<double>> axes,
                               double sampling_frequency_hz)
    : step_s_(1 / sampling_frequency_hz), size_(static_cast<Index>(axes.front().size())) {
  duration_s_ = static_cast<double>(size_) * step_s_;
  before_ = std::min(nearest(kContinuation_s * sampling_frequency_hz), size_ - 1);
  padded_ = fast_fft_size(size_ + 2 * before_);
  const RealFft<double> fft({.columns = padded_});
  std::vector<double> signal(static_cast<std::size_t>(padded_));
  for (const std::vector<double>& axis : axes) {
    const double level = median(axis);
    std::fill(signal.begin(), signal.end(), 0.0);
    const auto x = [&](Index i) { return axis[static_cast<std::size_t>(i)] - level; };
    for (Index i = 0; i < size_; ++i) signal[static_cast<std::size_t>(before_ + i)] = x(i);
    for (Index i = 1; i <= before_; ++i) {
      const double fade =
          cosine_ramp(2 * static_cast<double>(before_ - i) / static_cast<double>(before_));
      signal[static_cast<std::size_t>(before_ - i)] = fade * (2 * x(0) - x(i));
      signal[static_cast<std::size_t>(before_ + size_ - 1 + i)] =
          fade * (2 * x(size_ - 1) - x(size_ - 1 - i));
    }
    spectra_.emplace_back(static_cast<std::size_t>(fft.spectrum_size()));
    fft.forward(signal, spectra_.back());
  }
}

TwitchSpectrum::Analytic TwitchSpectrum::analytic(std::size_t axis, const SoftBand& band,
                                                  double rate_hz,
                                                  const NoiseSpectrum* noise) const {
  const double bin_hz = 1 / (step_s_ * static_cast<double>(padded_));
  const auto top = static_cast<Index>(spectra_[axis].size()) - 1;
  const auto first =
      std::clamp(static_cast<Index>((band.low_hz - band.low_edge_hz) / bin_hz), Index{0}, top);
  const auto last =
      std::clamp(static_cast<Index>((band.high_hz + band.high_edge_hz) / bin_hz), first, top);
  const double length_s = step_s_ * static_cast<double>(padded_);
  const Index size =
      fast_fft_size(std::max(static_cast<Index>(std::ceil(length_s * rate_hz)), last - first + 1));
  const ComplexFft<double> fft({.columns = size});
  std::vector<std::complex<double>> spectrum(static_cast<std::size_t>(size)),
      signal(spectrum.size());
  // The first sample of the record lies at 0: the continuation before it is taken off as a phase.
  const double start_s = step_s_ * static_cast<double>(before_);
  const double scale = 2 * static_cast<double>(size) / static_cast<double>(padded_);
  for (Index k = first; k <= last; ++k) {
    const double f = bin_hz * static_cast<double>(k);
    const double gain = band.gain(f) / (noise ? std::sqrt(noise->at(f)) : 1.0);
    spectrum[static_cast<std::size_t>(k - first)] =
        scale * gain * spectra_[axis][static_cast<std::size_t>(k)] *
        std::polar(1.0, 2 * std::numbers::pi * f * start_s);
  }
  fft.inverse(spectrum, signal);
  Analytic result{length_s / static_cast<double>(size), bin_hz * static_cast<double>(first),
                  std::move(signal)};
  result.value.resize(static_cast<std::size_t>(duration_s_ / result.step_s));
  return result;
}

TwitchSpectrum::Real TwitchSpectrum::real(std::size_t axis, const SoftBand& band, double rate_hz,
                                          const NoiseSpectrum* noise) const {
  const double length_s = step_s_ * static_cast<double>(padded_);
  const double bin_hz = 1 / length_s;
  const Index size = std::min(padded_, fast_fft_size(static_cast<Index>(length_s * rate_hz)));
  const RealFft<double> fft({.columns = size});
  std::vector<std::complex<double>> spectrum(static_cast<std::size_t>(fft.spectrum_size()));
  const double start_s = step_s_ * static_cast<double>(before_);
  const double scale = static_cast<double>(size) / static_cast<double>(padded_);
  for (std::size_t k = 0; k + 1 < spectrum.size(); ++k) {
    const double f = bin_hz * static_cast<double>(k);
    const double gain = band.gain(f);
    if (!(gain > 0)) continue;
    spectrum[k] = scale * gain / (noise ? std::sqrt(noise->at(f)) : 1.0) * spectra_[axis][k] *
                  std::polar(1.0, 2 * std::numbers::pi * f * start_s);
  }
  std::vector<double> signal(static_cast<std::size_t>(size));
  fft.inverse(spectrum, signal);
  Real result{length_s / static_cast<double>(size), std::move(signal)};
  result.value.resize(
      std::min(result.value.size(), static_cast<std::size_t>(duration_s_ / result.step_s + 0.5)));
  return result;
}

}  // namespace stiff
