#pragma once

#include "stiff/core/axis.h"
#include "stiff/io/hdf5_reader.h"
#include "stiff/io/hdf5_writer.h"
#include "stiff/recording/region.h"

#include <string_view>

namespace stiff {

/// A region as a group called `name`: attributes `Name`, `Shape` (`circle`, `box`, `polygon`,
/// `mask`) and `Values` (m: lateral, axial, radius; lateral and axial of both corners; lateral and
/// axial of each corner), or for a mask the dataset `inside` on the dimensions (axial, lateral).
/// \returns the group, for more attributes.
hdf5::OutGroup write_region(hdf5::OutGroup& parent, std::string_view name, const Region& region);

/// \throws Error (bad_data) where it is none, or a mask is not of the axes' size.
Region read_region(const hdf5::InGroup& group, const Axis& axial_m, const Axis& lateral_m);

}  // namespace stiff
