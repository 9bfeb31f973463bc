#pragma once

#include "stiff/io/mat_file.h"
#include "stiff/recording/shear_wave_recording.h"

#include <optional>

namespace stiff {

/// Motion along one lateral line, as exact waves in viscoelastic media are published: `disp` and
/// `vel` (lateral, time) in any unit, `lat_mm` from the source, `t_ms`, `t_push_ms` the push's end.
/// The amplitude's unit is not in the file and no speed depends on it: one is taken as one um, or
/// one mm/s.

bool is_plane(const MatFile& file);

/// One depth, at 0. Unchecked. \param kind displacement or velocity: which of the two is read.
/// \throws Error (bad_data)
ShearWaveRecording read_plane(const MatFile& file, SampleKind kind = SampleKind::displacement);

}  // namespace stiff
