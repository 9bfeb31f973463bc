#include "stiff/wave/arrival_correlation.h"

#include "stiff/dsp/fft.h"
#include "stiff/dsp/peak.h"

#include <algorithm>
#include <cmath>
#include <complex>

namespace stiff {
namespace {

double derivative_energy(std::span<const double> trace) {
  double sum = 0;
  for (std::size_t t = 1; t + 1 < trace.size(); ++t) {
    const double derivative = 0.5 * (trace[t + 1] - trace[t - 1]);
    sum += derivative * derivative;
  }
  return sum;
}

double energy(std::span<const double> trace) {
  double sum = 0;
  for (const double v : trace) {
    sum += v * v;
  }
  return sum;
}

}  // namespace

Arrivals arrival_correlation(const WaveLine& line, const CorrelationArrivalOptions& options) {
  Arrivals arrivals(line.distance_m, line.time_s);
  const Index n = line.time_s.size;
  if (line.distance_m.size < 3 || n < 8) {
    return arrivals;
  }
  const Index reference = line.distance_m.size / 2;
  const auto middle = line.trace(reference);
  const Peak reference_peak = band_limited_peak(middle, largest(middle, 0, n - 1));
  if (!reference_peak.ok()) {
    return arrivals;
  }
  const double reference_time = line.time_s.first + line.time_s.step * reference_peak.position;
  const Index padded = fast_fft_size(2 * n);
  const RealFft<double> fft({.columns = padded});
  std::vector<double> signal(static_cast<std::size_t>(padded));
  std::vector<std::complex<double>> spectrum(static_cast<std::size_t>(fft.spectrum_columns()));
  auto reference_spectrum = spectrum;
  std::copy(middle.begin(), middle.end(), signal.begin());
  fft.forward(signal, reference_spectrum);
  const double reference_energy = energy(middle);
  // The low-pass leaves the noise's density where the wave is: that of white samples.
  const double variance = line.raw_noise_std * line.raw_noise_std;
  for (Index i = 0; i < line.distance_m.size; ++i) {
    const auto k = static_cast<std::size_t>(i);
    const auto trace = line.trace(i);
    std::fill(signal.begin(), signal.end(), 0.0);
    std::copy(trace.begin(), trace.end(), signal.begin());
    fft.forward(signal, spectrum);
    for (std::size_t bin = 0; bin < spectrum.size(); ++bin) {
      spectrum[bin] *= std::conj(reference_spectrum[bin]);
    }
    fft.inverse(spectrum, signal);
    // Lag 0 in the middle.
    std::rotate(signal.begin(), signal.begin() + (padded + 1) / 2, signal.end());
    const Index zero = padded / 2;
    const double reach = std::abs(line.distance_m[i] - line.distance_m[reference]) /
                             (options.slowest_m_per_s * line.time_s.step) +
                         2;
    const auto limit = std::min(static_cast<Index>(std::ceil(reach)), n - 1);
    const Index at = largest(signal, zero - limit, zero + limit);
    const Peak peak = at < 0 ? Peak{} : band_limited_peak(signal, at);
    if (!peak.ok() || (limit < n - 1 && std::abs(at - zero) == limit)) {
      arrivals.reason[k] = Reason::out_of_range;
      continue;
    }
    const double correlation = peak.value / std::sqrt(reference_energy * energy(trace));
    if (!(correlation >= options.min_correlation)) {
      arrivals.reason[k] = Reason::low_correlation;
      continue;
    }
    const double lag = (peak.position - static_cast<double>(zero)) * line.time_s.step;
    arrivals.time_s[k] = reference_time + lag;
    arrivals.std_error_s[k] =
        line.time_s.step *
        std::sqrt(variance * (1 / derivative_energy(trace) + 1 / derivative_energy(middle)));
    arrivals.quality[k] = std::clamp(correlation, 0.0, 1.0);
    arrivals.reason[k] = Reason::none;
  }
  return arrivals;
}

}  // namespace stiff
