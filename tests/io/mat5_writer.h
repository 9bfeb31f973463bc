#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <zlib.h>

/// MATLAB v5 files, byte by byte after MathWorks' "MAT-File Format", for tests of the reader. It
/// shares no code with it; files by scipy and Octave are tested beside.
namespace stiff_test {

class Mat5Writer {
 public:
  explicit Mat5Writer(bool big_endian = false) : big_(big_endian) {}

  template <class T>
  std::string number(T value) const {
    std::string bytes(sizeof(T), '\0');
    std::memcpy(bytes.data(), &value, sizeof(T));
    return big_ ? std::string(bytes.rbegin(), bytes.rend()) : bytes;
  }
  template <class T>
  std::string numbers(const std::vector<T>& values) const {
    std::string bytes;
    for (const T value : values) bytes += number(value);
    return bytes;
  }
  /// An element: tag, data, padding; in four bytes or fewer the small form.
  std::string element(std::uint32_t type, const std::string& data, bool small = true) const {
    std::string bytes;
    if (small && !data.empty() && data.size() <= 4) {
      bytes = number(static_cast<std::uint32_t>(data.size()) << 16 | type) + data;
    } else {
      bytes = number(type) + number(static_cast<std::uint32_t>(data.size())) + data;
    }
    bytes.resize((bytes.size() + 7) / 8 * 8, '\0');
    return bytes;
  }
  /// The parts that every array begins with.
  std::string head(unsigned array_class, const std::vector<std::int32_t>& sizes,
                   const std::string& name, bool complex = false) const {
    return element(6, number(std::uint32_t{array_class | (complex ? 0x0800U : 0U)}) +
                          number(std::uint32_t{0})) +
           element(5, numbers(sizes)) + element(1, name);
  }
  template <class T>
  std::string array(const std::string& name, const std::vector<std::int32_t>& sizes,
                    unsigned array_class, std::uint32_t type, const std::vector<T>& real,
                    const std::vector<T>& imaginary = {}) const {
    std::string body =
        head(array_class, sizes, name, !imaginary.empty()) + element(type, numbers(real));
    if (!imaginary.empty()) body += element(type, numbers(imaginary));
    return element(14, body);
  }
  std::string doubles(const std::string& name, const std::vector<std::int32_t>& sizes,
                      const std::vector<double>& values) const {
    return array(name, sizes, 6, 9, values);
  }
  std::string text(const std::string& name, const std::u16string& value) const {
    std::string units;
    for (const char16_t unit : value) units += number(static_cast<std::uint16_t>(unit));
    return element(14,
                   head(4, {1, static_cast<std::int32_t>(value.size())}, name) + element(4, units));
  }
  std::string cell(const std::string& name, const std::vector<std::string>& arrays) const {
    std::string body = head(1, {1, static_cast<std::int32_t>(arrays.size())}, name);
    for (const std::string& one : arrays) body += one;
    return element(14, body);
  }
  /// `values` go element by element, in each the fields in order.
  std::string structure(const std::string& name, const std::vector<std::string>& fields, int count,
                        const std::vector<std::string>& values) const {
    std::string names;
    for (const std::string& field : fields) {
      names += field;
      names.resize((names.size() + 31) / 32 * 32, '\0');
    }
    std::string body =
        head(2, {1, count}, name) + element(5, number(std::int32_t{32})) + element(1, names);
    for (const std::string& value : values) body += value;
    return element(14, body);
  }
  std::string compressed(const std::string& array) const {
    uLongf size = compressBound(static_cast<uLong>(array.size()));
    std::string out(size, '\0');
    compress2(reinterpret_cast<Bytef*>(out.data()), &size,
              reinterpret_cast<const Bytef*>(array.data()), static_cast<uLong>(array.size()), 6);
    out.resize(size);
    return number(std::uint32_t{15}) + number(static_cast<std::uint32_t>(size)) + out;
  }
  std::string file(const std::vector<std::string>& arrays) const {
    std::string bytes = "MATLAB 5.0 MAT-file, by a test";
    bytes.resize(124, ' ');
    bytes += big_ ? std::string("\x01\x00MI", 4) : std::string("\x00\x01IM", 4);
    for (const std::string& array : arrays) bytes += array;
    return bytes;
  }

 private:
  bool big_;
};

}  // namespace stiff_test
