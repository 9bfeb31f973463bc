#pragma once

#include "stiff/report/markup.h"
#include "stiff/report/reported_recording.h"

#include <string>

namespace stiff {

/// The top of a recording's page: whose, what, whether it worked and why not, the numbers to quote.
Markup summary_section(const ReportedRecording& recording);

/// "high", "middling" or "low", with the number: what a quality from 0 to 1 is called here. High is
/// from 0.75, middling from 0.4.
std::string quality_words(double quality);

/// The notes of a message, which stand in it behind each other, as a list.
Markup note_list(const std::string& message);

}  // namespace stiff
