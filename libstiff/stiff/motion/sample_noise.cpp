#include "stiff/motion/sample_noise.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace stiff {
namespace {

/// The SD of normal values with outliers: root mean square within 3 SD, started from the median of
/// the magnitudes, the variance divided by what a normal has within 3 SD.
float clipped_sd(std::vector<float>& values) {
  if (values.size() < 3) return std::numeric_limits<float>::quiet_NaN();
  for (float& value : values) value = std::abs(value);
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  double sd = static_cast<double>(*middle) / 0.67449;
  constexpr double kShare = 0.9733;  // variance of a normal truncated at 3 SD
  for (int pass = 0; pass < 4; ++pass) {
    double sum = 0;
    int count = 0;
    for (const float value : values) {
      const auto magnitude = static_cast<double>(value);
      if (!(magnitude <= 3 * sd)) continue;
      sum += magnitude * magnitude;
      ++count;
    }
    if (count == 0) break;
    sd = std::sqrt(sum / count / kShare);
  }
  return static_cast<float>(sd);
}

}  // namespace

Picture<float> sample_noise(View3<const float> field, std::span<const unsigned char> measured) {
  std::vector<std::size_t> centre;
  for (std::size_t t = 2; t + 2 < measured.size(); ++t) {
    const bool run =
        measured[t - 2] && measured[t - 1] && measured[t] && measured[t + 1] && measured[t + 2];
    if (run) centre.push_back(t);
  }
  Picture<float> noise(field.axial(), field.lateral());
  std::vector<float> difference(centre.size());
  for (Index z = 0; z < field.axial(); ++z) {
    for (Index x = 0; x < field.lateral(); ++x) {
      const auto u = field.trace(z, x);
      difference.resize(centre.size());
      for (std::size_t i = 0; i < centre.size(); ++i) {
        const std::size_t t = centre[i];
        difference[i] =
            (u[t - 2] - 4 * u[t - 1] + 6 * u[t] - 4 * u[t + 1] + u[t + 2]) * 0.11952286F;
      }
      noise(z, x) = clipped_sd(difference);
    }
  }
  return noise;
}

}  // namespace stiff
