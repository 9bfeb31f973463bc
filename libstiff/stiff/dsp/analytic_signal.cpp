#include "stiff/dsp/analytic_signal.h"

#include "stiff/dsp/fft.h"

#include <algorithm>

namespace stiff {

std::vector<std::complex<double>> analytic_signal(std::span<const double> signal) {
  if (signal.empty()) {
    return {};
  }
  const Index size = fast_fft_size(2 * static_cast<Index>(signal.size()));
  const ComplexFft<double> fft({.columns = size});
  std::vector<std::complex<double>> padded(static_cast<std::size_t>(size));
  std::vector<std::complex<double>> spectrum(padded.size());
  std::copy(signal.begin(), signal.end(), padded.begin());
  fft.forward(padded, spectrum);
  for (Index k = 1; k < size; ++k) {
    // The bins of 0 and, of an even size, of the Nyquist frequency have no partner.
    const double factor = 2 * k < size ? 2.0 : (2 * k == size ? 1.0 : 0.0);
    spectrum[static_cast<std::size_t>(k)] *= factor;
  }
  fft.inverse(spectrum, padded);
  padded.resize(signal.size());
  return padded;
}

std::vector<double> envelope(std::span<const double> signal) {
  const auto analytic = analytic_signal(signal);
  std::vector<double> modulus(analytic.size());
  std::transform(analytic.begin(), analytic.end(), modulus.begin(),
                 [](const std::complex<double>& value) { return std::abs(value); });
  return modulus;
}

}  // namespace stiff
