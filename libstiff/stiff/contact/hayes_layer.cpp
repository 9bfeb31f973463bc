#include "stiff/contact/hayes_layer.h"

#include "stiff/contact/layer_equation.h"
#include "stiff/core/estimate.h"

#include <algorithm>
#include <cmath>

namespace stiff {
namespace {

bool answered(double ratio, double nu) {
  return ratio >= 0 && ratio <= kLargestRadiusOverThickness && nu >= 0 && nu <= 0.5;
}

}  // namespace

double hayes_kappa(double radius_over_thickness, double poisson_ratio) {
  if (!answered(radius_over_thickness, poisson_ratio)) return kNaN;
  return radius_over_thickness == 0 ? 1 : layer_punch_factor(radius_over_thickness, poisson_ratio);
}

double hayes_kappa_log_slope(double radius_over_thickness, double poisson_ratio) {
  if (!answered(radius_over_thickness, poisson_ratio)) return kNaN;
  if (radius_over_thickness == 0) return 0;
  // Central differences: step^2 of the third derivative, about 1, against rounding 1e-14 / step.
  // One set of rules on both sides: a step across their border would be a jump over the step.
  constexpr double kStep = 1e-4;
  double ratio = radius_over_thickness;
  if (ratio > 4 * (1 - 2 * kStep) && ratio < 4 * (1 + 2 * kStep)) ratio = 4 * (1 - 2 * kStep);
  ratio = std::min(ratio, kLargestRadiusOverThickness * (1 - 2 * kStep));
  const double above = layer_punch_factor(ratio * std::exp(kStep), poisson_ratio);
  const double below = layer_punch_factor(ratio * std::exp(-kStep), poisson_ratio);
  return std::log(above / below) / (2 * kStep);
}

}  // namespace stiff
