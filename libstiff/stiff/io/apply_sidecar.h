#pragma once

#include "stiff/io/sidecar.h"
#include "stiff/recording/identity.h"
#include "stiff/recording/shear_wave_recording.h"

#include <filesystem>
#include <string_view>

namespace stiff {

/// A number by rank: `<stem>.json` beside the recording, the recording's own file (`from_file`, NaN
/// where it does not say), then the sidecars of its folders. NaN where none says it.
double stated_number(const Sidecar& sidecar, std::string_view key, double from_file);

/// Muscle, side, device, participant and the like as the sidecars say them, by the same rank: what
/// `identity` holds is what the file and its name say. \throws Error (bad_data) naming the key.
void apply_identity(const Sidecar& sidecar, RecordingIdentity& identity);

/// Brings what the sidecars say into a recording that its reader has filled with what its own file
/// says (NaN and empty for the rest): metadata, pushes, identity, regions, mask, and `SampleScale`.
/// A push time that neither says is 0, a density 1000 kg/m3. \param file the recording's file, for
/// label masks in it. \throws Error (bad_data) naming the sidecar's file, line and key.
void apply_sidecar(const Sidecar& sidecar, const std::filesystem::path& file,
                   ShearWaveRecording& recording);

}  // namespace stiff
