#pragma once

#include "stiff/core/axis.h"

#include <limits>

namespace stiff {

inline constexpr double kUniform = std::numeric_limits<double>::infinity();

/// A push by radiation force: a body force along the depth, constant for `duration_s` and then off,
///   f(x, y, z) = force exp(-(x-x0)^2/(2 sx^2) - y^2/(2 sy^2) - (z-z0)^2/(2 sz^2)),
/// x lateral, y elevational, z axial. A width of `kUniform` makes the force independent of that
/// coordinate: elevational gives plane strain (a line source), axial gives cylindrical waves whose
/// motion is along the line.
struct GaussianPush {
  double lateral_m = 0;
  double axial_m = 20e-3;
  double lateral_sigma_m = 0.4e-3;
  double elevational_sigma_m = 0.6e-3;
  double axial_sigma_m = 4e-3;
  double duration_s = 0.3e-3;
  double force_n_per_m3 = 1e6;  ///< at the centre
};

/// A homogeneous isotropic incompressible solid, elastic (viscosity 0) or Kelvin-Voigt:
/// G*(omega) = mu + i omega eta, mu = density speed^2.
struct KelvinVoigtSolid {
  double speed_m_per_s = 2;
  double viscosity_pa_s = 0;
  double density_kg_per_m3 = 1000;
};

}  // namespace stiff
