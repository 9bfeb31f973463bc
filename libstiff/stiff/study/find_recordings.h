#pragma once

#include "stiff/study/found_recording.h"

#include <filesystem>
#include <string>
#include <vector>

namespace stiff {

/// What a study holds.
struct FoundStudy {
  std::vector<FoundRecording> recordings;    ///< in the order of recording_id, each id once
  std::vector<std::filesystem::path> roots;  ///< study folders among the inputs, each once
  std::vector<std::string>
      notes;  ///< a line for each file that looks like a recording but is left out
};

/// The folder whose sidecars apply to a file or folder: the one above its `sub-` and `ses-`
/// folders, else the file's own folder, or the folder itself. Absolute.
std::filesystem::path study_root_of(const std::filesystem::path& input);

/// The recordings among files and folders (with all below them). A file is one by its name's suffix
/// (`_swe`, `_myotonometry`, ...) with an extension of a recording, as a file of a Vantage triple,
/// or by its content (.mat, .h5, .hdf5; looked into in a process of its own, as it may be hostile).
/// Several files of one recording are one; one recording reached in two ways is one. Left out are
/// hidden files, sidecars and tables, folders that `stiff run` made, `derivatives`, and `output`.
/// Folder links are followed, and no folder is entered twice. A .mat or HDF5 file that is damaged
/// is a recording: it will be refused, not overlooked. \throws Error (no_input) where an input is
/// not there or there is no recording at all, (bad_data) where two recordings have one id, naming
/// both.
FoundStudy find_recordings(const std::vector<std::filesystem::path>& inputs,
                           const std::filesystem::path& output = {},
                           const std::filesystem::path& study_root = {});

}  // namespace stiff
