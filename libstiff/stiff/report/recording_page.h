#pragma once

#include "stiff/report/reported_recording.h"

#include <string>

namespace stiff {

/// The page of one recording: one HTML file without scripts that fetches nothing. Equal input gives
/// equal bytes.
std::string recording_page(const ReportedRecording& recording);

}  // namespace stiff
