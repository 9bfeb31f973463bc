#include "stiff/io/mat5_parser.h"

#include "stiff/core/error.h"
#include "stiff/io/utf16_text.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

namespace stiff {
namespace {

// The format: MathWorks, "MAT-File Format" (Level 5), tables 1-1 and 1-3.
enum ElementType : std::uint32_t {
  kInt8 = 1,
  kUint8,
  kInt16,
  kUint16,
  kInt32,
  kUint32,
  kSingle,
  kDouble = 9,
  kInt64 = 12,
  kUint64,
  kMatrix,
  kCompressed,
  kUtf8,
  kUtf16,
  kUtf32
};
enum ArrayClass : unsigned {
  kCell = 1,
  kStructure,
  kObject,
  kChar,
  kSparse,
  kDoubleArray,
  kUint64Array = 15
};
constexpr int kDeepest = 16;
constexpr std::size_t kMostDimensions = 32;

[[noreturn]] void refuse(const std::string& what) {
  throw Error(ErrorKind::bad_data, what);
}

struct Element {
  std::uint32_t type = 0;
  std::span<const std::byte> bytes;
};

// The bytes of an array's body, taken from the front element by element.
class Reader {
 public:
  Reader(std::span<const std::byte> bytes, bool swapped) : rest_(bytes), swapped_(swapped) {}

  bool empty() const { return rest_.empty(); }
  std::size_t size() const { return rest_.size(); }

  Element next() {
    if (rest_.size() < 8) refuse("an array ends early: the file is cut or damaged");
    const std::uint32_t first = word(rest_.data());
    if ((first >> 16) != 0) {  // small: type and size in one word, the data in the next
      const std::size_t size = first >> 16;
      if (size > 4) refuse("an array has an element of an impossible size: the file is damaged");
      const Element element{first & 0xffff, rest_.subspan(4, size)};
      rest_ = rest_.subspan(8);
      return element;
    }
    const std::size_t size = word(rest_.data() + 4);
    if (size > rest_.size() - 8)
      refuse("an array is shorter than it says: the file is cut or damaged");
    const Element element{first, rest_.subspan(8, size)};
    rest_ = rest_.subspan(std::min(rest_.size(), 8 + (size + 7) / 8 * 8));
    return element;
  }

  std::uint32_t word(const std::byte* from) const {
    std::uint32_t value;
    std::memcpy(&value, from, sizeof value);
    return swapped_ ? __builtin_bswap32(value) : value;
  }
  bool swapped() const { return swapped_; }

 private:
  std::span<const std::byte> rest_;
  bool swapped_;
};

struct Head {
  unsigned array_class = 0;
  bool complex = false;
  std::vector<Index> shape;
  std::string name;
  Index count = 0;
};

Head take_head(Reader& reader) {
  Head head;
  const Element flags = reader.next();
  if (flags.type != kUint32 || flags.bytes.size() != 8)
    refuse("an array has no flags: the file is damaged");
  const std::uint32_t word = reader.word(flags.bytes.data());
  head.array_class = word & 0xff;
  head.complex = (word & 0x0800) != 0;

  const Element sizes = reader.next();
  const std::size_t dimensions = sizes.bytes.size() / 4;
  if (sizes.type != kInt32 || dimensions < 1 || dimensions > kMostDimensions ||
      sizes.bytes.size() % 4 != 0) {
    refuse("an array has no sizes: the file is damaged");
  }
  head.count = 1;
  for (std::size_t d = 0; d < dimensions; ++d) {
    const auto n = static_cast<std::int32_t>(reader.word(sizes.bytes.data() + 4 * d));
    if (n < 0 || __builtin_mul_overflow(head.count, static_cast<Index>(n), &head.count)) {
      refuse("an array has impossible sizes: the file is damaged");
    }
    head.shape.push_back(n);
  }
  const Element name = reader.next();
  if (name.type != kInt8 && name.type != kUtf8) refuse("an array has no name: the file is damaged");
  head.name.assign(reinterpret_cast<const char*>(name.bytes.data()), name.bytes.size());
  return head;
}

MatKind kind_of(unsigned array_class) {
  if (array_class == kCell) return MatKind::cell;
  if (array_class == kStructure) return MatKind::structure;
  if (array_class == kChar) return MatKind::text;
  if (array_class >= kDoubleArray && array_class <= kUint64Array) return MatKind::numbers;
  return MatKind::other;
}

NumberType number_type(std::uint32_t element_type) {
  switch (element_type) {
    case kInt8:
      return NumberType::int8;
    case kUint8:
      return NumberType::uint8;
    case kInt16:
      return NumberType::int16;
    case kUint16:
      return NumberType::uint16;
    case kInt32:
      return NumberType::int32;
    case kUint32:
      return NumberType::uint32;
    case kInt64:
      return NumberType::int64;
    case kUint64:
      return NumberType::uint64;
    case kSingle:
      return NumberType::float32;
    case kDouble:
      return NumberType::float64;
    default:
      refuse("an array's numbers are of no known type: the file is damaged");
  }
}

StoredNumbers take_numbers(Reader& reader, Index count) {
  if (count == 0 && reader.empty()) return {};
  const Element element = reader.next();
  const NumberType type = number_type(element.type);
  if (static_cast<Index>(element.bytes.size()) / size_of(type) != count ||
      static_cast<Index>(element.bytes.size()) % size_of(type) != 0) {
    refuse("an array has other numbers of bytes than its sizes say: the file is cut or damaged");
  }
  return {type, element.bytes.data(), count, 1, reader.swapped()};
}

std::string take_text(Reader& reader, Index count) {
  if (count == 0 && reader.empty()) return {};
  const Element element = reader.next();
  const std::span<const std::byte> bytes = element.bytes;
  if (element.type == kUint16 || element.type == kUtf16) return utf16_text(bytes, reader.swapped());
  if (element.type != kUtf8 && element.type != kInt8 && element.type != kUint8) {
    refuse("a text is of no known type: the file is damaged");
  }
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

class Parser {
 public:
  Parser(bool swapped, std::shared_ptr<const void> owner)
      : swapped_(swapped), owner_(std::move(owner)) {}

  NamedMatValue parse(std::span<const std::byte> body, int depth) const {
    if (depth > kDeepest) refuse("arrays are nested too deeply");
    Reader reader(body, swapped_);
    Head head = take_head(reader);
    NamedMatValue named{std::move(head.name), {}};
    MatValue& value = named.value;
    value.kind = kind_of(head.array_class);
    value.shape = std::move(head.shape);
    value.complex = head.complex;
    value.owner = owner_;
    switch (value.kind) {
      case MatKind::numbers:
        value.real = take_numbers(reader, head.count);
        if (value.complex) value.imaginary = take_numbers(reader, head.count);
        break;
      case MatKind::text:
        value.text = take_text(reader, head.count);
        break;
      case MatKind::cell:
        take_elements(reader, head.count, depth, value);
        break;
      case MatKind::structure:
        take_field_names(reader, value);
        take_fields(reader, head.count, depth, value);
        break;
      case MatKind::other:
        break;
    }
    return named;
  }

 private:
  void take_elements(Reader& reader, Index count, int depth, MatValue& value) const {
    if (count > static_cast<Index>(reader.size() / 8))
      refuse("a cell has more elements than bytes");
    value.elements.reserve(static_cast<std::size_t>(count));
    for (Index i = 0; i < count; ++i) {
      const Element element = reader.next();
      if (element.type != kMatrix) refuse("a cell holds what is no array: the file is damaged");
      if (element.bytes.empty()) {  // how an empty cell is written
        MatValue nothing;
        nothing.kind = MatKind::numbers;
        nothing.shape = {0, 0};
        value.elements.push_back(std::move(nothing));
      } else {
        value.elements.push_back(parse(element.bytes, depth + 1).value);
      }
    }
  }

  static void take_field_names(Reader& reader, MatValue& value) {
    const Element length = reader.next();
    if (length.type != kInt32 || length.bytes.size() != 4)
      refuse("a structure has no fields: the file is damaged");
    const std::size_t each = reader.word(length.bytes.data());
    const Element names = reader.next();
    if (names.bytes.empty()) return;
    if (each == 0 || names.bytes.size() % each != 0)
      refuse("a structure's field names are damaged");
    for (std::size_t at = 0; at < names.bytes.size(); at += each) {
      const auto* name = reinterpret_cast<const char*>(names.bytes.data()) + at;
      value.field_names.emplace_back(name, strnlen(name, each));
    }
  }

  void take_fields(Reader& reader, Index count, int depth, MatValue& value) const {
    Index all = 0;
    if (__builtin_mul_overflow(count, static_cast<Index>(value.field_names.size()), &all)) {
      refuse("a structure has impossible sizes: the file is damaged");
    }
    take_elements(reader, all, depth, value);
  }

  bool swapped_;
  std::shared_ptr<const void> owner_;
};

}  // namespace

NamedMatValue parse_mat5_array(std::span<const std::byte> body, bool swapped,
                               std::shared_ptr<const void> owner) {
  return Parser(swapped, std::move(owner)).parse(body, 0);
}

std::optional<MatEntry> peek_mat5_array(std::span<const std::byte> body, bool swapped) {
  try {
    Reader reader(body, swapped);
    Head head = take_head(reader);
    return MatEntry{std::move(head.name), std::move(head.shape), kind_of(head.array_class),
                    head.complex};
  } catch (const Error&) {
    return std::nullopt;
  }
}

}  // namespace stiff
