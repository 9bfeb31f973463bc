#pragma once

#include "stiff/io/trace_table.h"

#include <cstddef>
#include <string>
#include <vector>

namespace stiff {

/// An array of numbers in an HDF5 or .mat file, as a candidate for columns.
struct TraceArray {
  std::string name;
  std::string units;               ///< as the file says; empty where it does not
  std::vector<std::size_t> shape;  ///< row-major
  bool scale = false;              ///< it is nothing but another array's axis
  std::vector<double> values;
};

/// Makes columns of a file's arrays. The length is that of the one called `time` or `t`, else of
/// the longest line. A line of that length is a column; a rectangle with one side of it is as many
/// columns, `taps` or `tap` (tap, time) being tap1, tap2, ...; a single number under a sidecar's
/// key is metadata. A line of another length keeps its name and a fault, so that who asks for it
/// learns why it is none. \param table its columns and numbers are added to. \throws Error
/// (bad_data) where there is no line, or a square could be either way round.
void add_arrays(std::vector<TraceArray> arrays, TraceTable& table);

}  // namespace stiff
