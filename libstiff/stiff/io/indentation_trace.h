#pragma once

#include "stiff/io/sidecar.h"
#include "stiff/recording/indentation_recording.h"

#include <filesystem>

namespace stiff {

/// An indentation from any trace file (`trace_table.h`) with what its sidecars say: one column of
/// force (`force`, `load`, `f`; N, mN, cN, kN, gf, kgf), one of depth (`depth`, `displacement`,
/// `position`, `indentation`, `travel`, `stroke`; m to nm), and `time`, whose steps need not be
/// even, or `SamplingFrequency`. Every column states its unit. `ForceScale` and `DepthScale`
/// multiply the columns; nothing is turned round unasked. Metadata: `ProbeDiameter` (needed),
/// `ProbeShape` (`flat` where not said), `TissueThickness`, `TissueThicknessError`, `PoissonRatio`.
/// \throws Error (no_input) where there is no file, (bad_data) with the file's name and what is
/// wrong or which key is missing.
IndentationRecording read_indentation(const std::filesystem::path& file, const Sidecar& sidecar);

/// The same, but not validated: for `stiff info`, which says what is missing.
IndentationRecording read_unchecked_indentation(const std::filesystem::path& file,
                                                const Sidecar& sidecar);

}  // namespace stiff
