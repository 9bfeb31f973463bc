#include "stiff/motion/rf_to_iq.h"

#include "stiff/core/error.h"
#include "stiff/dsp/fft.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <span>
#include <vector>

namespace stiff {

Cube<std::complex<float>> rf_to_iq(View3<const float> rf, double axial_step_m,
                                   double sound_speed_m_per_s, double centre_frequency_hz) {
  const double sampling_hz = sound_speed_m_per_s / (2 * axial_step_m);
  if (!(centre_frequency_hz > 0) || !(centre_frequency_hz < sampling_hz / 2)) {
    throw Error(ErrorKind::bad_data,
                "CenterFrequency is not between 0 and half of the RF's sampling frequency");
  }
  const Index frames = rf.time();
  const Index padded = fast_fft_size(2 * rf.axial());
  const ComplexFft<float> fft({.columns = padded, .count = 1});
  const auto size = static_cast<std::size_t>(padded);
  const auto depths = static_cast<std::size_t>(rf.axial());
  std::vector<std::complex<float>> mixer(depths);
  for (std::size_t z = 0; z < depths; ++z) {
    const double turns = centre_frequency_hz / sampling_hz * static_cast<double>(z);
    mixer[z] =
        std::polar(1.0F, static_cast<float>(-2 * std::numbers::pi * (turns - std::floor(turns))));
  }
  Cube<std::complex<float>> iq(rf.axial(), rf.lateral(), frames);
  std::vector<std::complex<float>> signal(size), spectrum(size);
  bool finite = true;
  for (Index x = 0; x < rf.lateral(); ++x) {
    for (Index t = 0; t < frames; ++t) {
      std::fill(signal.begin(), signal.end(), std::complex<float>{});
      for (std::size_t z = 0; z < depths; ++z) {
        const float sample = rf(static_cast<Index>(z), x, t);
        finite = finite && std::isfinite(sample);
        signal[z] = sample;
      }
      fft.forward(signal, spectrum);
      // Positive frequencies doubled, negative ones out; 0 and the Nyquist bin stay as they are.
      const std::size_t half = size / 2;
      for (std::size_t k = 1; k < (size + 1) / 2; ++k) spectrum[k] *= 2.0F;
      for (std::size_t k = half + 1; k < size; ++k) spectrum[k] = 0;
      fft.inverse(spectrum, signal);
      for (std::size_t z = 0; z < depths; ++z) {
        const std::complex<float> s = signal[z];
        const std::complex<float> m = mixer[z];
        iq(static_cast<Index>(z), x, t) = {s.real() * m.real() - s.imag() * m.imag(),
                                           s.real() * m.imag() + s.imag() * m.real()};
      }
    }
  }
  if (!finite) throw Error(ErrorKind::bad_data, "the RF has samples that are not finite");
  return iq;
}

}  // namespace stiff
