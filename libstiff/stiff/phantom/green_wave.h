#pragma once

#include "stiff/core/axis.h"
#include "stiff/core/cube.h"
#include "stiff/phantom/gaussian_push.h"

#include <span>

namespace stiff {

enum class WaveQuantity { displacement, velocity };

struct GreenWaveOptions {
  WaveQuantity quantity = WaveQuantity::displacement;
  /// The periodic box beyond what the shear wave crosses within the record, as a factor.
  double box_factor = 1.0;
  /// Wavenumbers where the push's spectrum is below this share of its peak are left out.
  double spectrum_floor = 1e-7;
};

/// Axial motion in the imaging plane (elevation 0) after a push, in an unbounded solid, in closed
/// form for each wavenumber: the shear part of the Green's function of Bercoff2004b, the
/// compressional wave taken as infinitely fast. For the wave vector k the motion obeys
///   rho u'' + eta k^2 u' + mu k^2 u = (1 - kz^2/k^2) F(k) p(t),
/// p = 1 during the push and 0 else. The motion at the push's end and the decay from frame to frame
/// are exact (no time step, no dispersion, overdamped wavenumbers included); only the sum over
/// wavenumbers is discrete. That makes the field periodic, in a box so long that no shear wave of a
/// neighbouring copy reaches the picture within the record; the near field of the copies is taken
/// off in closed form (`periodic_near_field.h`). Against exact solutions the error is 1e-12 of the
/// peak for an isotropic push and under 1e-4 for any other (tests).
///
/// \param time_s of each frame, strictly increasing, on the axis whose 0 is the push's END.
/// Frames before -duration are exactly 0.
/// \returns (axial, lateral, time), m or m/s, away from the probe > 0.
/// \throws Error (usage) where a width, speed or density is not above 0, the duration (0: an
/// impulse of force x 1 s) or the viscosity is below 0, or the times do not increase. Cost:
/// wavenumbers x frames; 30 ms for 159 x 129 x 80 in three dimensions.
Cube<double> green_wave(const KelvinVoigtSolid& solid, const GaussianPush& push,
                        const Axis& axial_m, const Axis& lateral_m, std::span<const double> time_s,
                        const GreenWaveOptions& options = {});

}  // namespace stiff
