#include "stiff/contact/punch_modulus.h"

#include "stiff/contact/hayes_layer.h"
#include "stiff/core/error.h"

#include <cmath>
#include <limits>

namespace stiff {

double punch_modulus_per_stiffness(double radius_m, double poisson_ratio, double thickness_m) {
  const bool half_space = std::isnan(thickness_m);
  if (!(radius_m > 0) || !(half_space || thickness_m > 0)) {
    throw Error(ErrorKind::usage, "a punch needs a positive radius and a positive thickness");
  }
  if (!(poisson_ratio > -1 && poisson_ratio <= 0.5)) return kNaN;
  const double kappa = half_space ? 1 : hayes_kappa(radius_m / thickness_m, poisson_ratio);
  return (1 - poisson_ratio * poisson_ratio) / (2 * radius_m * kappa);
}

double flat_punch_modulus_pa(double stiffness_n_per_m, double radius_m, double poisson_ratio,
                             double thickness_m) {
  return stiffness_n_per_m * punch_modulus_per_stiffness(radius_m, poisson_ratio, thickness_m);
}

double flat_punch_stiffness_n_per_m(double modulus_pa, double radius_m, double poisson_ratio,
                                    double thickness_m) {
  return modulus_pa / punch_modulus_per_stiffness(radius_m, poisson_ratio, thickness_m);
}

Estimate flat_punch_modulus_pa(const Estimate& stiffness_n_per_m, double radius_m,
                               const TissueLayer& layer) {
  const auto factor = [&](double thickness_m) {
    return punch_modulus_per_stiffness(radius_m, layer.poisson_ratio, thickness_m);
  };
  const double at = factor(layer.thickness_m);
  if (!stiffness_n_per_m.has_value()) return stiffness_n_per_m;
  if (!std::isfinite(at)) return no_estimate(Reason::out_of_range);
  Estimate modulus = scaled_power(stiffness_n_per_m, at, 1);
  const double error_m = layer.thickness_std_error_m;
  if (std::isnan(layer.thickness_m) || error_m == 0) return modulus;
  const double slope = hayes_kappa_log_slope(radius_m / layer.thickness_m, layer.poisson_ratio);
  modulus.std_error =
      std::hypot(modulus.std_error, modulus.value * slope * error_m / layer.thickness_m);
  // E rises with h for a given stiffness: the interval's ends of h are ends of E.
  const double half_m = t_quantile_975(std::numeric_limits<double>::infinity()) * error_m;
  const auto end = [&](double own, double sign) {
    const double thickness_m = layer.thickness_m + sign * half_m;
    if (!(thickness_m > 0)) return kNaN;
    const double by_thickness = stiffness_n_per_m.value * factor(thickness_m) - modulus.value;
    return modulus.value + sign * std::hypot(own - modulus.value, by_thickness);
  };
  modulus.ci_low = end(modulus.ci_low, -1);
  modulus.ci_high = end(modulus.ci_high, 1);
  return modulus;
}

}  // namespace stiff
