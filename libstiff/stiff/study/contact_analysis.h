#pragma once

#include "stiff/recording/identity.h"
#include "stiff/result/trace.h"
#include "stiff/study/analyser.h"

namespace stiff {

/// What a contact recording's analysis hands to the batch: its rows, and its traces as the file
/// beside the results.
Analysis contact_analysis(RecordingIdentity identity, ContactResult result);

}  // namespace stiff
