#include "stiff/io/utf16_text.h"

#include <cstdint>
#include <cstring>

namespace stiff {
namespace {

void append_utf8(std::string& text, std::uint32_t code) {
  const auto put = [&](std::uint32_t byte) { text.push_back(static_cast<char>(byte)); };
  if (code < 0x80) {
    put(code);
  } else if (code < 0x800) {
    put(0xc0 | (code >> 6));
    put(0x80 | (code & 0x3f));
  } else if (code < 0x10000) {
    put(0xe0 | (code >> 12));
    put(0x80 | ((code >> 6) & 0x3f));
    put(0x80 | (code & 0x3f));
  } else {
    put(0xf0 | (code >> 18));
    put(0x80 | ((code >> 12) & 0x3f));
    put(0x80 | ((code >> 6) & 0x3f));
    put(0x80 | (code & 0x3f));
  }
}

}  // namespace

std::string utf16_text(std::span<const std::byte> bytes, bool swapped) {
  std::string text;
  const std::size_t units = bytes.size() / 2;
  const auto unit = [&](std::size_t i) -> std::uint32_t {
    std::uint16_t value;
    std::memcpy(&value, bytes.data() + 2 * i, 2);
    return swapped ? __builtin_bswap16(value) : value;
  };
  for (std::size_t i = 0; i < units; ++i) {
    const std::uint32_t high = unit(i);
    const std::uint32_t low = i + 1 < units ? unit(i + 1) : 0;
    if (high >= 0xd800 && high < 0xdc00 && low >= 0xdc00 && low < 0xe000) {
      append_utf8(text, 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00));
      ++i;
    } else {
      append_utf8(text, high >= 0xd800 && high < 0xe000 ? 0xfffd : high);
    }
  }
  return text;
}

}  // namespace stiff
