#include "stiff/contact/tap_spectrum.h"

#include "stiff/contact/spectral_maximum.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>

namespace stiff {
namespace {

using Complex = std::complex<double>;

// Goertzel's recurrence.
double power(std::span<const double> a, double hz, double step_s) {
  const double twice = 2 * std::cos(2 * std::numbers::pi * hz * step_s);
  double last = 0, before = 0;
  for (const double value : a) {
    const double next = value + twice * last - before;
    before = last;
    last = next;
  }
  return last * last + before * before - twice * last * before;
}

}  // namespace

SampleReading tap_spectrum_peak(std::span<const double> a, double step_s) {
  const double record_s = step_s * static_cast<double>(a.size());
  const double highest_hz = std::min(kHighestTapFrequency_hz, 0.4 / step_s);
  SampleReading peak;
  peak.value = spectral_maximum([&](double hz) { return power(a, hz, step_s); }, 0.4 / record_s,
                                kLowestTapFrequency_hz, highest_hz);
  if (!std::isfinite(peak.value)) return peak;
  // P = |X|^2, X = sum a_i e^(-i w t_i): dw = -dP' / P''. In samples, w in radians a sample.
  const double omega = 2 * std::numbers::pi * peak.value * step_s;
  const Complex turn = std::polar(1.0, -omega);
  const auto size = static_cast<Eigen::Index>(a.size());
  Complex x = 0, x1 = 0, x2 = 0, z = 1;
  for (Eigen::Index i = 0; i < size; ++i, z *= turn) {
    const auto t = static_cast<double>(i);
    const Complex term = a[static_cast<std::size_t>(i)] * z;
    x += term;
    x1 += Complex(0, -t) * term;
    x2 -= t * t * term;
  }
  const double bend = 2 * (std::norm(x1) + std::real(std::conj(x) * x2));
  const double per = -1 / (bend * 2 * std::numbers::pi * step_s);
  peak.by_sample.resize(size);
  z = 1;
  for (Eigen::Index i = 0; i < size; ++i, z *= turn) {
    const Complex by_i(0, -static_cast<double>(i));
    peak.by_sample[i] = per * 2 * std::real(std::conj(z) * x1 + std::conj(x) * by_i * z);
  }
  return peak;
}

}  // namespace stiff
