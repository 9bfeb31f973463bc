#pragma once

#include "stiff/core/axis.h"
#include "stiff/core/cube.h"
#include "stiff/phantom/gaussian_push.h"
#include "stiff/phantom/green_wave.h"
#include "stiff/recording/region.h"

#include <functional>
#include <span>

namespace stiff {

/// sqrt(mu/rho) anywhere in the plane, also beyond the picture: m/s, > 0.
using SpeedField = std::function<double(Point)>;

/// A plane of incompressible solid whose stiffness is a map. Density and Kelvin-Voigt viscosity are
/// one for the whole of it.
struct MappedSolid {
  SpeedField speed_m_per_s;
  double viscosity_pa_s = 0;
  double density_kg_per_m3 = 1000;
};

struct ShearWaveSolverOptions {
  WaveQuantity quantity = WaveQuantity::displacement;
  /// Largest grid step as a share of the push's smaller width; also held to the picture's grid.
  double step_share = 0.75;
  /// Time step in units of grid step / largest speed.
  double courant = 0.3;
  /// The periodic box over what no wave crosses within the record, as a factor.
  double box_factor = 1.2;
};

/// Axial motion after a push that is a line across the picture (plane strain, in-plane shear waves,
/// "SV"), in a medium whose speed is a map: waves refract, reflect and diffract, and a nodule feels
/// both polarisations.
///
/// With the stream function psi, u_z = d psi/dx, u_x = -d psi/dz, and q = |k| psi in k-space,
/// motion is
///   q'' = -(eta/rho) k^2 q' - k [s F{c^2 F^-1{k s q}} + d F{c^2 F^-1{k d q}}] - i (kx/k) f/rho,
/// s = 2 kx kz/k^2, d = (kx^2 - kz^2)/k^2, F the Fourier transform: exact derivatives
/// (pseudospectral). In time it is split about the solid of the speed at the push: that part is
/// solved exactly for each wavenumber (`damped_mode.h`), the difference c^2 - c0^2 acts in kicks
/// before and after (Strang1968). So a homogeneous medium has no error in time at all; else the
/// error is of second order, (c^2/c0^2 - 1)^2 (c0 k dt)^2/24 in the speed within the nodule:
/// measured over the whole field of a disc of 1.75 times the speed it is 2e-4 (root mean square,
/// tests).
///
/// Nothing absorbs: the periodic box is so large that no wave that has left the picture comes back
/// within the record, which is exact where an absorbing layer is not; the copies' near field is
/// taken off (`periodic_near_field.h`), but for the weak one of what a nodule scatters (tests).
/// Cost therefore grows with the cube of the record's length: about 1 s for 38 mm x 30 mm x 10 ms
/// with a nodule of 3.5 m/s in 2 m/s.
///
/// \param time_s as in `green_wave`; the push's elevational width is not used.
/// \returns (axial, lateral, time), m or m/s, away from the probe > 0; single precision.
/// \throws Error (usage) for widths or speeds not above 0, times that do not increase, a box of
/// more than 2^24 points.
Cube<float> solve_shear_wave(const MappedSolid& solid, const GaussianPush& push,
                             const Axis& axial_m, const Axis& lateral_m,
                             std::span<const double> time_s,
                             const ShearWaveSolverOptions& options = {});

}  // namespace stiff
