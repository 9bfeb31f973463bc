#pragma once

#include "stiff/report/markup.h"
#include "stiff/report/reported_recording.h"

namespace stiff {

/// How the numbers were made: the command, the options that were changed and those left as they
/// are, the references, the checksums of what was read.
Markup methods_section(const ReportedRecording& recording);

/// The same of one command.
Markup methods_part(const PageMethods& methods);

/// The references of several commands, each once, in order.
Markup reference_list(const std::vector<std::string>& references);

}  // namespace stiff
