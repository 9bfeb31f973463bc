#include "stiff/motion/fast_phase.h"

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <numbers>

namespace stiff {

void fast_phase(std::span<const float> re, std::span<const float> im, std::span<float> phase) {
  assert(re.size() == phase.size() && im.size() == phase.size());
  constexpr float kPi = std::numbers::pi_v<float>;
  constexpr float kHalfPi = kPi / 2;
  constexpr float kSmallest = 1e-37F;  // keeps 0 / 0 out; far under any product of echoes
  const float* __restrict x = re.data();
  const float* __restrict y = im.data();
  float* __restrict out = phase.data();
  const std::size_t size = phase.size();
  for (std::size_t i = 0; i < size; ++i) {
    const float ax = std::abs(x[i]);
    const float ay = std::abs(y[i]);
    const float larger = ax > ay ? ax : ay;
    const float smaller = ax > ay ? ay : ax;
    const float q = smaller / (larger > kSmallest ? larger : kSmallest);
    const float s = q * q;
    float r = 0.00681179301F;
    r = r * s - 0.0336042197F;
    r = r * s + 0.0796236714F;
    r = r * s - 0.13233342F;
    r = r * s + 0.198078156F;
    r = r * s - 0.333173681F;
    r = r * s + 0.999996112F;
    r = r * q;
    const float steep = kHalfPi - r;
    r = ay > ax ? steep : r;
    const float behind = kPi - r;
    r = x[i] < 0 ? behind : r;
    out[i] = std::copysign(r, y[i]);
  }
}

}  // namespace stiff
