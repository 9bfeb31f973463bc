#pragma once

#include "stiff/io/hdf5_reader.h"
#include "stiff/io/mat_value.h"

#include <string>
#include <vector>

namespace stiff {

/// The variables of an HDF5 file: its root's datasets and groups, and those within groups by their
/// path. MATLAB's own bookkeeping (`#refs#`, `#subsystem#`) is left out.
std::vector<MatEntry> hdf5_entries(const hdf5::InGroup& root);

/// A dataset or group as a value. A dataset that MATLAB 7.3 wrote has MATLAB's order of dimensions,
/// any other is `row_major` as h5py shows it; cells and structures follow MATLAB's references.
/// \throws Error (bad_data)
MatValue read_hdf5_value(const hdf5::InGroup& root, const std::string& name);

}  // namespace stiff
