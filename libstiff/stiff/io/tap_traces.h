#pragma once

#include "stiff/io/sidecar.h"
#include "stiff/recording/tap_recording.h"

#include <filesystem>

namespace stiff {

/// A myotonometry recording from any file that `read_trace_table` reads: the acceleration of each
/// tap in a column `tap1`, `tap2`, ... (or `acceleration`, `acceleration1`, ...; m/s2 or g), its
/// sampling in a column `time` or as `SamplingFrequency`. A tap that is shorter than the others has
/// empty cells at its end. `ProbeMass`, `AddedMass`, `ProbeDiameter`, `Preload`, `TapForce`,
/// `TapDuration` are those of the file or the sidecars; `SampleScale` multiplies the acceleration,
/// -1 where out of the tissue is positive. Not validated: `stiff info` says what is missing.
/// \throws Error (no_input; bad_data) naming the file, and the column or the key that is wrong.
TapRecording read_unchecked_taps(const std::filesystem::path& file, const Sidecar& sidecar);

/// The same, checked by `validate`.
TapRecording read_tap_recording(const std::filesystem::path& file, const Sidecar& sidecar);

}  // namespace stiff
