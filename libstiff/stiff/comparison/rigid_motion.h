#pragma once

#include <cmath>

namespace stiff {

/// Where tissue went, between two pictures of it: a point p of the first lies in the second at
///   q = c + R(rotation) (p - c) + (shift_lateral, shift_axial),
/// c the centre, the rotation from lateral towards depth.
struct RigidMotion {
  double shift_lateral_m = 0;
  double shift_axial_m = 0;
  double rotation_rad = 0;
  double centre_lateral_m = 0;
  double centre_axial_m = 0;

  struct Place {
    double lateral_m = 0;
    double axial_m = 0;
  };
  Place forward(double lateral_m, double axial_m) const {
    const double x = lateral_m - centre_lateral_m, z = axial_m - centre_axial_m;
    const double c = std::cos(rotation_rad), s = std::sin(rotation_rad);
    return {centre_lateral_m + c * x - s * z + shift_lateral_m,
            centre_axial_m + s * x + c * z + shift_axial_m};
  }
  /// Where a point of the second picture lies in the first.
  Place backward(double lateral_m, double axial_m) const {
    const double x = lateral_m - centre_lateral_m - shift_lateral_m;
    const double z = axial_m - centre_axial_m - shift_axial_m;
    const double c = std::cos(rotation_rad), s = std::sin(rotation_rad);
    return {centre_lateral_m + c * x + s * z, centre_axial_m - s * x + c * z};
  }
};

}  // namespace stiff
