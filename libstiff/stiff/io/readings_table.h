#pragma once

#include "stiff/io/delimited_table.h"
#include "stiff/io/readings.h"

#include <string>
#include <vector>

namespace stiff {

/// One cell that a scanner displayed, with all that its row says.
struct Reading {
  RecordingIdentity identity;
  std::string quantity;
  std::string region;   ///< `all` where none is said
  int repeat = 0;       ///< 0 where none is said
  double value = kNaN;  ///< in the quantity's own unit; NaN where the scanner gave none
  double std_error = kNaN;
  double quality = kNaN;
  std::int64_t n = 0;
  std::size_t row = 0;  ///< in the table
};

/// The readings of a table in its order. \throws Error (bad_data), as `read_readings` does.
std::vector<Reading> table_readings(const DelimitedTable& table, const ReadingsOptions& options);

}  // namespace stiff
