#pragma once

#include "stiff/io/mat_file.h"
#include "stiff/recording/shear_wave_recording.h"

#include <filesystem>

namespace stiff {

/// IQ as the a-MEM challenge of IEEE UFFC 2024 hands it out: `IQ_Data`, a cell with one (z, x, t)
/// complex array a push (or one array), `frame_rate` Hz, `X_IQ`, `Z_IQ`, `X_push` mm, `SoS` m/s.
/// One frame precedes the push (`ReferenceFrames` says otherwise): frame 2 is at time 0. The centre
/// frequency is not in the file.

bool is_amem(const MatFile& file);

/// Unchecked. \param reference_frames frames before time 0. \throws Error (bad_data)
ShearWaveRecording read_amem(const MatFile& file, double reference_frames = 1);

}  // namespace stiff
