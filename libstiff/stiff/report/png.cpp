#include "stiff/report/png.h"

#include "stiff/core/error.h"

#include <string_view>
#include <vector>

#include <zlib.h>

namespace stiff {
namespace {

void append_number(std::string& out, std::uint32_t number) {
  for (int shift = 24; shift >= 0; shift -= 8) out += static_cast<char>((number >> shift) & 0xFF);
}

void append_chunk(std::string& out, std::string_view type, std::string_view data) {
  append_number(out, static_cast<std::uint32_t>(data.size()));
  std::string body(type);
  body += data;
  out += body;
  append_number(out,
                static_cast<std::uint32_t>(::crc32(0, reinterpret_cast<const Bytef*>(body.data()),
                                                   static_cast<uInt>(body.size()))));
}

std::string header(Index width, Index height) {
  std::string data;
  append_number(data, static_cast<std::uint32_t>(width));
  append_number(data, static_cast<std::uint32_t>(height));
  constexpr char kDepth = 8, kIndexed = 3, kDeflate = 0, kFilters = 0, kNotInterlaced = 0;
  for (const char byte : {kDepth, kIndexed, kDeflate, kFilters, kNotInterlaced}) data += byte;
  return data;
}

std::string packed_rows(const Picture<std::uint8_t>& pixels) {
  std::string raw;
  raw.reserve(static_cast<std::size_t>((pixels.cols() + 1) * pixels.rows()));
  for (Index row = 0; row < pixels.rows(); ++row) {
    raw += '\0';  // no filter
    raw.append(reinterpret_cast<const char*>(pixels.data() + row * pixels.cols()),
               static_cast<std::size_t>(pixels.cols()));
  }
  uLongf size = ::compressBound(static_cast<uLong>(raw.size()));
  std::string packed(size, '\0');
  const int done = ::compress2(reinterpret_cast<Bytef*>(packed.data()), &size,
                               reinterpret_cast<const Bytef*>(raw.data()),
                               static_cast<uLong>(raw.size()), Z_DEFAULT_COMPRESSION);
  if (done != Z_OK) throw Error(ErrorKind::io, "a picture could not be packed");
  packed.resize(size);
  return packed;
}

}  // namespace

std::string indexed_png(const Picture<std::uint8_t>& pixels, std::span<const Colour> palette) {
  if (pixels.size() == 0) throw Error(ErrorKind::usage, "an empty picture has no PNG");
  if (palette.empty() || palette.size() > 256 || pixels.maxCoeff() >= palette.size()) {
    throw Error(ErrorKind::usage, "a pixel of the picture is not in its palette");
  }
  std::string colours;
  for (const Colour& colour : palette) {
    for (const std::uint8_t part : {colour.red, colour.green, colour.blue}) {
      colours += static_cast<char>(part);
    }
  }
  std::string out = "\x89PNG\r\n\x1a\n";
  append_chunk(out, "IHDR", header(pixels.cols(), pixels.rows()));
  append_chunk(out, "PLTE", colours);
  append_chunk(out, "IDAT", packed_rows(pixels));
  append_chunk(out, "IEND", {});
  return out;
}

std::string base64_text(std::string_view bytes) {
  constexpr std::string_view kLetters =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t group = 0;
    for (std::size_t k = 0; k < 3; ++k) {
      const std::uint32_t byte =
          i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0;
      group = (group << 8) | byte;
    }
    for (std::size_t k = 0; k < 4; ++k) {
      const bool there = i + k < bytes.size() + 1;
      out += there ? kLetters[(group >> (18 - 6 * k)) & 63] : '=';
    }
  }
  return out;
}

std::string png_link(const std::string& png) {
  return "data:image/png;base64," + base64_text(png);
}

}  // namespace stiff
