#include "stiff/motion/unwrap.h"

#include "stiff/dsp/unwrap.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <numbers>

namespace stiff {

bool unwrap_in_time(std::span<float> phase) {
  constexpr float kHalf = std::numbers::pi_v<float>;
  int jumps = 0;
  for (std::size_t t = 1; t < phase.size(); ++t) {
    jumps |= static_cast<int>(std::abs(phase[t] - phase[t - 1]) > kHalf);
  }
  if (jumps == 0) return false;
  unwrap_phase(phase);
  return true;
}

void repair_unwrapping(Cube<float>& displacement_m, const Picture<unsigned char>& wrapped,
                       const Picture<float>& turn_m, Index axial_reach, Index lateral_reach) {
  const Index rows = displacement_m.axial();
  const Index columns = displacement_m.lateral();
  const auto inside = [](Index i, Index mirror, Index size) {
    return i >= 0 && i < size ? i : std::clamp<Index>(mirror, 0, size - 1);
  };
  for (Index z = 0; z < rows; ++z) {
    for (Index x = 0; x < columns; ++x) {
      if (wrapped(z, x) == 0) continue;
      const float turn = std::abs(turn_m(z, x));
      const Index up = inside(z - axial_reach, z + axial_reach, rows);
      const Index down = inside(z + axial_reach, z - axial_reach, rows);
      const Index left = inside(x - lateral_reach, x + lateral_reach, columns);
      const Index right = inside(x + lateral_reach, x - lateral_reach, columns);
      const auto trace = displacement_m.trace(z, x);
      for (std::size_t t = 0; t < trace.size(); ++t) {
        const auto frame = static_cast<Index>(t);
        std::array<float, 4> near{displacement_m(up, x, frame), displacement_m(down, x, frame),
                                  displacement_m(z, left, frame), displacement_m(z, right, frame)};
        std::sort(near.begin(), near.end());
        const float turns = std::round(((near[1] + near[2]) / 2 - trace[t]) / turn);
        trace[t] += turns * turn;
      }
    }
  }
}

}  // namespace stiff
