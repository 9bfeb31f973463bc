#pragma once

#include "stiff/io/mat_file.h"
#include "stiff/recording/shear_wave_recording.h"

namespace stiff {

/// A displacement field as acoustic radiation force simulations store it in `res_sim.mat`:
/// `arfidata` (axial, lateral, t) in um, `lat` and `axial` in mm, `t` in s. Time and lateral
/// position count from the push, which the lateral axis has at 0.

bool is_res_sim(const MatFile& file);

/// Unchecked. \throws Error (bad_data)
ShearWaveRecording read_res_sim(const MatFile& file);

}  // namespace stiff
