#pragma once

#include "stiff/report/markup.h"
#include "stiff/report/reported_recording.h"

namespace stiff {

/// The wave along a line over time, with its arrivals and the line fitted to them: one figure a
/// push. Empty where the maps hold none.
Markup wave_section(const ReportedRecording& recording);

}  // namespace stiff
