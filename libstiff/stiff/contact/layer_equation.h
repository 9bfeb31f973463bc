#pragma once

namespace stiff {

/// Factors of a rigid, frictionless indenter on a layer bonded to a rigid base, of the contact's
/// radius a and the thickness h (Hayes1972; the equation stands in hayes_layer.h).
double layer_punch_factor(double radius_over_thickness, double poisson_ratio);

/// A paraboloid of radius R: the right side of the equation is w - a^2 t^2 / R, and a is such that
/// phi(1) = 0.
struct LayerSphere {
  double chi;  ///< sqrt(R w) / h
  double psi;  ///< force over that of a half space at the same depth
};
LayerSphere layer_sphere(double radius_over_thickness, double poisson_ratio);

}  // namespace stiff
