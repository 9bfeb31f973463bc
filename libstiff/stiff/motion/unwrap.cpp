#include "stiff/motion/unwrap.h"

#include <cmath>
#include <cstddef>
#include <numbers>

namespace stiff {

void unwrap_in_time(std::span<float> phase, bool steps) {
  if (steps) {
    double sum = 0;
    for (float& sample : phase) {
      sum += static_cast<double>(sample);
      sample = static_cast<float>(sum);
    }
    return;
  }
  constexpr float kTurn = 2 * std::numbers::pi_v<float>;
  constexpr float kHalf = std::numbers::pi_v<float>;
  float turns = 0;
  for (std::size_t t = 1; t < phase.size(); ++t) {
    const float jump = phase[t] + turns * kTurn - phase[t - 1];
    if (std::abs(jump) > kHalf) turns -= std::round(jump / kTurn);
    phase[t] += turns * kTurn;
  }
}

}  // namespace stiff
