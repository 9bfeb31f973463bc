#pragma once

#include "stiff/core/cube.h"
#include "stiff/phantom/motion_grid.h"
#include "stiff/phantom/swe_phantom_options.h"
#include "stiff/recording/shear_wave_recording.h"
#include "stiff/recording/shear_wave_truth.h"

#include <vector>

namespace stiff {

/// The motion behind a phantom, one entry a push. It does not depend on the seed, nor on the echo's
/// settings other than the margin that their point spread needs.
struct PhantomMotion {
  std::vector<double> time_s;
  std::vector<Push> pushes;
  /// Over the picture and a margin: m; for SampleKind::velocity m/s.
  std::vector<MotionGrid> fields;
};

/// A recording with known truth.
struct SwePhantom {
  ShearWaveRecording recording;
  ShearWaveTruth truth;
  Picture<float> true_speed_m_per_s;  ///< truth.speed_m_per_s, as a shorthand
  double true_viscosity_pa_s = 0;
};

/// The wave of each push: homogeneous in closed form (`green_wave.h`), else by
/// `shear_wave_solver.h`. \throws Error (usage), see `check`.
PhantomMotion simulate_motion(const SwePhantomOptions& options);

/// Images a motion: echoes or noisy field, artefacts, noise, all from `options.seed`. Many seeds of
/// one wave cost one `simulate_motion`. \pre `motion` is of equal options but for seed, SNR and
/// artefacts.
SwePhantom image_motion(const PhantomMotion& motion, const SwePhantomOptions& options);

/// Both. Equal options give equal bits.
SwePhantom simulate_shear_wave(const SwePhantomOptions& options);

}  // namespace stiff
