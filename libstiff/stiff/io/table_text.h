#pragma once

#include <string>
#include <string_view>

namespace stiff {

/// Bytes of a text file as UTF-8 with `\n` line ends: byte order marks are taken off, UTF-16 (by
/// its mark) and what is not UTF-8 (then Latin-1) are converted.
std::string table_text(std::string bytes);

/// The separator of a table by its first line that is no comment: tab, semicolon, or comma, the
/// first of these that stands there outside quotes.
char find_separator(std::string_view text);

/// Whether the bytes are UTF-8.
bool is_utf8(std::string_view bytes);

}  // namespace stiff
