#pragma once

#include "stiff/io/provenance.h"
#include "stiff/recording/identity.h"
#include "stiff/result/trace.h"

#include <filesystem>
#include <vector>

namespace stiff {

/// Writes the traces of one recording (`maps/<recording>.h5` of a contact recording), whole and
/// atomically, so that `xarray.open_dataset(path, group="trace")` gives signals on (repeat, axis)
/// and marks on (repeat), `repeat` counting from 1 under the trace's own name for it (`tap`,
/// `cycle`, `hold`). A trace with one repeat has signals on (axis); its marks keep their dimension
/// of one. The identity stands in the root's attributes. Equal input gives equal bytes. \throws
/// Error (io) where a signal or mark is not of its trace's size, (cannot_create, io) as
/// write_file_atomically does.
void write_traces(const std::filesystem::path& path, const std::vector<Trace>& traces,
                  const RecordingIdentity& identity, const Provenance& provenance);

}  // namespace stiff
