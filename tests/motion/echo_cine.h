#pragma once

#include "stiff/core/cube.h"

#include <cmath>
#include <complex>
#include <functional>
#include <numbers>
#include <random>
#include <vector>

/// Echoes of known motion, made here and not by the library's phantoms: two implementations of one
/// convention.
namespace echo_cine {

using stiff::Cube;
using stiff::Index;

struct Settings {
  Index axial = 96;
  Index lateral = 8;
  Index frames = 12;
  double axial_step_m = 1e-4;
  double mixed_hz = 5e6;  ///< that the IQ is mixed down with
  double echo_hz = 5e6;   ///< the echo's own centre frequency
  double c = 1540;
  double pulse_m = 2.5e-4;  ///< SD of the echo's amplitude in depth
  unsigned seed = 1;
};

/// Displacement in m at (depth in m, line, frame).
using Motion = std::function<double(double, Index, Index)>;

/// A single echo frequency over all depths, no speckle: exp(i 4 pi (f - f0) z / c) exp(-i 4 pi f u
/// / c).
inline Cube<std::complex<float>> tone(const Settings& s, const Motion& motion) {
  Cube<std::complex<float>> iq(s.axial, s.lateral, s.frames);
  const double k = 4 * std::numbers::pi / s.c;
  for (Index z = 0; z < s.axial; ++z) {
    for (Index x = 0; x < s.lateral; ++x) {
      for (Index t = 0; t < s.frames; ++t) {
        const double depth = static_cast<double>(z) * s.axial_step_m;
        const double phase =
            k * (s.echo_hz - s.mixed_hz) * depth - k * s.echo_hz * motion(depth, x, t);
        iq(z, x, t) = std::complex<float>(std::polar(1.0, phase));
      }
    }
  }
  return iq;
}

/// Scatterers at random depths, 20 a pulse length, whose envelope and phase move together.
inline Cube<std::complex<float>> speckle(const Settings& s, const Motion& motion) {
  Cube<std::complex<float>> iq(s.axial, s.lateral, s.frames);
  std::mt19937 random(s.seed);
  std::uniform_real_distribution<double> place(0, 1);
  std::normal_distribution<double> strength(0, 1);
  const double depth = static_cast<double>(s.axial) * s.axial_step_m;
  const auto count = static_cast<Index>(20 * (depth + 10 * s.pulse_m) / s.pulse_m);
  const double k = 4 * std::numbers::pi / s.c;
  for (Index x = 0; x < s.lateral; ++x) {
    for (Index i = 0; i < count; ++i) {
      const double at = -5 * s.pulse_m + place(random) * (depth + 10 * s.pulse_m);
      const double a = strength(random);
      for (Index t = 0; t < s.frames; ++t) {
        const double now = at + motion(at, x, t);
        const auto first = static_cast<Index>(std::floor((now - 5 * s.pulse_m) / s.axial_step_m));
        const auto last = static_cast<Index>(std::ceil((now + 5 * s.pulse_m) / s.axial_step_m));
        for (Index z = std::max<Index>(0, first); z <= std::min(s.axial - 1, last); ++z) {
          const double here = static_cast<double>(z) * s.axial_step_m;
          const double d = (here - now) / s.pulse_m;
          const double phase = k * (s.echo_hz - s.mixed_hz) * here - k * s.echo_hz * now;
          iq(z, x, t) += std::complex<float>(std::polar(a * std::exp(-d * d / 2), phase));
        }
      }
    }
  }
  return iq;
}

/// Mean power of a cine.
inline double power(const Cube<std::complex<float>>& iq) {
  double sum = 0;
  for (Index i = 0; i < iq.size(); ++i) sum += std::norm(std::complex<double>(iq.data()[i]));
  return sum / static_cast<double>(iq.size());
}

/// White complex noise of the given power.
inline void add_noise(Cube<std::complex<float>>& iq, double noise_power, unsigned seed) {
  std::mt19937 random(seed);
  std::normal_distribution<float> part(0, static_cast<float>(std::sqrt(noise_power / 2)));
  for (Index i = 0; i < iq.size(); ++i) {
    const float re = part(random);
    iq.data()[i] += std::complex<float>(re, part(random));
  }
}

}  // namespace echo_cine
