#include "stiff/io/table_text.h"

#include "stiff/io/utf16_text.h"

#include <algorithm>
#include <span>

namespace stiff {
namespace {

std::string from_latin1(std::string_view bytes) {
  std::string text;
  for (const char c : bytes) {
    const auto code = static_cast<unsigned char>(c);
    if (code < 0x80) {
      text.push_back(c);
    } else {
      text.push_back(static_cast<char>(0xc0 | (code >> 6)));
      text.push_back(static_cast<char>(0x80 | (code & 0x3f)));
    }
  }
  return text;
}

std::string with_plain_line_ends(std::string_view text) {
  std::string plain;
  plain.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\r') {
      plain.push_back(text[i]);
    } else if (i + 1 == text.size() || text[i + 1] != '\n') {
      plain.push_back('\n');  // old Macintosh
    }
  }
  return plain;
}

}  // namespace

bool is_utf8(std::string_view bytes) {
  for (std::size_t i = 0; i < bytes.size();) {
    const auto lead = static_cast<unsigned char>(bytes[i]);
    const std::size_t length = lead < 0x80                    ? 1
                               : lead >= 0xc2 && lead <= 0xdf ? 2
                               : lead >= 0xe0 && lead <= 0xef ? 3
                               : lead >= 0xf0 && lead <= 0xf4 ? 4
                                                              : 0;
    if (length == 0 || length > bytes.size() - i) return false;
    for (std::size_t k = 1; k < length; ++k) {
      if ((static_cast<unsigned char>(bytes[i + k]) & 0xc0) != 0x80) return false;
    }
    i += length;
  }
  return true;
}

std::string table_text(std::string bytes) {
  const std::string_view all = bytes;
  if (all.starts_with("\xff\xfe") || all.starts_with("\xfe\xff")) {
    const bool big = all.starts_with("\xfe\xff");
    const std::string_view units = all.substr(2);
    return with_plain_line_ends(
        utf16_text(std::as_bytes(std::span<const char>(units.data(), units.size())), big));
  }
  if (all.starts_with("\xef\xbb\xbf")) return with_plain_line_ends(all.substr(3));
  if (all.find('\r') == std::string_view::npos && is_utf8(all)) return bytes;
  return with_plain_line_ends(is_utf8(all) ? std::move(bytes) : from_latin1(all));
}

char find_separator(std::string_view text) {
  std::size_t start = 0;
  while (start < text.size() && (text[start] == '#' || text[start] == '\n')) {
    start = std::min(text.find('\n', start), text.size() - 1) + 1;
  }
  bool tab = false;
  bool semicolon = false;
  bool inside = false;
  for (std::size_t i = start; i < text.size() && (inside || text[i] != '\n'); ++i) {
    if (text[i] == '"') inside = !inside;
    tab = tab || (!inside && text[i] == '\t');
    semicolon = semicolon || (!inside && text[i] == ';');
  }
  return tab ? '\t' : semicolon ? ';' : ',';
}

}  // namespace stiff
