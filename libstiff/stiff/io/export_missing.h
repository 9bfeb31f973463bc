#pragma once

#include "stiff/io/export_sets.h"
#include "stiff/result/table.h"

#include <string>
#include <vector>

namespace stiff {

/// What an export lacks, as the most of it shows: taps of a set (as many as most sets have),
/// sessions (as many as most people have), sides and places of a session (those that at least half
/// of the people have in any session).
struct MissingParts {
  Table table;                     ///< `missing`: whose, where, when, and what
  std::vector<std::string> lines;  ///< a line each
};
MissingParts find_missing(const std::vector<SettledRow>& rows, const std::vector<ExportSet>& sets);

}  // namespace stiff
