#pragma once

#include "stiff/comparison/reliability.h"

#include <span>
#include <string>
#include <vector>

namespace stiff {

/// All indices of one table of complete rows.
std::vector<ReliabilityRow> index_rows(const ReliabilityKey& key, const std::string& side,
                                       const CompleteRows& rows);

/// Limits of agreement between the repeats of each side's table (each pair of up to four repeats,
/// else each with the one before), of single runs where cells have several, and of all sides
/// together as pairs. \param tables as `repeat_tables` gives them.
std::vector<LimitsRow> limits_rows(const ReliabilityKey& key, std::span<const RepeatTable> tables);

/// The numbers of one key as nested: person, side, session, run and, where there are some, repeats.
struct NestedNumbers {
  ReliabilityKey key;
  std::vector<const Measurement*> numbers;
  bool are_repeats = false;
};

/// The components, and of them what two recordings of one person in two sessions differ by.
void add_component_rows(const NestedNumbers& nested, Reliability& out);

}  // namespace stiff
