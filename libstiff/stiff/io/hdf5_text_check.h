#pragma once

#include "stiff/io/hdf5_reader.h"

namespace stiff::hdf5 {

/// Reads every text of a group that the writer of this library made (its datasets, their attributes
/// and its own, not the groups below) and checks them against `strings_sha256`. \throws Error
/// (bad_data) where it is missing or another: the file is damaged or was edited.
void check_texts(const InGroup& group);

}  // namespace stiff::hdf5
