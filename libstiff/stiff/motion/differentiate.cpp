#include "stiff/motion/differentiate.h"

#include <cassert>
#include <cstddef>
#include <vector>

namespace stiff {

void displacement_to_velocity(Cube<float>& field, double dt_s) {
  assert(dt_s > 0 && field.time() >= 2);
  const auto frames = static_cast<std::size_t>(field.time());
  const auto single = static_cast<float>(1 / dt_s);
  const auto twice = static_cast<float>(1 / (2 * dt_s));
  std::vector<float> u(frames);
  for (Index z = 0; z < field.axial(); ++z) {
    for (Index x = 0; x < field.lateral(); ++x) {
      const auto trace = field.trace(z, x);
      u.assign(trace.begin(), trace.end());
      trace[0] = (u[1] - u[0]) * single;
      for (std::size_t t = 1; t + 1 < frames; ++t) trace[t] = (u[t + 1] - u[t - 1]) * twice;
      trace[frames - 1] = (u[frames - 1] - u[frames - 2]) * single;
    }
  }
}

void velocity_to_displacement(Cube<float>& field, double dt_s) {
  assert(dt_s > 0);
  for (Index z = 0; z < field.axial(); ++z) {
    for (Index x = 0; x < field.lateral(); ++x) {
      double sum = 0;
      double before = 0;
      bool first = true;
      for (float& sample : field.trace(z, x)) {
        const auto now = static_cast<double>(sample);
        if (!first) sum += (before + now) * dt_s / 2;
        first = false;
        before = now;
        sample = static_cast<float>(sum);
      }
    }
  }
}

}  // namespace stiff
