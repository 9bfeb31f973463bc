#include "stiff/wave/lag_search.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace stiff {

LagSearch::LagSearch(const Axis& frequency_hz, double shortest_s, double longest_s)
    : frequency_hz_(frequency_hz) {
  // Six points a period of the highest frequency: the maximum's own slope is never left.
  const double finest = 1 / (6 * frequency_hz.last());
  const auto intervals =
      std::max<Index>(2, static_cast<Index>(std::ceil((longest_s - shortest_s) / finest)));
  grid_s_ = {shortest_s, (longest_s - shortest_s) / static_cast<double>(intervals), intervals + 1};
  kernel_.resize(2 * frequency_hz.size, grid_s_.size);
  for (Index f = 0; f < frequency_hz.size; ++f) {
    for (Index g = 0; g < grid_s_.size; ++g) {
      const double phase = 2 * std::numbers::pi * frequency_hz[f] * grid_s_[g];
      kernel_(2 * f, g) = static_cast<float>(std::cos(phase));
      kernel_(2 * f + 1, g) = static_cast<float>(-std::sin(phase));
    }
  }
}

void LagSearch::find(std::span<const std::complex<float>> cross_spectra,
                     std::span<Lag> lags) const {
  const auto count = static_cast<Index>(lags.size());
  const Eigen::Map<const RowMatrix> spectra(reinterpret_cast<const float*>(cross_spectra.data()),
                                            count, 2 * frequency_hz_.size);
  const RowMatrix correlation = spectra * kernel_;
  for (Index i = 0; i < count; ++i) {
    Index best = 0;
    correlation.row(i).maxCoeff(&best);
    lags[static_cast<std::size_t>(i)] = refine(cross_spectra.data() + i * frequency_hz_.size, best);
  }
}

LagSearch::Lag LagSearch::refine(const std::complex<float>* cross_spectrum, Index start) const {
  Lag found{grid_s_[start], 0, start > 0 && start < grid_s_.size - 1};
  const double two_pi = 2 * std::numbers::pi;
  constexpr int kSteps = 4;  // the last only evaluates; Newton squares a start within 1/12 period
  for (int step = 0; step < kSteps; ++step) {
    const std::complex<double> turn = std::polar(1.0, two_pi * frequency_hz_.step * found.lag_s);
    std::complex<double> phasor = std::polar(1.0, two_pi * frequency_hz_.first * found.lag_s);
    double value = 0;
    double slope = 0;
    double curvature = 0;
    for (Index f = 0; f < frequency_hz_.size; ++f) {
      const double omega = two_pi * frequency_hz_[f];
      const double re = cross_spectrum[f].real();
      const double im = cross_spectrum[f].imag();
      const double in_phase = re * phasor.real() - im * phasor.imag();
      const double quadrature = re * phasor.imag() + im * phasor.real();
      value += in_phase;
      slope -= omega * quadrature;
      curvature -= omega * omega * in_phase;
      phasor = {phasor.real() * turn.real() - phasor.imag() * turn.imag(),
                phasor.real() * turn.imag() + phasor.imag() * turn.real()};
    }
    found.correlation = value;
    if (step == kSteps - 1 || !(curvature < 0)) break;
    found.lag_s += std::clamp(-slope / curvature, -grid_s_.step, grid_s_.step);
  }
  return found;
}

}  // namespace stiff
