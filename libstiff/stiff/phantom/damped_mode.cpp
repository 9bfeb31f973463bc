#include "stiff/phantom/damped_mode.h"

#include <cmath>

namespace stiff {

namespace {

/// C = exp(-a t) cos(w t) and S = exp(-a t) sin(w t)/w with w^2 = b - a^2, real also where w is
/// imaginary.
struct DecayPair {
  double c;
  double s;
};

DecayPair decay_pair(double a, double b, double t) {
  const double discriminant = b - a * a;
  if (discriminant * t * t > 1e-8) {
    const double w = std::sqrt(discriminant);
    const double decay = std::exp(-a * t);
    return {decay * std::cos(w * t), decay * std::sin(w * t) / w};
  }
  if (discriminant * t * t < -1e-8) {
    // exp(-(a-w)t) and exp(-(a+w)t) apart: cosh alone would overflow. a - w = b / (a + w) keeps the
    // digits of strongly overdamped modes.
    const double w = std::sqrt(-discriminant);
    const double slow = std::exp(-b / (a + w) * t);
    const double ratio = std::exp(-2 * w * t);
    return {0.5 * slow * (1 + ratio), 0.5 * slow * (1 - ratio) / w};
  }
  // Near critical damping: series in (w t)^2, |.| <= 1e-8, next term below 1e-17.
  const double q = discriminant * t * t;
  const double decay = std::exp(-a * t);
  return {decay * (1 - q / 2), decay * t * (1 - q / 6)};
}

}  // namespace

DampedMode::Transition DampedMode::transition(double time_s) const {
  const auto [c, s] = decay_pair(half_damping_, stiffness_, time_s);
  return {{c + half_damping_ * s, -stiffness_ * s}, {s, c - half_damping_ * s}};
}

ModeState DampedMode::driven(double time_s) const {
  const auto [c, s] = decay_pair(half_damping_, stiffness_, time_s);
  const double stretch = stiffness_ * time_s * time_s;
  // 1 - c - a s loses its digits where the mode hardly moved: there its series in t is exact
  // enough, u = t^2/2 - 2a t^3/6 + (4a^2 - b) t^4/24, relative error (b t^2)^1.5, (a t)^3.
  if (stretch < 1e-8 && half_damping_ * time_s < 1e-4) {
    const double damping = 2 * half_damping_;
    const double t2 = time_s * time_s;
    return {t2 / 2 - damping * t2 * time_s / 6 + (damping * damping - stiffness_) * t2 * t2 / 24,
            s};
  }
  return {(1 - c - half_damping_ * s) / stiffness_, s};
}

}  // namespace stiff
