#include "stiff/motion/sample_noise.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <vector>

namespace stiff {
namespace {

constexpr std::array<float, 7> kTaps{1, -6, 15, -20, 15, -6, 1};
constexpr float kUnit = 0.032897585F;  // 1 / sqrt(924)

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
  std::vector<std::size_t> run;  // first frames of runs of measured ones
  std::size_t length = 0;
  for (std::size_t t = 0; t < measured.size(); ++t) {
    length = measured[t] != 0 ? length + 1 : 0;
    if (length >= kTaps.size()) run.push_back(t + 1 - kTaps.size());
  }
  Picture<float> noise(field.axial(), field.lateral());
  std::vector<float> difference(run.size());
  for (Index z = 0; z < field.axial(); ++z) {
    for (Index x = 0; x < field.lateral(); ++x) {
      const auto u = field.trace(z, x);
      difference.resize(run.size());
      for (std::size_t i = 0; i < run.size(); ++i) {
        float sum = 0;
        for (std::size_t k = 0; k < kTaps.size(); ++k) sum += kTaps[k] * u[run[i] + k];
        difference[i] = sum * kUnit;
      }
      noise(z, x) = clipped_sd(difference);
    }
  }
  return noise;
}

}  // namespace stiff
