#include "stiff/motion/sample_noise.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

namespace stiff {
namespace {

constexpr std::array<float, 7> kTaps{1, -6, 15, -20, 15, -6, 1};
constexpr float kUnit = 0.032897585F;  // 1 / sqrt(924)

constexpr std::size_t kLanes = 8;

/// The median magnitude of about 32 values spread over all: where the clipping starts.
float rough_median(const std::vector<float>& magnitude) {
  const std::size_t stride = std::max<std::size_t>(1, magnitude.size() / 32);
  std::array<float, 64> some{};
  std::size_t count = 0;
  for (std::size_t i = 0; i < magnitude.size() && count < some.size(); i += stride) {
    some[count++] = magnitude[i];
  }
  const auto middle = some.begin() + static_cast<std::ptrdiff_t>(count / 2);
  std::nth_element(some.begin(), middle, some.begin() + static_cast<std::ptrdiff_t>(count));
  return *middle;
}

/// The mean square of the values up to `limit`, in lanes of a fixed order.
float mean_square_within(const std::vector<float>& magnitude, float limit) {
  std::array<float, kLanes> square{};
  std::array<float, kLanes> count{};
  const std::size_t whole = magnitude.size() / kLanes * kLanes;
  for (std::size_t i = 0; i < whole; i += kLanes) {
    for (std::size_t k = 0; k < kLanes; ++k) {
      const float value = magnitude[i + k];
      const bool inside = value <= limit;
      square[k] += inside ? value * value : 0.0F;
      count[k] += inside ? 1.0F : 0.0F;
    }
  }
  for (std::size_t i = whole; i < magnitude.size(); ++i) {
    if (!(magnitude[i] <= limit)) continue;
    square[0] += magnitude[i] * magnitude[i];
    count[0] += 1;
  }
  const float total = std::accumulate(count.begin(), count.end(), 0.0F);
  return total > 0 ? std::accumulate(square.begin(), square.end(), 0.0F) / total : 0.0F;
}

/// The SD of normal values with outliers: root mean square within 3 SD, started from a median of
/// the magnitudes, the variance divided by what a normal has within 3 SD.
float clipped_sd(std::vector<float>& values) {
  if (values.size() < 3) return std::numeric_limits<float>::quiet_NaN();
  for (float& value : values) value = std::abs(value);
  const float unit = rough_median(values) / 0.67449F;
  if (!(unit > 1e-30F)) return 0;
  // In units of the first guess, so that no square underflows.
  for (float& value : values) value /= unit;
  constexpr float kShare = 0.9733F;  // variance of a normal truncated at 3 SD
  float sd = 1;
  for (int pass = 0; pass < 5; ++pass) {
    sd = std::sqrt(mean_square_within(values, 3 * sd) / kShare);
  }
  return sd * unit;
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
