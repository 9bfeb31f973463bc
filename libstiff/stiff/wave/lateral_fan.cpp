#include "stiff/wave/lateral_fan.h"

#include "stiff/core/error.h"
#include "stiff/dsp/fft.h"
#include "stiff/dsp/taper.h"

#include <cmath>

namespace stiff {
namespace {

float fan_gain(double wavenumber, double frequency_hz, const LateralFanOptions& options) {
  const double rise = cosine_ramp(wavenumber * options.fastest_m_per_s / (2 * frequency_hz));
  const double edge = frequency_hz / options.slowest_m_per_s;
  const double fall = cosine_ramp((1.25 * edge - wavenumber) / (0.25 * edge));
  return static_cast<float>(rise * fall);
}

}  // namespace

LateralParts lateral_fan(const WaveSpectrum& spectrum, const LateralFanOptions& options) {
  if (!(options.slowest_m_per_s > 0) || !(options.slowest_m_per_s < options.fastest_m_per_s)) {
    throw Error(ErrorKind::usage, "the directional filter needs 0 < fan-slowest < fan-fastest");
  }
  const Index columns = spectrum.lateral_m.size;
  const Index bins = spectrum.bins();
  const Index padded = fast_fft_size(2 * columns);
  LateralParts parts{spectrum, spectrum};
  std::vector<std::complex<float>> line(static_cast<std::size_t>(padded * bins));
  auto lines = line;
  auto side = line;
  auto back = line;
  const ComplexFft<float> fft({.columns = padded, .rows = 1, .count = bins});

  // gain[f][k] for the wave that goes right; that of the other one is its mirror.
  std::vector<float> right(line.size());
  std::vector<float> left(line.size());
  for (Index f = 0; f < bins; ++f) {
    for (Index k = 0; k < padded; ++k) {
      // exp(-i 2 pi f x / c) is a negative frequency along x.
      const double wavenumber = -fft_frequency(k, padded, spectrum.lateral_m.step);
      const auto i = static_cast<std::size_t>(f * padded + k);
      if (2 * k == padded) continue;  // the Nyquist wavenumber has no direction
      right[i] = fan_gain(wavenumber, spectrum.frequency_hz[f], options);
      left[i] = fan_gain(-wavenumber, spectrum.frequency_hz[f], options);
    }
  }
  const auto filter = [&](const std::vector<float>& gain, WaveSpectrum& part, Index z) {
    for (std::size_t i = 0; i < line.size(); ++i) side[i] = lines[i] * gain[i];
    fft.inverse(side, back);
    for (Index x = 0; x < columns; ++x) {
      auto* pixel = part.pixel(z, x);
      for (Index f = 0; f < bins; ++f) pixel[f] = back[static_cast<std::size_t>(f * padded + x)];
    }
  };
  for (Index z = 0; z < spectrum.axial_m.size; ++z) {
    for (Index x = 0; x < columns; ++x) {
      const auto* pixel = spectrum.pixel(z, x);
      for (Index f = 0; f < bins; ++f) line[static_cast<std::size_t>(f * padded + x)] = pixel[f];
    }
    fft.forward(line, lines);
    filter(right, parts.rightwards, z);
    filter(left, parts.leftwards, z);
  }
  return parts;
}

}  // namespace stiff
