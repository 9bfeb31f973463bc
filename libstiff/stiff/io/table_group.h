#pragma once

#include "stiff/io/hdf5_reader.h"
#include "stiff/io/hdf5_writer.h"
#include "stiff/result/table.h"

#include <string>

namespace stiff {

/// A table as a group: an int32 scale `row` (0, 1, ...) and one 1-D variable a column.
/// \throws Error (usage) where the columns have not one length.
void write_table(hdf5::OutGroup& parent, const Table& table);

/// \throws Error (bad_data) where the group is missing or damaged, its texts are not those that
/// were written, or a column is not 1-D.
Table read_table(const hdf5::InGroup& parent, const std::string& group);

}  // namespace stiff
