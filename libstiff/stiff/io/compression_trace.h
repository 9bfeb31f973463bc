#pragma once

#include "stiff/io/sidecar.h"
#include "stiff/recording/compression_recording.h"

#include <filesystem>

namespace stiff {

/// A compression recording from any file that `read_trace_table` reads: a column `force` (N; also
/// `load`), one `displacement` (also `depth`, `position`; m, mm, um) where it was recorded, and the
/// sampling in a column `time` or as `SamplingFrequency`. `ProbeArea` (m2), else `ProbeDiameter`
/// (m, a round end), is the file's or the sidecars'; `ForceScale` and `DepthScale` multiply force
/// and displacement, -1 where pressing is negative. \throws Error (no_input; bad_data) naming the
/// file, and the column or the key that is wrong.
CompressionRecording read_unchecked_compression(const std::filesystem::path& file,
                                                const Sidecar& sidecar);

/// The same, checked by `validate`.
CompressionRecording read_compression_recording(const std::filesystem::path& file,
                                                const Sidecar& sidecar);

}  // namespace stiff
