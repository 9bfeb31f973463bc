#pragma once

#include "stiff/motion/motion_field.h"

#include <cmath>
#include <vector>

#include <boost/random/mersenne_twister.hpp>
#include <boost/random/normal_distribution.hpp>

namespace closed_form {

/// A field of zeros whose push is at lateral 0. Steps: 0.5 mm axial, 0.4 mm lateral, 0.1 ms.
inline stiff::MotionField field(stiff::Index axial, stiff::Index lateral, stiff::Index time,
                                double first_lateral_m = 0) {
  stiff::MotionField f;
  f.axial_m = {20e-3, 0.5e-3, axial};
  f.lateral_m = {first_lateral_m, 0.4e-3, lateral};
  f.time_s = {0, 1e-4, time};
  f.value = stiff::Cube<float>(axial, lateral, time);
  f.measured.assign(static_cast<std::size_t>(time), 1);
  f.push.lateral_m = 0;
  f.push.axial_m = f.axial_m[axial / 2];
  return f;
}

inline double gaussian(double t, double sigma) {
  return std::exp(-0.5 * (t / sigma) * (t / sigma));
}

/// The derivative of a Gaussian, of peak 1: what the velocity of a pulse of displacement looks
/// like.
inline double gaussian_slope(double t, double sigma) {
  return -t / sigma * std::exp(0.5 - 0.5 * (t / sigma) * (t / sigma));
}

/// A pulse that leaves lateral 0 at `start_s` in both directions, without change of shape.
inline void add_plane_pulse(stiff::MotionField& f, double speed, double start_s, double sigma_s,
                            double height = 1) {
  for (stiff::Index z = 0; z < f.axial_m.size; ++z) {
    for (stiff::Index x = 0; x < f.lateral_m.size; ++x) {
      const double arrival = start_s + std::abs(f.lateral_m[x]) / speed;
      for (stiff::Index t = 0; t < f.time_s.size; ++t) {
        f.value(z, x, t) += static_cast<float>(height * gaussian(f.time_s[t] - arrival, sigma_s));
      }
    }
  }
}

inline void add_noise(stiff::MotionField& f, double sigma, unsigned seed) {
  boost::random::mt19937 engine(seed);
  boost::random::normal_distribution<double> normal(0, sigma);
  float* value = f.value.data();
  for (stiff::Index i = 0; i < f.value.size(); ++i) {
    value[i] += static_cast<float>(normal(engine));
  }
}

/// The wave of a push that is `height_sigma_m` long (a Gaussian along the depth) and a line across
/// no extent: point sources g(t - R / c) / R along the axis, each an exact solution of the wave
/// equation in three dimensions, so their sum is one too. `slope`: g is the derivative of a
/// Gaussian.
inline void add_finite_push(stiff::MotionField& f, double speed, double height_sigma_m,
                            double start_s, double sigma_s, bool slope = false) {
  // Every 0.3 mm, a thirtieth of a wavelength.
  const auto sources = static_cast<std::size_t>(8 * height_sigma_m / 0.3e-3) + 1;
  std::vector<double> depth(sources), weight(sources);
  for (std::size_t j = 0; j < sources; ++j) {
    const double u = -4 + 8 * static_cast<double>(j) / static_cast<double>(sources - 1);
    depth[j] = f.push.axial_m + u * height_sigma_m;
    weight[j] = std::exp(-0.5 * u * u);
  }
  for (stiff::Index z = 0; z < f.axial_m.size; ++z) {
    for (stiff::Index x = 0; x < f.lateral_m.size; ++x) {
      for (std::size_t j = 0; j < sources; ++j) {
        const double r = std::hypot(f.lateral_m[x], f.axial_m[z] - depth[j]);
        if (r < 1e-4) {
          continue;
        }
        const double arrival = start_s + r / speed;
        // Beyond six sigma nothing is left, and most of the time axis is beyond.
        const auto first = f.time_s.nearest(arrival - 6 * sigma_s);
        const auto last = f.time_s.nearest(arrival + 6 * sigma_s);
        for (stiff::Index t = first; t <= last; ++t) {
          const double u = f.time_s[t] - arrival;
          const double g = slope ? gaussian_slope(u, sigma_s) : gaussian(u, sigma_s);
          f.value(z, x, t) += static_cast<float>(1e-3 * weight[j] * g / r);
        }
      }
    }
  }
}

}  // namespace closed_form
