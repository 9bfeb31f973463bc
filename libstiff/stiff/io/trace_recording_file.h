#pragma once

#include "stiff/io/provenance.h"
#include "stiff/io/trace_table.h"
#include "stiff/recording/identity.h"

#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace stiff {

/// The project's own trace recording: HDF5 as datasets/FORMAT.md describes it. The root has
/// `format`, `format_version`, metadata as attributes by the sidecars' keys (SI), and one 1-D
/// dataset a column with its `units`, on the scale `time` where there is such a column, else on
/// `row`. `read_trace_table` reads it, and any HDF5 that is no stricter than that.
inline constexpr std::string_view kTraceFormat = "stiff trace recording";

/// Which modality a file without a suffix is, by its root attribute `Modality`; empty where it is
/// no trace recording or does not say. Never throws for what a file holds.
std::string trace_modality(const std::filesystem::path& path);

/// Writes a trace recording, whole and atomically, with the truth of a phantom in the group
/// `truth`. A column with a fault is left out. Of the identity, what a file name or a sidecar says
/// is written, and the modality. Equal input gives equal bytes. \throws Error (bad_data) where two
/// columns have one name or are not of one length; (cannot_create, io) as write_file_atomically
/// does.
void write_trace_recording(const std::filesystem::path& path, const TraceRecordingFile& recording,
                           const RecordingIdentity& identity, const Provenance& provenance);

/// The truth in a phantom's recording, as it was written; empty where there is none. No analysis
/// reads it. \throws Error (no_input, bad_data) where the file is no trace recording.
std::vector<std::pair<std::string, std::vector<double>>> read_trace_truth(
    const std::filesystem::path& path);

}  // namespace stiff
