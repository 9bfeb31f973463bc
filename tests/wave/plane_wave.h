#pragma once

#include "stiff/motion/motion_field.h"

#include <numbers>

#include "closed_form_waves.h"

namespace closed_form {

struct PlaneWave {
  double speed_m_per_s = 2.5;
  double angle_deg = 0;  ///< from the lateral axis, downwards
  double sigma_s = 0.35e-3;
  double start_s = 2e-3;  ///< at the field's first column and middle row
};

/// A plane wave of velocity, the slope of a Gaussian, over the whole field.
inline stiff::MotionField plane_wave(const stiff::Axis& axial_m, const stiff::Axis& lateral_m,
                                     const stiff::Axis& time_s, const PlaneWave& wave) {
  stiff::MotionField f;
  f.kind = stiff::MotionKind::velocity;
  f.axial_m = axial_m;
  f.lateral_m = lateral_m;
  f.time_s = time_s;
  f.value = stiff::Cube<float>(axial_m.size, lateral_m.size, time_s.size);
  f.measured.assign(static_cast<std::size_t>(time_s.size), 1);
  f.push.lateral_m = lateral_m.first;
  f.push.half_width_m = 0.3e-3;
  f.push.axial_m = axial_m[axial_m.size / 2];
  const double angle = wave.angle_deg * std::numbers::pi / 180;
  for (stiff::Index z = 0; z < axial_m.size; ++z) {
    for (stiff::Index x = 0; x < lateral_m.size; ++x) {
      const double way = (lateral_m[x] - lateral_m.first) * std::cos(angle) +
                         (axial_m[z] - f.push.axial_m) * std::sin(angle);
      const double arrival = wave.start_s + way / wave.speed_m_per_s;
      for (stiff::Index t = 0; t < time_s.size; ++t) {
        f.value(z, x, t) = static_cast<float>(gaussian_slope(time_s[t] - arrival, wave.sigma_s));
      }
    }
  }
  return f;
}

}  // namespace closed_form
