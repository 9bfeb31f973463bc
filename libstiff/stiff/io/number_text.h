#pragma once

#include <optional>
#include <string_view>

namespace stiff {

/// The text without blanks (spaces, tabs, no-break spaces) at its ends.
std::string_view trimmed(std::string_view text);

/// A finite number that is the whole text, with `decimal` ('.' or ',') before its fraction; nothing
/// for any other text. The locale is not asked.
std::optional<double> parse_number(std::string_view text, char decimal = '.');

/// Whether a cell says that there is no value: empty, n/a, na, nan, null, none, -, --, ., ? in any
/// case.
bool is_missing(std::string_view text);

}  // namespace stiff
