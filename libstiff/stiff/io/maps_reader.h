#pragma once

#include "stiff/io/provenance.h"
#include "stiff/recording/identity.h"
#include "stiff/result/maps.h"

#include <filesystem>

namespace stiff {

struct MapsFile {
  Maps maps;
  RecordingIdentity identity;
  Provenance provenance;
};

/// What `write_maps` wrote: quantities in the file's order, quality, reason, bmode and the waves
/// along a line where they are there. \throws Error (no_input) where there is no file; (bad_data)
/// where it is none of maps, damaged, edited, of a newer format, or its pictures have not the size
/// of its axes.
MapsFile read_maps(const std::filesystem::path& path);

}  // namespace stiff
