#pragma once

#include "stiff/core/cube.h"
#include "stiff/phantom/motion_grid.h"
#include "stiff/phantom/swe_phantom_options.h"

#include <complex>
#include <cstdint>
#include <span>

namespace stiff {

/// Adds the motion of probe and breathing to a displacement grid, relative to the first frame:
/// translation and tilt about the picture's middle, each v/(2 pi f) sin(2 pi f t + phase) with
/// phases from the seed, so that the peak velocity is v; breathing drifts at v (z / deepest), its
/// sign from the seed.
void add_bulk_motion(MotionGrid& grid, std::span<const double> time_s,
                     const PhantomArtefacts& artefacts, std::uint64_t seed);

/// Adds the push's own echo to the frames after it: a speckle pattern of the given power over 1 at
/// the push's end, whose amplitude decays and whose phase jumps from frame to frame.
void add_reverberation(View3<std::complex<float>> iq, const Axis& axial_m, const Axis& lateral_m,
                       std::span<const double> time_s, const PhantomEcho& echo,
                       const PhantomArtefacts& artefacts, std::uint64_t seed);

/// Adds white complex noise of the given power, mean of |n|^2, to each sample.
void add_thermal_noise(View3<std::complex<float>> iq, double power, std::uint64_t seed);

/// Standard deviation of the displacement that a tracker finds with a kernel of one sample: the
/// phase noise 10^(-SNR/20) rad of a mean speckle sample against an equally noisy reference, times
/// c/(4 pi f0).
double tracking_noise_m(const PhantomEcho& echo);

/// Adds noise of that standard deviation to a field: white in time, in space smooth over a point's
/// echo, as a tracker's is. `std_dev` in the field's unit.
void add_field_noise(View3<float> field, const Axis& axial_m, const Axis& lateral_m,
                     const PhantomEcho& echo, double std_dev, std::uint64_t seed);

}  // namespace stiff
