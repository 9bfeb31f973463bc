#include "stiff/io/mat5_file.h"

#include "stiff/core/error.h"
#include "stiff/io/inflate.h"
#include "stiff/io/mat5_parser.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>
#include <new>
#include <span>

namespace stiff {
namespace {

constexpr std::size_t kHeader = 128;
constexpr std::uint32_t kMatrixElement = 14;
constexpr std::uint32_t kCompressedElement = 15;
// Deflate cannot make more than 1032 bytes of one: a variable that declares more is a lie.
constexpr std::uint64_t kLargestRatio = 1032;

std::uint32_t word_at(const std::byte* from, bool swapped) {
  std::uint32_t value;
  std::memcpy(&value, from, sizeof value);
  return swapped ? __builtin_bswap32(value) : value;
}

// 'I' 'M' on a machine of the writer's byte order reads as these two in the file.
bool is_mat5_header(const std::array<std::byte, kHeader>& header, bool& swapped) {
  const auto at = [&](std::size_t i) { return std::to_integer<unsigned>(header[i]); };
  const bool little = at(126) == 'I' && at(127) == 'M' && at(124) == 0 && at(125) == 1;
  const bool big = at(126) == 'M' && at(127) == 'I' && at(124) == 1 && at(125) == 0;
  swapped = big;
  return little || big;
}

struct Buffer {
  std::shared_ptr<std::byte[]> data;
  std::size_t size = 0;
  std::span<std::byte> bytes() const { return {data.get(), size}; }
};

// Not initialised: a page that no byte is written to costs nothing.
Buffer make_buffer(std::uint64_t size) {
  try {
    return {std::make_shared_for_overwrite<std::byte[]>(size), size};
  } catch (const std::bad_alloc&) {
    throw Error(ErrorKind::bad_data, "a variable of " + std::to_string(size >> 20) +
                                         " MiB is more than the memory there is");
  }
}

Buffer inflate_element(const Buffer& compressed, bool swapped) {
  std::array<std::byte, 8> tag{};
  if (inflate_front(compressed.bytes(), tag) != tag.size() ||
      word_at(tag.data(), swapped) != kMatrixElement) {
    throw Error(ErrorKind::bad_data, "a compressed variable is cut or damaged");
  }
  const std::uint64_t size = std::uint64_t{word_at(tag.data() + 4, swapped)} + tag.size();
  if (size > compressed.size * kLargestRatio) {
    throw Error(ErrorKind::bad_data, "a compressed variable declares more than it can hold");
  }
  Buffer inflated = make_buffer(size);
  inflate_all(compressed.bytes(), inflated.bytes());
  return inflated;
}

}  // namespace

Mat5File::Mat5File(const std::filesystem::path& path) : file_(path) {
  std::array<std::byte, kHeader> header{};
  if (file_.size() < kHeader) file_.refuse("it is too short for a MATLAB file");
  file_.read(0, header);
  if (!is_mat5_header(header, swapped_)) file_.refuse("it is not a MATLAB v5 file");
  try {
    scan();
  } catch (const Error& error) {
    file_.refuse(error.what());
  }
}

void Mat5File::scan() {
  std::uint64_t at = kHeader;
  while (at < file_.size()) {
    std::array<std::byte, 8> tag{};
    if (file_.size() - at < tag.size())
      throw Error(ErrorKind::bad_data, "it ends early: the file is cut");
    file_.read(at, tag);
    const std::uint32_t type = word_at(tag.data(), swapped_);
    const std::uint32_t size = word_at(tag.data() + 4, swapped_);
    if (type != kMatrixElement && type != kCompressedElement) {
      throw Error(ErrorKind::bad_data,
                  "it holds an element of an unknown type: it is cut or damaged");
    }
    if (size > file_.size() - at - tag.size()) {
      throw Error(ErrorKind::bad_data, "it ends within a variable: the file is cut");
    }
    add_entry({at + tag.size(), size, type == kCompressedElement});
    at += tag.size() + size;
  }
  if (entries_.empty()) throw Error(ErrorKind::bad_data, "it holds no variable");
}

void Mat5File::add_entry(const Place& place) {
  // Flags, sizes and name take less than this for any array of up to 32 dimensions.
  std::vector<std::byte> front(std::min<std::uint64_t>(place.size, 512));
  file_.read(place.offset, front);
  std::span<const std::byte> body = front;
  std::array<std::byte, 512> inflated{};
  if (place.compressed) {
    const std::size_t got = inflate_front(front, inflated);
    if (got < 8 || word_at(inflated.data(), swapped_) != kMatrixElement) {
      throw Error(ErrorKind::bad_data, "a compressed variable is cut or damaged");
    }
    body = std::span<const std::byte>(inflated).subspan(8, got - 8);
  }
  std::optional<MatEntry> entry = peek_mat5_array(body, swapped_);
  if (!entry)
    throw Error(ErrorKind::bad_data, "a variable has no readable name: the file is damaged");
  entries_.push_back(std::move(*entry));
  places_.push_back(place);
}

MatValue Mat5File::read(const std::string& name) const {
  const auto found = std::find_if(entries_.begin(), entries_.end(),
                                  [&](const MatEntry& entry) { return entry.name == name; });
  if (found == entries_.end()) file_.refuse("it holds no variable '" + name + "'");
  const Place& place = places_[static_cast<std::size_t>(found - entries_.begin())];
  Buffer buffer = make_buffer(place.size);
  file_.read(place.offset, buffer.bytes());
  try {
    std::size_t body_at = 0;
    if (place.compressed) {
      buffer = inflate_element(buffer, swapped_);
      body_at = 8;
    }
    return parse_mat5_array(buffer.bytes().subspan(body_at), swapped_, buffer.data).value;
  } catch (const Error& error) {
    file_.refuse("'" + name + "': " + error.what());
  }
}

bool is_mat5(const std::filesystem::path& path) {
  try {
    const ByteFile file(path);
    std::array<std::byte, kHeader> header{};
    if (file.size() < kHeader) return false;
    file.read(0, header);
    bool swapped = false;
    return is_mat5_header(header, swapped);
  } catch (const Error&) {
    return false;
  }
}

}  // namespace stiff
