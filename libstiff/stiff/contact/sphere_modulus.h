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
/// side w - a^2 t^2 / R and the contact's radius a such that phi(1) = 0 (no stress at the rim):
///
///     psi = 1 + k chi + (7/6) k^2 chi^2 + O(chi^3),   k = (2/pi) int_0^inf (1 - M(l)) dl
///
/// Tabulated once for a Poisson ratio (about 4 ms), then below 1 us a call.
class SphereLayer {
 public:
  /// The largest chi that is answered: a / h up to about 3.
  static constexpr double kLargestChi = 2;

  /// \throws Error (usage) unless 0 <= poisson_ratio <= 0.5.
  explicit SphereLayer(double poisson_ratio);

  /// psi, 1 at chi = 0; relative error below 1e-8; NaN outside 0 <= chi <= kLargestChi.
  double correction(double chi) const;
  /// d ln psi / d ln chi: the relative error of the thickness times this is that of E.
  double log_slope(double chi) const;
  double poisson_ratio() const { return poisson_ratio_; }

 private:
  double poisson_ratio_;
  std::vector<double> log_psi_, slope_;  // Chebyshev coefficients over chi
};

/// psi by the polynomial of Dimitriadis2002 for a bonded layer of nu 0.5,
///
///     1 + 1.133 chi + 1.283 chi^2 + 0.769 chi^3 + 0.0975 chi^4
///
/// for comparison with laboratories that use it: its term in chi^2 is k^2 where the equation gives
/// (7/6) k^2, and it is 0.2 % low at chi 0.1, 1 % at 0.2, 4 % at 0.34, 13 % at 0.75. NaN outside
/// 0 <= chi <= 1.
double dimitriadis_correction(double chi);

/// Force (N) of a sphere of radius R at depth w, and the modulus (Pa) from one such pair. A
/// thickness of NaN: half space (Hertz). NaN where `sphere_refusal` has a reason. For many depths
/// take a `SphereLayer` of one's own: without one each call solves the equation some five times.
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
