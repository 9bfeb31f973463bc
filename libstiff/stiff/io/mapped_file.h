#pragma once

#include "stiff/io/mat_file.h"
#include "stiff/io/sidecar.h"
#include "stiff/recording/shear_wave_recording.h"

namespace stiff {

/// A lab's own .mat or HDF5 file, read by the mapping in its sidecar (`SampleKind`, `Variables`;
/// see datasets/FORMAT.md). Unchecked. \throws Error (bad_data)
ShearWaveRecording read_mapped(const MatFile& file, const Sidecar& sidecar);

}  // namespace stiff
