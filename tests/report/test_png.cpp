#include "stiff/core/error.h"
#include "stiff/report/png.h"

#include <array>
#include <string>

#include <catch2/catch.hpp>
#include <zlib.h>

using namespace stiff;
using Pixels = Picture<std::uint8_t>;

namespace {

std::uint32_t number_at(const std::string& bytes, std::size_t at) {
  std::uint32_t number = 0;
  for (std::size_t i = 0; i < 4; ++i)
    number = number << 8 | static_cast<unsigned char>(bytes[at + i]);
  return number;
}

Pixels ramp(Index rows, Index columns) {
  Pixels pixels(rows, columns);
  for (Index i = 0; i < pixels.size(); ++i) pixels.data()[i] = static_cast<std::uint8_t>(i % 3);
  return pixels;
}

const std::array<Colour, 3> kThree{{{255, 0, 0}, {0, 255, 0}, {0, 0, 255}}};

}  // namespace

// An independent reader looks at whole pages in tests/tools/test_report.py; here the bytes are read
// as the standard has them.
TEST_CASE("Chunks, their checksums and the rows are those of the standard") {
  const Pixels pixels = ramp(5, 7);
  const std::string png = indexed_png(pixels, kThree);
  CHECK(png.substr(0, 8) == "\x89PNG\r\n\x1a\n");
  std::vector<std::string> types;
  std::string packed;
  for (std::size_t at = 8; at < png.size();) {
    const std::size_t size = number_at(png, at);
    const std::string type = png.substr(at + 4, 4), data = png.substr(at + 8, size);
    const std::string body = type + data;
    CHECK(number_at(png, at + 8 + size) ==
          crc32(0, reinterpret_cast<const Bytef*>(body.data()), static_cast<uInt>(body.size())));
    types.push_back(type);
    if (type == "IHDR") {
      CHECK(number_at(data, 0) == 7);
      CHECK(number_at(data, 4) == 5);
      CHECK(data.substr(8) == std::string("\x08\x03\x00\x00\x00", 5));
    }
    if (type == "PLTE") CHECK(data == std::string("\xff\0\0\0\xff\0\0\0\xff", 9));
    if (type == "IDAT") packed = data;
    at += 12 + size;
  }
  CHECK(types == std::vector<std::string>{"IHDR", "PLTE", "IDAT", "IEND"});
  std::string rows(5 * 8, 'x');
  uLongf size = rows.size();
  REQUIRE(uncompress(reinterpret_cast<Bytef*>(rows.data()), &size,
                     reinterpret_cast<const Bytef*>(packed.data()),
                     static_cast<uLong>(packed.size())) == Z_OK);
  REQUIRE(size == rows.size());
  for (Index row = 0; row < 5; ++row) {
    CHECK(rows[static_cast<std::size_t>(row * 8)] == 0);
    for (Index column = 0; column < 7; ++column) {
      CHECK(static_cast<unsigned char>(rows[static_cast<std::size_t>(row * 8 + 1 + column)]) ==
            pixels(row, column));
    }
  }
}

TEST_CASE("A pixel without a colour is refused, and so is a picture without pixels") {
  Pixels pixels = ramp(2, 2);
  pixels(1, 1) = 3;
  CHECK_THROWS_AS(indexed_png(pixels, kThree), Error);
  CHECK_THROWS_AS(indexed_png(Pixels(), kThree), Error);
  CHECK_THROWS_AS(indexed_png(ramp(2, 2), std::span<const Colour>()), Error);
}

// RFC 4648, section 10.
TEST_CASE("Base64 of the standard's examples") {
  CHECK(base64_text("").empty());
  CHECK(base64_text("f") == "Zg==");
  CHECK(base64_text("fo") == "Zm8=");
  CHECK(base64_text("foo") == "Zm9v");
  CHECK(base64_text("foob") == "Zm9vYg==");
  CHECK(base64_text("fooba") == "Zm9vYmE=");
  CHECK(base64_text("foobar") == "Zm9vYmFy");
  CHECK(base64_text(std::string_view("\x00\xff\x80", 3)) == "AP+A");
}
