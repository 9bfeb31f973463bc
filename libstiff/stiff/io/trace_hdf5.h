#pragma once

#include "stiff/io/trace_table.h"

#include <filesystem>

namespace stiff {

/// A trace table from an HDF5 file: the project's own trace recording, or any file with lines of
/// numbers of one length in its root (or in the one group that its root has). Units stand in the
/// attribute `units`, metadata in the root's attributes by a sidecar's keys. \throws Error
/// (bad_data) naming the dataset, or for another of this project's files.
TraceTable read_trace_hdf5(const std::filesystem::path& file);

/// The same of a MATLAB file of any version: its real numeric variables.
TraceTable read_trace_mat(const std::filesystem::path& file);

}  // namespace stiff
