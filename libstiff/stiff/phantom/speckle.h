#pragma once

#include "stiff/core/axis.h"
#include "stiff/core/cube.h"
#include "stiff/phantom/gaussian_push.h"
#include "stiff/phantom/motion_grid.h"
#include "stiff/phantom/swe_phantom_options.h"

#include <complex>
#include <cstdint>
#include <span>

namespace stiff {

/// The size of a point's echo: Gaussian standard deviations of its amplitude.
struct PointSpread {
  double axial_sigma_m = 0;
  double lateral_sigma_m = 0;
};

/// Of a pulse with a Gaussian spectrum that is at half amplitude (-6 dB) at f0 (1 +- bandwidth/2),
/// and of a beam whose amplitude is at half height over one wavelength x f-number.
PointSpread point_spread(const PhantomEcho& echo);

/// How a scatterer's strength changes from frame to frame: a complex Ornstein-Uhlenbeck process
/// with the given correlation time; infinite: it does not change.
struct SpeckleProcess {
  double correlation_s = kUniform;
  double power = 1;  ///< mean of |IQ|^2, added by this call
};

/// Adds the echoes of random moving scatterers to `iq` (axial, lateral, frame).
///
/// Scatterers are a Poisson process of the given density n, of equal strength a. One at (x, z),
/// displaced by u(t), gives the baseband echo
///   a exp(-i 4 pi f0 (z + u)/c) exp(-(zp - z - u)^2/(2 sz^2) - (xp - x)^2/(2 sx^2))
/// in the pixel (xp, zp), cut at 4 standard deviations. THE SIGN: the phase falls as the tissue
/// moves away from the probe, u = -c/(4 pi f0) arg(IQ(t) IQ*(0)); `amem_inclusion.mat` and the
/// Vantage recordings do the same. Envelope and phase both move, so that the axial spectrum is
/// right for Loupas' estimator. Motion is read off the grid by cubic interpolation; beyond it the
/// edge's motion holds.
///
/// \param time_s of each frame; used by the process only.
/// Cost: scatterers x patch x frames, about 1.5 ns each; deterministic in the seed.
void add_speckle(View3<std::complex<float>> iq, const Axis& axial_m, const Axis& lateral_m,
                 const MotionGrid& motion, std::span<const double> time_s, const PhantomEcho& echo,
                 const SpeckleProcess& process, std::uint64_t seed);

}  // namespace stiff
