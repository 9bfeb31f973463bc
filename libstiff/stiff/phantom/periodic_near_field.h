#pragma once

#include "stiff/core/axis.h"
#include "stiff/core/cube.h"
#include "stiff/phantom/gaussian_push.h"

namespace stiff {

/// Lengths of the box in which a sum over wavenumbers is periodic; 0 for a coordinate on which
/// nothing depends.
struct PeriodicBox {
  double lateral_m = 0;
  double elevational_m = 0;
  double axial_m = 0;
};

/// The near field of all periodic copies of a push, to be taken off the periodic solution.
///
/// An incompressible solid is moved at once everywhere by the potential part of a force, -kz^2/k^2
/// of its spectrum. Where a copy's shear wave has not come yet, its motion is exactly
///   u = force/density x ramp(t) x Phi(r - R),
/// Phi the field of a dipole at the copy's place R, force the push's whole, ramp'' = 1 during
/// the push and 0 else; neither stiffness nor viscosity matters. This is S = sum of Phi over R !=
/// 0, found as the periodic field of an isotropic Gaussian less its field in free space, which has
/// a closed form; S is harmonic, hence the same for a Gaussian of any width. A push longer than
/// wide smooths S along the depth: three nodes, exact to the fourth moment. At k = 0 the periodic
/// solution must count nothing. \returns (axial, lateral), 1/m^3, or 1/m^2 where `elevational_m` is
/// 0; all 0 where `axial_m` is 0.
Picture<double> near_field_of_copies(const PeriodicBox& box, const GaussianPush& push,
                                     const Axis& axial_m, const Axis& lateral_m);

/// The push's whole force over the density: N/(kg/m^3), per metre where it is a line.
double force_over_density(const GaussianPush& push, double density_kg_per_m3);

/// ramp(t) of above and its rate, `time_s` after the push's end. A push of no duration is an
/// impulse.
double near_field_ramp(const GaussianPush& push, double time_s, bool rate);

}  // namespace stiff
