#pragma once

#include "stiff/contact/tap_options.h"
#include "stiff/study/analyser.h"

namespace stiff {

/// Myotonometry: `read_tap_recording`, then `analyse_taps`.
Analyser tap_analyser(const TapOptions& options);

}  // namespace stiff
