#pragma once

#include "stiff/io/sidecar.h"

#include <filesystem>
#include <string>
#include <vector>

namespace stiff::tool {

/// A file that a command was given, with what stands round it.
struct InputRecording {
  std::filesystem::path file;
  Sidecar sidecar;
  std::string modality;                      ///< `swe`, `myotonometry`, ...
  std::string format;                        ///< as `recording_format` names it; `trace`
  bool cine = false;                         ///< of a twitch: a movie of echoes or motion, no trace
  std::vector<std::filesystem::path> files;  ///< all of the recording's

  bool is_trace() const { return format == "trace"; }
};

/// \param study_root where sidecars are inherited from; `study_root_of` where it is empty.
/// \throws Error (no_input) where there is no such file; (bad_data) where it is no recording that
/// can be read, or a sidecar is wrong.
InputRecording open_input(const std::filesystem::path& file,
                          const std::filesystem::path& study_root);

/// What a format is called among people.
std::string format_title(const std::string& format);

}  // namespace stiff::tool
