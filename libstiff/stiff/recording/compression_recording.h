#pragma once

#include "stiff/core/estimate.h"
#include "stiff/recording/identity.h"

#include <string>
#include <vector>

namespace stiff {

/// A sustained compression: a probe or an instrumented hand presses on the tissue and holds, once
/// or several times with rest between.
struct CompressionRecording {
  RecordingIdentity identity;
  double sampling_frequency_hz = kNaN;
  std::vector<double> force_n;         ///< pressing > 0
  std::vector<double> displacement_m;  ///< into the tissue > 0; empty where not recorded
  double probe_area_m2 = kNaN;         ///< that presses; NaN where not said
  std::string format;                  ///< which reader made it
};

/// Checks what every later stage relies on: at least 64 finite samples, sampling between 20 Hz and
/// 100 kHz, forces below 5 kN that press more than they pull, a displacement (of the force's
/// length) below 0.5 m, an area of 0.01 mm2 to 0.1 m2. \throws Error (bad_data) naming the first
/// thing that is wrong and, for metadata, its sidecar key.
void validate(const CompressionRecording& recording);

}  // namespace stiff
