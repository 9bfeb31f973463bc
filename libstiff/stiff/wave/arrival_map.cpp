#include "stiff/wave/arrival_map.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>

namespace stiff {
namespace {

Picture<float> windowed_sum(const Picture<float>& values, const CorrelationWindow& window) {
  const Index rows = values.rows();
  const Index columns = values.cols();
  Picture<float> across(rows, columns);
  for (Index x = 0; x < columns; ++x) {
    const Index low = std::max<Index>(0, x - window.half_lateral_window);
    const Index high = std::min(columns - 1, x + window.half_lateral_window);
    across.col(x) = values.middleCols(low, high - low + 1).rowwise().sum();
  }
  Picture<float> sums(rows, columns);
  for (Index z = 0; z < rows; ++z) {
    const Index low = std::max<Index>(0, z - window.half_axial_window);
    const Index high = std::min(rows - 1, z + window.half_axial_window);
    sums.row(z) = across.middleRows(low, high - low + 1).colwise().sum();
  }
  return sums;
}

}  // namespace

ArrivalMap arrival_map(const WaveSpectrum& wave, std::span<const double> weight,
                       const CorrelationWindow& window) {
  const Index rows = wave.axial_m.size;
  const Index columns = wave.lateral_m.size;
  Picture<float> re(rows, columns);
  Picture<float> im(rows, columns);
  Picture<float> power(rows, columns);
  for (Index z = 0; z < rows; ++z) {
    for (Index x = 0; x < columns; ++x) {
      const auto* m = wave.pixel(z, x);
      std::complex<float> step = 0;
      float sum = 0;
      for (Index f = 0; f + 1 < wave.bins(); ++f) {
        const auto w = static_cast<float>(std::sqrt(weight[static_cast<std::size_t>(f)] *
                                                    weight[static_cast<std::size_t>(f + 1)]));
        const float a = m[f].real();
        const float b = m[f].imag();
        const float c = m[f + 1].real();
        const float d = m[f + 1].imag();
        step += std::complex<float>{w * (a * c + b * d), w * (a * d - b * c)};
        sum += w * std::sqrt((a * a + b * b) * (c * c + d * d));
      }
      re(z, x) = step.real();
      im(z, x) = step.imag();
      power(z, x) = sum;
    }
  }
  re = windowed_sum(re, window);
  im = windowed_sum(im, window);
  power = windowed_sum(power, window);
  ArrivalMap map;
  map.compactness = (re.square() + im.square()).sqrt() / power;
  map.arrival_s.resize(rows, columns);
  for (Index z = 0; z < rows; ++z) {
    for (Index x = 0; x < columns; ++x) {
      double turn = std::atan2(-static_cast<double>(im(z, x)), static_cast<double>(re(z, x)));
      if (turn < 0) turn += 2 * std::numbers::pi;
      map.arrival_s(z, x) =
          static_cast<float>(turn / (2 * std::numbers::pi * wave.frequency_hz.step));
    }
  }
  return map;
}

}  // namespace stiff
