#include "stiff/io/hdf5_strings.h"

#include "stiff/io/checksum.h"

#include <cstddef>
#include <cstdint>

namespace stiff::hdf5 {
namespace {

void append_number(std::string& buffer, std::uint64_t number) {
  for (int i = 0; i < 8; ++i) buffer += static_cast<char>((number >> (8 * i)) & 0xff);
}

/// The length of the UTF-8 sequence at the start of `text` (RFC 3629, no surrogates, nothing
/// overlong), 0 where there is none.
std::size_t sequence_length(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned lead = byte(0);
  if (lead == 0) return 0;
  if (lead < 0x80) return 1;
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < length) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return 0;
  }
  const unsigned second = byte(1);
  const bool wrong = (lead == 0xE0 && second < 0xA0) || (lead == 0xED && second > 0x9F) ||
                     (lead == 0xF0 && second < 0x90) || (lead == 0xF4 && second > 0x8F);
  return wrong ? 0 : length;
}

}  // namespace

void StringsChecksum::add(const std::string& key, std::span<const std::string> texts) {
  constexpr std::size_t kPiece = std::size_t{1} << 16;
  Sha256 sum;
  std::string buffer;
  buffer.reserve(kPiece + 1024);
  append_number(buffer, texts.size());
  for (const std::string& text : texts) {
    append_number(buffer, text.size());
    buffer += text;
    if (buffer.size() < kPiece) continue;
    sum.update(buffer);
    buffer.clear();
  }
  sum.update(buffer);
  entries_[key] = sum.hex();
}

std::string StringsChecksum::hex() const {
  Sha256 sum;
  for (const auto& [key, texts_sum] : entries_) {
    sum.update_framed(key);
    sum.update_framed(texts_sum);
  }
  return sum.hex();
}

std::string as_utf8(std::string_view text) {
  std::string clean;
  clean.reserve(text.size());
  while (!text.empty()) {
    const std::size_t length = sequence_length(text);
    if (length == 0) {
      clean += "\xEF\xBF\xBD";
      text.remove_prefix(1);
    } else {
      clean += text.substr(0, length);
      text.remove_prefix(length);
    }
  }
  return clean;
}

}  // namespace stiff::hdf5
