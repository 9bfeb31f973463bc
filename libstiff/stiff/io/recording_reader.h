#pragma once

#include "stiff/io/sidecar.h"
#include "stiff/recording/shear_wave_recording.h"

#include <filesystem>
#include <string>
#include <vector>

namespace stiff {

/// What a file is by its content: `stiff` (the project's own HDF5), `vantage` (any of the three
/// files), `amem`, `res_sim`, `plane`, `mapped` (a .mat or HDF5 whose sidecar has `Variables`), or
/// empty where it is no shear wave recording that can be read. Never throws for what a file holds.
std::string recording_format(const std::filesystem::path& file, const Sidecar& sidecar);
/// The same with the sidecars of the file's own folder.
std::string recording_format(const std::filesystem::path& file);

/// All files of the recording that are there, the one that names it first: three of a Vantage
/// triple, else the file itself.
std::vector<std::filesystem::path> recording_files(const std::filesystem::path& file);

/// A recording of any format with what its sidecars say, its identity after the sidecar's study
/// root
/// (`source_sha256` is left to the caller), and checked by `validate`.
/// \throws Error (no_input) where there is no file, (bad_data) with the file's name and what is
/// wrong or which key is missing.
ShearWaveRecording read_shear_wave_recording(const std::filesystem::path& file,
                                             const Sidecar& sidecar);

/// The same, but not validated: for `stiff info`, which says what is missing.
ShearWaveRecording read_unchecked_recording(const std::filesystem::path& file,
                                            const Sidecar& sidecar);

}  // namespace stiff
