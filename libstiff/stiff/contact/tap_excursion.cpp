#include "stiff/contact/tap_excursion.h"

namespace stiff {
namespace {

// Derivatives of the trapezoids' velocity and displacement at sample k by the samples start..k.
Eigen::VectorXd velocity_weights(Index size, Index start, Index k, double step_s) {
  Eigen::VectorXd w = Eigen::VectorXd::Zero(size);
  if (k == start) return w;
  w.segment(start, k - start + 1).setConstant(step_s);
  w[start] = w[k] = 0.5 * step_s;
  return w;
}

Eigen::VectorXd displacement_weights(Index size, Index start, Index k, double step_s) {
  Eigen::VectorXd w = Eigen::VectorXd::Zero(size);
  if (k == start) return w;
  const double square = step_s * step_s;
  for (Index i = start; i < k; ++i) w[i] = square * static_cast<double>(k - i);
  w[start] = 0.5 * square * (static_cast<double>(k - start) - 0.5);
  w[k] = 0.25 * square;
  return w;
}

// What the trapezoids give at two neighbours, and how far between them the line is 0.
struct Crossing {
  double before, after;
  double share() const { return before / (before - after); }
};

}  // namespace

TapExcursion tap_excursion(std::span<const double> a, double step_s, Index start) {
  TapExcursion found;
  const auto size = static_cast<Index>(a.size());
  const auto at = [&](Index i) { return a[static_cast<std::size_t>(i)]; };
  double v = 0, x = 0;
  bool turned = false;
  for (Index k = start; k + 1 < size; ++k) {
    const double next_v = v + 0.5 * step_s * (at(k) + at(k + 1));
    const double next_x = x + 0.5 * step_s * (v + next_v);
    if (!turned && v > 0 && next_v <= 0) {
      turned = true;
      const double share = Crossing{v, next_v}.share();
      const Eigen::VectorXd by_v = velocity_weights(size, start, k, step_s);
      const Eigen::VectorXd by_zero =
          (1 - share) * by_v + share * velocity_weights(size, start, k + 1, step_s);
      found.maximum_m = {
          x + 0.5 * v * share * step_s,
          displacement_weights(size, start, k, step_s) + 0.5 * step_s * share * (by_v + by_zero)};
      found.maximum_sample = {static_cast<double>(k) + share, by_zero / (v - next_v)};
    } else if (turned && next_x <= 0) {
      const double share = Crossing{x, next_x}.share();
      found.return_sample = {static_cast<double>(k) + share,
                             ((1 - share) * displacement_weights(size, start, k, step_s) +
                              share * displacement_weights(size, start, k + 1, step_s)) /
                                 (x - next_x)};
      break;
    }
    v = next_v;
    x = next_x;
  }
  return found;
}

}  // namespace stiff
