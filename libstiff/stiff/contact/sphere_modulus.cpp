#include "stiff/contact/sphere_modulus.h"

#include "stiff/contact/layer_equation.h"
#include "stiff/core/error.h"

#include <cmath>
#include <cstddef>
#include <numbers>

#include <boost/math/special_functions/chebyshev.hpp>

namespace stiff {
namespace {

// psi's nearest singularities lie at imaginary chi of order 1: coefficients fall by a factor of
// about two each, and at 40 the rest is below 1e-10 (a test compares with the equation itself).
constexpr std::size_t kNodes = 40;

// psi where the equation gives this chi: chi is nearly proportional to a / h, and the secant is at
// rounding after five steps.
double solved_correction(double chi, double nu) {
  if (chi == 0) return 1;
  double low = chi, high = 1.2 * chi;
  LayerSphere at_low = layer_sphere(low, nu), at_high = layer_sphere(high, nu);
  for (int step = 0; step < 12 && std::abs(at_high.chi - chi) > 1e-13 * chi; ++step) {
    const double slope = (at_high.chi - at_low.chi) / (high - low);
    if (slope == 0) break;
    low = high;
    at_low = at_high;
    high += (chi - at_high.chi) / slope;
    at_high = layer_sphere(high, nu);
  }
  return at_high.psi;
}

bool poisson_ratio_in_range(double nu) {
  return nu >= 0 && nu <= 0.5;
}

// (4/3) E / (1 - nu^2) sqrt(R) w^(3/2) for E = 1.
double hertz_force_per_modulus(double depth_m, double radius_m, double nu) {
  return 4.0 / 3 / (1 - nu * nu) * std::sqrt(radius_m * depth_m) * depth_m;
}

double chi_of(double depth_m, double radius_m, double thickness_m) {
  return std::isnan(thickness_m) ? 0 : std::sqrt(radius_m * depth_m) / thickness_m;
}

}  // namespace

SphereLayer::SphereLayer(double poisson_ratio) : poisson_ratio_(poisson_ratio) {
  if (!poisson_ratio_in_range(poisson_ratio)) {
    throw Error(ErrorKind::usage, "a layer's Poisson ratio lies between 0 and 0.5");
  }
  std::vector<double> values(kNodes);
  const auto angle = [](std::size_t j) {
    return std::numbers::pi * (static_cast<double>(j) + 0.5) / static_cast<double>(kNodes);
  };
  for (std::size_t j = 0; j < kNodes; ++j) {
    const double chi = 0.5 * kLargestChi * (1 + std::cos(angle(j)));
    values[j] = std::log(solved_correction(chi, poisson_ratio));
  }
  log_psi_.assign(kNodes, 0.0);
  for (std::size_t k = 0; k < kNodes; ++k) {
    for (std::size_t j = 0; j < kNodes; ++j) {
      log_psi_[k] +=
          2 / static_cast<double>(kNodes) * values[j] * std::cos(static_cast<double>(k) * angle(j));
    }
  }
  // The derivative's coefficients, from the highest down: d_(k-1) = d_(k+1) + 2 k c_k.
  slope_.assign(kNodes + 1, 0.0);
  for (std::size_t k = kNodes - 1; k > 0; --k) {
    slope_[k - 1] = slope_[k + 1] + 2 * static_cast<double>(k) * log_psi_[k];
  }
  slope_.resize(kNodes);
}

double SphereLayer::correction(double chi) const {
  if (!(chi >= 0 && chi <= kLargestChi)) return kNaN;
  return std::exp(boost::math::chebyshev_clenshaw_recurrence(log_psi_.data(), log_psi_.size(),
                                                             2 * chi / kLargestChi - 1));
}

double SphereLayer::log_slope(double chi) const {
  if (!(chi >= 0 && chi <= kLargestChi)) return kNaN;
  return chi * 2 / kLargestChi *
         boost::math::chebyshev_clenshaw_recurrence(slope_.data(), slope_.size(),
                                                    2 * chi / kLargestChi - 1);
}

double dimitriadis_correction(double chi) {
  if (!(chi >= 0 && chi <= 1)) return kNaN;
  return 1 + chi * (1.133 + chi * (1.283 + chi * (0.769 + chi * 0.0975)));
}

Reason sphere_refusal(double depth_m, double radius_m, double poisson_ratio, double thickness_m) {
  if (!std::isfinite(depth_m) || !(depth_m >= 0) || !(radius_m > 0)) return Reason::bad_input;
  if (!std::isnan(thickness_m) && !(thickness_m > 0)) return Reason::bad_input;
  if (depth_m >= thickness_m) return Reason::beyond_thickness;
  const bool layer = !std::isnan(thickness_m);
  const bool poisson =
      layer ? poisson_ratio_in_range(poisson_ratio) : poisson_ratio > -1 && poisson_ratio <= 0.5;
  if (!poisson || depth_m > radius_m) return Reason::out_of_range;
  if (chi_of(depth_m, radius_m, thickness_m) > SphereLayer::kLargestChi)
    return Reason::out_of_range;
  return Reason::none;
}

double sphere_force_n(double modulus_pa, double depth_m, double radius_m, double poisson_ratio,
                      double thickness_m) {
  if (sphere_refusal(depth_m, radius_m, poisson_ratio, thickness_m) != Reason::none) return kNaN;
  const double chi = chi_of(depth_m, radius_m, thickness_m);
  return modulus_pa * hertz_force_per_modulus(depth_m, radius_m, poisson_ratio) *
         solved_correction(chi, poisson_ratio);
}

double sphere_modulus_pa(double force_n, double depth_m, double radius_m, double poisson_ratio,
                         double thickness_m) {
  return depth_m > 0 ? force_n / sphere_force_n(1, depth_m, radius_m, poisson_ratio, thickness_m)
                     : kNaN;
}

double sphere_modulus_pa(double force_n, double depth_m, double radius_m, const SphereLayer& layer,
                         double thickness_m) {
  const double nu = layer.poisson_ratio();
  if (!(depth_m > 0) || sphere_refusal(depth_m, radius_m, nu, thickness_m) != Reason::none) {
    return kNaN;
  }
  return force_n / (hertz_force_per_modulus(depth_m, radius_m, nu) *
                    layer.correction(chi_of(depth_m, radius_m, thickness_m)));
}

}  // namespace stiff
