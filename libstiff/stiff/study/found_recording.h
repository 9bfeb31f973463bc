#pragma once

#include "stiff/recording/identity.h"

#include <filesystem>
#include <string>
#include <vector>

namespace stiff {

/// A recording as it lies in a study, not yet opened.
struct FoundRecording {
  RecordingIdentity identity;  ///< all but `source_sha256`, `device` and what only a sidecar says
  std::vector<std::filesystem::path>
      files;                         ///< all its files, the one to open first; sorted behind it
  std::filesystem::path study_root;  ///< the folder from which sidecars are inherited
};

}  // namespace stiff
