#pragma once

#include "stiff/result/table.h"

#include <ostream>

namespace stiff::tool {

/// A table for people and for programs: "# name" and what its columns are, the columns' names,
/// rows, aligned by blanks; numbers with four digits, "n/a" for NaN. No cell has a blank in it, so
/// that pandas.read_csv(sep=r"\s+", comment="#") reads one.
void print_plain_table(std::ostream& out, const Table& table);

}  // namespace stiff::tool
