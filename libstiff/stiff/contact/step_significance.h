#pragma once

#include "stiff/contact/release_scan.h"

#include <cstdint>

namespace stiff {

/// How often simulated stretches without a step show one as clear.
struct StepSignificance {
  double drop_p = kNaN, rise_p = kNaN;
  int draws = 0;
};

/// Parametric bootstrap of a scan's clearest fall and rise; how is in release_detection.h.
/// \param draws at most; it ends once twenty draws are as clear as each. Equal seeds, equal bits.
StepSignificance step_significance(const ReleaseScan& scan, const ReleaseScanResult& found,
                                   int draws, std::uint64_t seed);

}  // namespace stiff
