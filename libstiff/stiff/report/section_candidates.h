#pragma once

#include "stiff/report/markup.h"
#include "stiff/report/reported_recording.h"

namespace stiff {

/// What flagging found: found beside expected, the three scores, heterogeneity, a row a candidate
/// with its shape and its stiffness, the score maps, the muscle's referral pattern. Where nothing
/// was flagged it says so.
Markup candidates_section(const ReportedRecording& recording);

}  // namespace stiff
