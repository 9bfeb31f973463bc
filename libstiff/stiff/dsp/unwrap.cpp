#include "stiff/dsp/unwrap.h"

#include <cmath>

namespace stiff {
namespace {

template <class Real>
void unwrap(std::span<Real> phase, Real period) {
  bool started = false;
  double previous = 0;
  for (Real& sample : phase) {
    if (!std::isfinite(sample)) {
      continue;
    }
    // In double: the sum of many turns must not eat a float's digits.
    double value = sample;
    if (started) {
      value -= period * std::round((value - previous) / period);
    }
    previous = value;
    started = true;
    sample = static_cast<Real>(value);
  }
}

}  // namespace

void unwrap_phase(std::span<double> phase, double period) {
  unwrap(phase, period);
}
void unwrap_phase(std::span<float> phase, float period) {
  unwrap(phase, period);
}

double wrap_phase(double phase, double period) {
  return phase - period * std::floor(phase / period + 0.5);
}

}  // namespace stiff
