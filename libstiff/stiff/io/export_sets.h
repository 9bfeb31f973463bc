#pragma once

#include "stiff/io/myoton_rows.h"

#include <cstddef>
#include <string>
#include <vector>

namespace stiff {

/// A row of an export whose person has a label, and what became of it.
struct SettledRow {
  enum class Fate { imported, duplicate, refused };
  ExportRow row;
  Fate fate = Fate::imported;
  std::string reason;
  std::string participant;
  int session = 0;      ///< from 1, within the participant
  std::size_t set = 0;  ///< place in the sets; only of an imported row
};

/// The taps of one set: rows that are imported, in the order of their iterations.
struct ExportSet {
  std::vector<std::size_t> rows;  ///< places in the settled rows
  int run = 0;                    ///< from 1 where the set was taken more than once that day
};

/// Finds duplicates and refuses what two readings share; numbers the sessions; puts taps into sets.
/// Rows are changed in place: fate, reason, session, set, and the iteration where none was given.
std::vector<ExportSet> settle_rows(std::vector<SettledRow>& rows);

}  // namespace stiff
