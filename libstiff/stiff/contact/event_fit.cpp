#include "stiff/contact/event_fit.h"

#include "stiff/dsp/simplex_search.h"
#include "stiff/core/estimate.h"
#include "stiff/dsp/robust_scale.h"
#include "stiff/dsp/taper.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace stiff {
namespace {

constexpr double kTwoPi = 2 * std::numbers::pi;
constexpr double kWindow_s = 1;
constexpr double kBefore_s = 0.35;    // of the window, before the tile
constexpr double kBankOnset_s = 0.2;  // of a banked shape, into the window
constexpr double kEarliest_s = 0.15;  // of an onset, before the tile
constexpr double kRate_hz = 1000;
constexpr double kSoft_s = 0.02;  // length of the edges of what is muted
constexpr double kLeastNoise = 0.2;

SoftBand seen_band(double sampling_frequency_hz) {
  const double top = std::min(400.0, 0.4 * sampling_frequency_hz);
  return {14, top, 4, 0.1 * top};
}

// Noise counts as no weaker than a fifth of what it is at 20 Hz: where it is, edges would decide
// all, and no shape has those to a hundredth.
void temper(NoiseSpectrum& noise) {
  const double least = kLeastNoise * noise.at(20);
  for (double& power : noise.power) power = std::max(power, least);
}

std::vector<TapShape> tap_shapes() {
  std::vector<TapShape> shapes;
  for (const double hz : {9.0, 12.0, 16.0, 21.0, 28.0}) {
    for (const double zeta : {0.07, 0.15, 0.3}) {
      for (const double push_s : {0.0, 0.005, 0.009, 0.014}) {
        shapes.push_back({kBankOnset_s, kTwoPi * hz * zeta, kTwoPi * hz, push_s});
      }
    }
  }
  for (const double hz : {60.0, 120.0, 220.0}) {
    for (const double decay_per_s : {250.0, 700.0}) {
      for (const double push_s : {0.0, 0.003}) {
        shapes.push_back({kBankOnset_s, decay_per_s, kTwoPi * hz, push_s});
      }
    }
  }
  return shapes;
}

std::vector<BurstShape> burst_shapes() {
  std::vector<BurstShape> shapes;
  for (const double duration_s : {0.04, 0.06, 0.09, 0.135, 0.2, 0.27}) {
    for (const double hz : {15.0, 19.0, 24.0, 30.0, 38.0, 47.0, 59.0, 74.0, 92.0, 110.0}) {
      if (duration_s * hz < 0.6) continue;
      shapes.push_back({kBankOnset_s, duration_s, kTwoPi * hz, 0.4, 0.5});
    }
  }
  return shapes;
}

using Free = std::array<double, 4>;

// The numbers that the refinement turns, and the size of its first steps.
Free free_of(const TapShape& s) {
  return {s.onset_s, std::log(s.decay_per_s), std::log(s.omega_per_s), s.push_s};
}
TapShape shape_of(const Free& p, const TapShape&) {
  return {p[0], std::exp(p[1]), std::exp(p[2]), std::abs(p[3])};
}
Free first_steps(const TapShape& s) {
  return {0.001, 0.25, 0.12, s.push_s > 0 ? 0.002 : 0.0};
}
Free free_of(const BurstShape& s) {
  return {s.onset_s, std::log(s.duration_s), std::log(s.omega_per_s), std::log(s.rise / s.fall)};
}
BurstShape shape_of(const Free& p, const BurstShape&) {
  // The rise and the fall together are 0.9 of the duration; which is longer is free.
  const double rise = 0.9 / (1 + std::exp(-p[3]));
  return {p[0], std::exp(p[1]), std::exp(p[2]), rise, 0.9 - rise};
}
Free first_steps(const BurstShape& s) {
  return {0.1 * s.duration_s, 0.2, 0.08, 0.4};
}

// b^T G^-1 b; 0 where the two phases are one. A banked phase that the band holds nothing of is
// none.
double explained(double b0, double b1, const std::array<double, 3>& g,
                 std::array<double, 2>* amplitude) {
  const double det = g[0] * g[2] - g[1] * g[1];
  if (!(det > 1e-9 * g[0] * g[2])) return 0;
  const double a0 = (g[2] * b0 - g[1] * b1) / det, a1 = (g[0] * b1 - g[1] * b0) / det;
  if (amplitude) *amplitude = {a0, a1};
  return a0 * b0 + a1 * b1;
}

}  // namespace

EventFitter::EventFitter(const TwitchSpectrum& spectrum, std::span<const NoiseSpectrum> noise,
                         double sampling_frequency_hz)
    : fft_({.columns = 4}) {
  const SoftBand band = seen_band(sampling_frequency_hz);
  std::vector<double> scale;
  std::vector<NoiseSpectrum> tempered(noise.begin(), noise.end());
  for (NoiseSpectrum& of_axis : tempered) temper(of_axis);
  for (std::size_t axis = 0; axis < spectrum.axes(); ++axis) {
    auto real = spectrum.real(axis, band, kRate_hz, &tempered[axis]);
    step_s_ = real.step_s;
    const double sd = mad_std(real.value);
    for (double& value : real.value) value /= sd;
    axes_.push_back(std::move(real.value));
    scale.push_back(1 / sd);
  }
  const Index size = fast_fft_size(static_cast<Index>(std::ceil(kWindow_s / step_s_)));
  fft_ = RealFft<double>({.columns = size});
  const double bin_hz = 1 / (step_s_ * static_cast<double>(size));
  for (std::size_t axis = 0; axis < axes_.size(); ++axis) {
    std::vector<double> gain(static_cast<std::size_t>(fft_.spectrum_size()));
    for (std::size_t k = 0; k < gain.size(); ++k) {
      const double f = bin_hz * static_cast<double>(k);
      gain[k] = scale[axis] * band.gain(f) / std::sqrt(tempered[axis].at(f));
    }
    whitening_.push_back(std::move(gain));
  }
  fill_bank<TapShape>(taps_, tap_shapes());
  fill_bank<BurstShape>(bursts_, burst_shapes());
}

template <class Shape>
void EventFitter::fill_bank(std::vector<Banked<Shape>>& bank, std::span<const Shape> shapes) const {
  for (const Shape& shape : shapes) {
    Banked<Shape> banked{shape, phases(shape, 0), {}};
    banked.gram = grams(banked.phases);
    bank.push_back(std::move(banked));
  }
}

template <class Shape>
EventFitter::Phases EventFitter::phases(const Shape& shape, double first_s) const {
  const auto size = static_cast<std::size_t>(fft_.signal_size());
  std::vector<std::complex<double>> samples(size);
  shape.fill(first_s, step_s_, samples);
  std::vector<double> part(size);
  Phases spectra;
  for (std::size_t phase = 0; phase < 2; ++phase) {
    for (std::size_t i = 0; i < size; ++i) {
      part[i] = phase == 0 ? samples[i].real() : samples[i].imag();
    }
    spectra[phase].resize(static_cast<std::size_t>(fft_.spectrum_size()));
    fft_.forward(part, spectra[phase]);
  }
  return spectra;
}

std::vector<EventFitter::Gram> EventFitter::grams(const Phases& phases) const {
  // Parseval over half of the spectrum: each frequency counts twice.
  const double each = 2 / static_cast<double>(fft_.signal_size());
  std::vector<Gram> all;
  for (const std::vector<double>& gain : whitening_) {
    Gram g{};
    for (std::size_t k = 0; k < gain.size(); ++k) {
      const double weight = each * gain[k] * gain[k];
      g[0] += weight * std::norm(phases[0][k]);
      g[1] += weight * std::real(phases[0][k] * std::conj(phases[1][k]));
      g[2] += weight * std::norm(phases[1][k]);
    }
    all.push_back(g);
  }
  return all;
}

EventFitter::Window EventFitter::window(const TimeSpan& tile) const {
  Window data;
  const auto first = static_cast<std::ptrdiff_t>(std::lround((tile.begin_s - kBefore_s) / step_s_));
  data.first_s = static_cast<double>(first) * step_s_;
  std::vector<double> part(static_cast<std::size_t>(fft_.signal_size()));
  for (std::size_t axis = 0; axis < axes_.size(); ++axis) {
    const auto last = static_cast<std::ptrdiff_t>(axes_[axis].size());
    for (std::size_t i = 0; i < part.size(); ++i) {
      const auto at = first + static_cast<std::ptrdiff_t>(i);
      part[i] = at >= 0 && at < last ? axes_[axis][static_cast<std::size_t>(at)] : 0.0;
    }
    Spectrum spectrum(static_cast<std::size_t>(fft_.spectrum_size()));
    fft_.forward(part, spectrum);
    for (std::size_t k = 0; k < spectrum.size(); ++k) spectrum[k] *= whitening_[axis][k];
    data.axes.push_back(std::move(spectrum));
  }
  return data;
}

template <class Shape>
double EventFitter::gain(const Window& data, const Shape& shape,
                         std::vector<std::array<double, 2>>* amplitude) const {
  const Phases parts = phases(shape, data.first_s);
  const std::vector<Gram> gram = grams(parts);
  const double each = 2 / static_cast<double>(fft_.signal_size());
  double sum = 0;
  if (amplitude) amplitude->assign(axes_.size(), {});
  for (std::size_t axis = 0; axis < axes_.size(); ++axis) {
    std::array<double, 2> b{};
    for (std::size_t k = 0; k < data.axes[axis].size(); ++k) {
      for (std::size_t phase = 0; phase < 2; ++phase) {
        b[phase] += each * std::real(data.axes[axis][k] * std::conj(parts[phase][k]));
      }
    }
    sum += explained(b[0], b[1], gram[axis], amplitude ? &(*amplitude)[axis] : nullptr);
  }
  return sum;
}

template <class Shape>
EventFit<Shape> EventFitter::search(const TimeSpan& tile,
                                    const std::vector<Banked<Shape>>& bank) const {
  const Window data = window(tile);
  const auto size = static_cast<std::size_t>(fft_.signal_size());
  const auto shift = [&](double onset_s) {
    return static_cast<std::ptrdiff_t>(
        std::lround((onset_s - data.first_s - kBankOnset_s) / step_s_));
  };
  const std::ptrdiff_t low = shift(tile.begin_s - kEarliest_s), high = shift(tile.end_s);
  std::array<std::pair<double, Shape>, 2> best{};
  Spectrum product(static_cast<std::size_t>(fft_.spectrum_size()));
  std::array<std::vector<double>, 2> b{std::vector<double>(size), std::vector<double>(size)};
  std::vector<double> sum(size);
  for (const Banked<Shape>& banked : bank) {
    std::fill(sum.begin(), sum.end(), 0.0);
    for (std::size_t axis = 0; axis < axes_.size(); ++axis) {
      for (std::size_t phase = 0; phase < 2; ++phase) {
        for (std::size_t k = 0; k < product.size(); ++k) {
          product[k] = data.axes[axis][k] * std::conj(banked.phases[phase][k]);
        }
        fft_.inverse(product, b[phase]);
      }
      for (std::size_t i = 0; i < size; ++i) {
        sum[i] += explained(b[0][i], b[1][i], banked.gram[axis], nullptr);
      }
    }
    std::pair<double, Shape> own{0, banked.shape};
    for (std::ptrdiff_t lag = low; lag <= high; ++lag) {
      const auto whole = static_cast<std::ptrdiff_t>(size);
      const double here = sum[static_cast<std::size_t>((lag % whole + whole) % whole)];
      if (here > own.first) {
        own.first = here;
        own.second.onset_s = data.first_s + kBankOnset_s + step_s_ * static_cast<double>(lag);
      }
    }
    if (own.first > best[0].first) {
      best[1] = best[0];
      best[0] = own;
    } else if (own.first > best[1].first) {
      best[1] = own;
    }
  }
  EventFit<Shape> fit;
  for (const auto& [start_gain, start] : best) {
    if (!(start_gain > 0)) continue;
    const auto cost = [&](const Free& p) {
      const Shape shape = shape_of(p, start);
      return shape.allowed() ? -gain(data, shape, nullptr) : 0.0;
    };
    const Free found = simplex_minimum<4>(cost, free_of(start), first_steps(start), 120, 1e-3);
    const Shape shape = shape_of(found, start);
    std::vector<std::array<double, 2>> amplitude;
    const double reached = gain(data, shape, &amplitude);
    if (shape.allowed() && reached > fit.gain) fit = {shape, reached, std::move(amplitude)};
  }
  return fit;
}

void EventFitter::mute(const TimeSpan& span) {
  for (std::vector<double>& axis : axes_) {
    for (std::size_t i = 0; i < axis.size(); ++i) {
      const double t = step_s_ * static_cast<double>(i);
      axis[i] *= 1 - cosine_ramp((t - span.begin_s) / kSoft_s + 0.5) *
                         cosine_ramp((span.end_s - t) / kSoft_s + 0.5);
    }
  }
}

EventFit<TapShape> EventFitter::tap(const TimeSpan& tile) const {
  return search(tile, taps_);
}

EventFit<BurstShape> EventFitter::burst(const TimeSpan& tile) const {
  return search(tile, bursts_);
}

EventFitter::Course EventFitter::seen(const EventFit<TapShape>& fit, const TimeSpan& tile) const {
  Course course{window(tile).first_s, step_s_,
                std::vector<double>(static_cast<std::size_t>(fft_.signal_size()), 0.0)};
  if (fit.amplitude.empty()) return course;
  const Phases parts = phases(fit.shape, course.first_s);
  Spectrum spectrum(parts[0].size());
  std::vector<double> signal(course.modulus.size());
  for (std::size_t axis = 0; axis < axes_.size(); ++axis) {
    for (std::size_t k = 0; k < spectrum.size(); ++k) {
      spectrum[k] = whitening_[axis][k] *
                    (fit.amplitude[axis][0] * parts[0][k] + fit.amplitude[axis][1] * parts[1][k]);
    }
    fft_.inverse(spectrum, signal);
    for (std::size_t i = 0; i < signal.size(); ++i) course.modulus[i] += signal[i] * signal[i];
  }
  for (double& value : course.modulus) value = std::sqrt(value);
  return course;
}

}  // namespace stiff
