#pragma once

#include "stiff/contact/twitch_options.h"
#include "stiff/study/analyser.h"

namespace stiff {

/// Local twitch responses: an acceleration trace (`read_twitch_recording`), or an ultrasound cine
/// in any layout of a shear wave recording, tracked to velocity without a push (`track_motion`).
Analyser twitch_analyser(const TwitchOptions& options);

}  // namespace stiff
