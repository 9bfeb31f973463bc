#pragma once

#include "stiff/contact/punch_modulus.h"
#include "stiff/core/estimate.h"

#include <vector>

namespace stiff {

/// A rigid, frictionless sphere (its paraboloid, as in Hertz1882) on a layer bonded to a rigid
/// base:
///
///     F = (4/3) E / (1 - nu^2) sqrt(R) w^(3/2) psi(chi, nu),    chi = sqrt(R w) / h
///
/// psi is solved from the same integral equation as the flat punch's kappa (Hayes1972), its right
/// side w - a^2 t^2 / R and the contact radius a such that phi(1) = 0 (no stress at the rim). It is
/// tabulated once for a Poisson ratio (about 1 ms), then costs below 1 us a call.
class SphereLayer {
 public:
  /// The largest chi that is answered.
  static constexpr double kLargestChi = 4;

  /// \throws Error (usage) unless 0 <= poisson_ratio <= 0.5.
  explicit SphereLayer(double poisson_ratio);

  /// psi, 1 at chi = 0; relative error below 1e-6; NaN outside 0 <= chi <= kLargestChi.
  double correction(double chi) const;
  /// d ln psi / d ln chi.
  double log_slope(double chi) const;
  double poisson_ratio() const { return poisson_ratio_; }

 private:
  double poisson_ratio_;
  std::vector<double> log_chi_over_radius_, log_psi_;  // Chebyshev coefficients in a / h
};

/// psi by the published polynomial in chi of a bonded layer (Dimitriadis2002, their equation with
/// alpha_0 and beta_0 of nu). Meant for chi up to about 1. NaN outside 0 <= nu <= 0.5, chi >= 0.
double dimitriadis_correction(double chi, double poisson_ratio);

/// Force (N) of a sphere of radius R at depth w, and the modulus (Pa) from one such pair. A
/// thickness of NaN: half space (Hertz). NaN where w > R, w >= h, chi or nu out of range; use
/// `sphere_refusal` for which. For many depths take a `SphereLayer` of one's own.
double sphere_force_n(double modulus_pa, double depth_m, double radius_m, double poisson_ratio,
                      double thickness_m = kNaN);
double sphere_modulus_pa(double force_n, double depth_m, double radius_m, double poisson_ratio,
                         double thickness_m = kNaN);
double sphere_modulus_pa(double force_n, double depth_m, double radius_m, const SphereLayer& layer,
                         double thickness_m = kNaN);

/// `none`, or why there is no answer at this depth: `beyond_thickness` (w >= h), `out_of_range`
/// (w > R, chi or nu), `bad_input` (not finite, negative).
Reason sphere_refusal(double depth_m, double radius_m, double poisson_ratio,
                      double thickness_m = kNaN);

}  // namespace stiff
