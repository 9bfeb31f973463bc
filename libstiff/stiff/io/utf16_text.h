#pragma once

#include <cstddef>
#include <span>
#include <string>

namespace stiff {

/// UTF-16 code units, two bytes each, as UTF-8; half a pair becomes U+FFFD.
std::string utf16_text(std::span<const std::byte> bytes, bool swapped);

}  // namespace stiff
