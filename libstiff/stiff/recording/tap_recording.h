#pragma once

#include "stiff/core/estimate.h"
#include "stiff/recording/identity.h"

#include <string>
#include <vector>

namespace stiff {

/// A myotonometry recording: a probe taps the skin and records its own acceleration while the
/// tissue lets it swing and come to rest. One trace a tap, each from before the tap to the swing's
/// end.
struct TapRecording {
  RecordingIdentity identity;
  double sampling_frequency_hz = kNaN;
  std::vector<std::vector<double>>
      taps_m_per_s2;               ///< into the tissue > 0; a tap at rest reads 0 + offset
  double probe_mass_kg = kNaN;     ///< of the probe's moving part; NaN where not said
  double added_mass_kg = 0;        ///< of the tissue that swings with it, as the user states it
  double probe_diameter_m = kNaN;  ///< of the flat end; NaN where not said
  double preload_n = kNaN;         ///< force at rest; NaN where not said
  double tap_force_n = kNaN;       ///< of the rectangular push; NaN where not said
  double tap_duration_s = kNaN;    ///< nominal; NaN where not said
  std::string format;              ///< which reader made it
};

/// Checks what every later stage relies on: at least one tap, each of at least 32 finite samples,
/// sampling between 200 Hz and 1 MHz, metadata within physical bounds where it is given (a probe of
/// 0.1 g to 1 kg, up to 1 kg added, an end of 0.2 to 50 mm, forces of 1 mN to 50 N, a tap of 0.2 to
/// 200 ms), accelerations below 1e5 m/s2. Clipping and the like are verdicts on a tap, not errors.
/// \throws Error (bad_data) naming the first thing that is wrong and, for metadata, its sidecar
/// key.
void validate(const TapRecording& recording);

}  // namespace stiff
