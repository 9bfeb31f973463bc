#include "stiff/contact/tap_spectrum.h"

#include "stiff/contact/spectral_maximum.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <complex>
#include <numbers>
#include <vector>

namespace stiff {
namespace {

using Complex = std::complex<double>;

// Goertzel's recurrence at some frequencies at once: each waits for its own last step only.
template <std::size_t N>
std::array<double, N> powers(std::span<const double> a, const std::array<double, N>& hz,
                             double step_s) {
  std::array<double, N> twice, last{}, before{};
  for (std::size_t k = 0; k < N; ++k) {
    twice[k] = 2 * std::cos(2 * std::numbers::pi * hz[k] * step_s);
  }
  for (const double value : a) {
    for (std::size_t k = 0; k < N; ++k) {
      const double next = value + twice[k] * last[k] - before[k];
      before[k] = last[k];
      last[k] = next;
    }
  }
  std::array<double, N> result;
  for (std::size_t k = 0; k < N; ++k) {
    result[k] = last[k] * last[k] + before[k] * before[k] - twice[k] * last[k] * before[k];
  }
  return result;
}

std::vector<double> grid_powers(std::span<const double> a, const std::vector<double>& grid,
                                double step_s) {
  constexpr std::size_t kTogether = 8;
  std::vector<double> all;
  for (std::size_t first = 0; first < grid.size(); first += kTogether) {
    const std::size_t n = std::min(kTogether, grid.size() - first);
    std::array<double, kTogether> hz{};
    std::copy_n(grid.begin() + static_cast<std::ptrdiff_t>(first), n, hz.begin());
    const std::array<double, kTogether> some = powers(a, hz, step_s);
    all.insert(all.end(), some.begin(), some.begin() + static_cast<std::ptrdiff_t>(n));
  }
  return all;
}

}  // namespace

SampleReading tap_spectrum_peak(std::span<const double> a, double step_s) {
  const double record_s = step_s * static_cast<double>(a.size());
  const double highest_hz = std::min(kHighestTapFrequency_hz, 0.4 / step_s);
  SampleReading peak;
  if (!(highest_hz > kLowestTapFrequency_hz)) return peak;
  const std::vector<double> grid =
      spectral_grid(0.4 / record_s, kLowestTapFrequency_hz, highest_hz);
  peak.value = spectral_maximum([&](double hz) { return powers<1>(a, {hz}, step_s)[0]; }, grid,
                                grid_powers(a, grid, step_s));
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
