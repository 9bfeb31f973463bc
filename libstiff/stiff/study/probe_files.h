#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace stiff {

/// What a file that no name tells of holds.
enum class FileContent {
  recording,       ///< of a layout that is known, or mapped by a sidecar
  damaged,         ///< it begins as .mat or HDF5 and does not read on, or reading it crashed
  something_else,  ///< it reads, and is no recording
};

/// A file's content and, of a recording, its modality.
struct ProbedFile {
  FileContent content = FileContent::damaged;
  std::string modality;
};

/// Looks into files in worker processes, many a process: a file that crashes its reader harms no
/// other. The answers are in the order of the files.
std::vector<ProbedFile> probe_files(const std::vector<std::filesystem::path>& files);

}  // namespace stiff
