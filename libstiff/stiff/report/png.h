#pragma once

#include "stiff/core/cube.h"

#include <cstdint>
#include <span>
#include <string>

namespace stiff {

struct Colour {
  std::uint8_t red = 0;
  std::uint8_t green = 0;
  std::uint8_t blue = 0;
  bool operator==(const Colour&) const = default;
};

/// A PNG (ISO/IEC 15948) of pixels that are indices into a palette of 1 to 256 colours, one byte a
/// pixel, packed by zlib. Equal input gives equal bytes on one build. \throws Error (usage) for an
/// empty picture or an index beyond the palette.
std::string indexed_png(const Picture<std::uint8_t>& pixels, std::span<const Colour> palette);

/// Base64 (RFC 4648) with padding.
std::string base64_text(std::string_view bytes);

/// `data:image/png;base64,...`
std::string png_link(const std::string& png);

}  // namespace stiff
