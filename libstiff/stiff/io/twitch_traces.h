#pragma once

#include "stiff/io/sidecar.h"
#include "stiff/recording/twitch_recording.h"

#include <filesystem>

namespace stiff {

/// A twitch recording from any file that `read_trace_table` reads: one to three columns of
/// acceleration (`acceleration`, `acceleration_x`, `acc_y`, `az`, ..., or `acceleration1` to 3;
/// m/s2 or g) on an even clock, a column `time` or `SamplingFrequency`. Not validated. \throws
/// Error (no_input; bad_data) naming the file, and the column or the key that is wrong.
TwitchRecording read_unchecked_twitch(const std::filesystem::path& file, const Sidecar& sidecar);

/// The same, checked by `validate`.
TwitchRecording read_twitch_recording(const std::filesystem::path& file, const Sidecar& sidecar);

}  // namespace stiff
