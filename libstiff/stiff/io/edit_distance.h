#pragma once

#include <cstddef>
#include <string_view>

namespace stiff {

/// How many letters must be put in, taken out or changed (Levenshtein's distance).
std::size_t edits_between(std::string_view a, std::string_view b);

/// The same over the longer text's length, 0 (equal) to 1; half of it where the known name holds
/// the whole word, of more than three letters.
double name_distance(std::string_view word, std::string_view known);

}  // namespace stiff
