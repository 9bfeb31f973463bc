#pragma once

#include "stiff/io/sidecar.h"
#include "stiff/recording/identity.h"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace stiff {

/// A recording as it lies in a study, not yet opened.
struct FoundRecording {
  RecordingIdentity identity;  ///< all but `source_sha256`, `device` and what only a sidecar says
  std::vector<std::filesystem::path>
      files;                         ///< all its files, the one to open first; sorted behind it
  std::filesystem::path study_root;  ///< the folder from which sidecars are inherited
  std::shared_ptr<SidecarFolders> folders;  ///< listed once for all recordings; may be null
};

}  // namespace stiff
