#pragma once

#include "stiff/contact/tap_rows.h"
#include "stiff/result/trace.h"

namespace stiff {

/// The recording's picture: on (tap, time) the acceleration as recorded, the fit and the
/// displacement; as marks the push's edges, the peaks a1 and a3, the largest displacement, and the
/// numbers that a person looks for beside them; also by how much, in closed form, the definitions
/// `spectral_peak` and `peak_a1` read more of an oscillator as it was fitted than its own frequency
/// and stiffness. Shorter taps end in NaN.
Trace tap_trace(const TapRecording& recording, const std::vector<TapReading>& readings,
                const std::vector<TapSeries>& series, const TapOptions& options);

}  // namespace stiff
