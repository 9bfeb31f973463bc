#pragma once

#include "stiff/io/provenance.h"
#include "stiff/recording/shear_wave_recording.h"
#include "stiff/recording/shear_wave_truth.h"

#include <filesystem>
#include <optional>

namespace stiff {

/// The project's own recording file, HDF5 as datasets/FORMAT.md describes it. The attribute
/// `format` says what it is.
inline constexpr std::string_view kShearWaveFormat = "stiff shear wave recording";

/// Writes a recording, whole and atomically, with the truth of a phantom where there is one. Of the
/// identity, what a file name or a sidecar says is written; the id, the source and its checksum
/// belong to the study and are not. Equal input gives equal bytes.
/// \throws Error (cannot_create, io) as write_file_atomically does.
void write_shear_wave_file(const std::filesystem::path& path, const ShearWaveRecording& recording,
                           const ShearWaveTruth* truth = nullptr,
                           const Provenance& provenance = {});

/// Reads one, from anybody. `validate` is still to be called: what is missing may stand in a
/// sidecar. \throws Error (no_input, bad_data) naming the file and the dataset or key that is
/// wrong.
ShearWaveRecording read_shear_wave_file(const std::filesystem::path& path);

/// The truth in a recording file; nothing where it has none.
std::optional<ShearWaveTruth> read_shear_wave_truth(const std::filesystem::path& path);

}  // namespace stiff
