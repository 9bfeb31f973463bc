#pragma once

#include "stiff/io/provenance.h"
#include "stiff/recording/identity.h"
#include "stiff/result/trace.h"

#include <filesystem>
#include <vector>

namespace stiff {

struct TracesFile {
  std::vector<Trace> traces;  ///< in the file's order
  RecordingIdentity identity;
  Provenance provenance;
};

/// What `write_traces` wrote. \throws Error (no_input) where there is no file; (bad_data) where it
/// is none of traces, damaged, edited, of a newer format, or a signal or mark has not the size of
/// its trace.
TracesFile read_traces(const std::filesystem::path& path);

}  // namespace stiff
