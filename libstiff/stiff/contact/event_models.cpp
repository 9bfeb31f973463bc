#include "stiff/contact/event_models.h"

#include "stiff/dsp/taper.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace stiff {
namespace {

constexpr double kTwoPi = 2 * std::numbers::pi;
constexpr double kClickDecay_per_s = 100;

// Adds `factor` times the swing that begins at `begin` (in samples from the first one).
void add_swing(std::complex<double> rate, double begin, double step_s, double factor,
               std::span<std::complex<double>> samples) {
  const auto size = static_cast<double>(samples.size());
  const auto integral = [&](double t) { return (std::exp(rate * t) - 1.0) / rate; };
  // The first sample whose interval reaches past the beginning sees a part of the edge.
  const double first = std::ceil(begin - 0.5);
  if (first >= size) return;
  const auto i = static_cast<std::ptrdiff_t>(first);
  if (i >= 0) {
    samples[static_cast<std::size_t>(i)] +=
        factor * integral((first + 0.5 - begin) * step_s) / step_s;
  }
  const auto next = static_cast<std::size_t>(std::max<std::ptrdiff_t>(i + 1, 0));
  const std::complex<double> half = rate * (step_s / 2);
  std::complex<double> value = factor *
                               std::exp(rate * ((static_cast<double>(next) - begin) * step_s)) *
                               (std::exp(half) - std::exp(-half)) / (rate * step_s);
  const std::complex<double> turn = std::exp(rate * step_s);
  for (std::size_t k = next; k < samples.size(); ++k) {
    samples[k] += value;
    value *= turn;
  }
}

}  // namespace

void TapShape::fill(double first_s, double step_s, std::span<std::complex<double>> samples) const {
  std::fill(samples.begin(), samples.end(), 0.0);
  const std::complex<double> rate(-decay_per_s, omega_per_s);
  const double begin = (onset_s - first_s) / step_s;
  add_swing(rate, begin, step_s, 1, samples);
  if (push_s > 0) add_swing(rate, begin + push_s / step_s, step_s, -1, samples);
}

bool TapShape::is_click() const {
  return decay_per_s > kClickDecay_per_s;
}

bool TapShape::allowed() const {
  if (!(push_s >= 0 && push_s <= 0.02)) return false;
  const double frequency_hz = omega_per_s / kTwoPi;
  if (decay_per_s > kClickDecay_per_s) return decay_per_s < 2000 && frequency_hz < 400;
  const double zeta = decay_per_s / std::hypot(decay_per_s, omega_per_s);
  return frequency_hz > 8 && frequency_hz < 36 && zeta > 0.04 && zeta < 0.6;
}

void BurstShape::fill(double first_s, double step_s,
                      std::span<std::complex<double>> samples) const {
  std::fill(samples.begin(), samples.end(), 0.0);
  const auto size = static_cast<double>(samples.size());
  const double begin_s = onset_s - 0.5 * rise * duration_s;
  const double end_s = onset_s + duration_s * (1 + 0.5 * fall);
  const auto first =
      static_cast<std::size_t>(std::clamp(std::ceil((begin_s - first_s) / step_s), 0.0, size));
  const auto end =
      static_cast<std::size_t>(std::clamp(std::ceil((end_s - first_s) / step_s), 0.0, size));
  for (std::size_t i = first; i < end; ++i) {
    const double t = first_s + step_s * static_cast<double>(i) - onset_s;
    const double envelope = cosine_ramp(t / (rise * duration_s) + 0.5) *
                            cosine_ramp((duration_s - t) / (fall * duration_s) + 0.5);
    samples[i] = std::polar(envelope, omega_per_s * t);
  }
}

bool BurstShape::allowed() const {
  const double frequency_hz = omega_per_s / kTwoPi;
  return frequency_hz > 12 && frequency_hz < 130 && duration_s > 0.025 && duration_s < 0.4 &&
         rise * duration_s > 0.008 && fall * duration_s > 0.008 && rise <= 1 && fall <= 1;
}

}  // namespace stiff
