#pragma once

#include "stiff/report/markup.h"
#include "stiff/report/reported_recording.h"

namespace stiff {

/// Every number of the recording: the ones to quote first, then the others; with interval, error,
/// quality, and the reason where there is none.
Markup estimates_section(const ReportedRecording& recording);

}  // namespace stiff
