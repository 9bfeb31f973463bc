#pragma once

#include "stiff/io/hdf5_reader.h"
#include "stiff/report/reported_recording.h"

namespace stiff::tool {

/// How a file's numbers were made, for a page: its provenance with whole references.
PageMethods page_methods(const hdf5::InGroup& root);

}  // namespace stiff::tool
