#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace stiff::tool {

/// The shortest text that reads back as the same number: 0.8, not 0.80000000000000004. The decimal
/// sign is a point whatever the locale. NaN is empty: "not set".
std::string number_text(double value);

/// A number as people type it. An SI prefix with the option's own unit may follow: for an option in
/// "m", `0.001`, `0.001m`, `1mm` and `1000um` are one value.
/// \throws Error (usage), naming the option, for anything else, NaN and infinity included.
double parse_number(std::string_view option, std::string_view unit, std::string_view text);

/// A whole number. \throws Error (usage), naming the option.
std::int64_t parse_integer(std::string_view option, std::string_view text);
std::uint64_t parse_unsigned(std::string_view option, std::string_view text);

/// `true`, `yes`, `1`; `false`, `no`, `0`. \throws Error (usage), naming the option.
bool parse_bool(std::string_view option, std::string_view text);

/// Whether low <= value <= high. Written so that NaN fails. \throws Error (usage), naming the
/// bounds.
void check_range(std::string_view option, std::string_view unit, double value, double low,
                 double high);

/// A text of anywhere as one line for a terminal: UTF-8 without control characters.
std::string one_line(std::string_view text);

}  // namespace stiff::tool
