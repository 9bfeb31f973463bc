#include "stiff/comparison/sample_moments.h"

#include <algorithm>
#include <cmath>

namespace stiff {

SampleMoments sample_moments(std::span<const double> values) {
  SampleMoments out;
  out.n = static_cast<std::int64_t>(values.size());
  if (out.n < 2) {
    out.reason = Reason::too_few;
    return out;
  }
  double sum = 0;
  double largest = 0;
  for (const double value : values) {
    if (!std::isfinite(value)) {
      out.reason = Reason::bad_input;
      return out;
    }
    sum += value;
    largest = std::max(largest, std::abs(value));
  }
  const auto n = static_cast<double>(out.n);
  out.mean = sum / n;
  double squares = 0;
  double rest = 0;  // what rounding left in the mean
  for (const double value : values) {
    squares += (value - out.mean) * (value - out.mean);
    rest += value - out.mean;
  }
  out.variance = (squares - rest * rest / n) / (n - 1);
  if (!(std::sqrt(out.variance) > 1e-12 * largest)) out.variance = 0;
  return out;
}

}  // namespace stiff
