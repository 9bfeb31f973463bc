#pragma once

#include "stiff/contact/tap_rows.h"

#include <string>
#include <vector>

namespace stiff {

/// What is to be known of a recording's numbers, one line, parts separated by "; ". Empty where
/// there is nothing.
std::string tap_notes(const TapRecording& recording, const std::vector<TapReading>& readings,
                      const std::vector<TapSeries>& series, const TapOptions& options);

}  // namespace stiff
