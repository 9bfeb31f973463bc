#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace stiff::hdf5 {

/// What a number is, for `units` and `long_name`; an empty text is left out.
struct Label {
  std::string_view units;
  std::string_view long_name;
};

/// Something in a file that is being written and takes attributes. It is a view: it is used only
/// while its Writer lives. Texts are variable-length UTF-8; bytes that are not UTF-8 become U+FFFD.
class OutObject {
 public:
  void attribute(std::string_view name, std::string_view text);
  void attribute(std::string_view name, const char* text) {
    attribute(name, std::string_view(text));
  }
  void attribute(std::string_view name, double number);
  void attribute(std::string_view name, std::int32_t number);
  void attribute(std::string_view name, std::span<const double> numbers);
  void attribute(std::string_view name, std::span<const std::int8_t> numbers);
  /// No texts, no attribute: readers of netCDF know no empty list.
  void attribute(std::string_view name, std::span<const std::string> texts);

 protected:
  struct Group;
  friend class OutGroup;
  friend class Writer;
  OutObject(Group* group, std::int64_t id, std::string key)
      : group_(group), id_(id), key_(std::move(key)) {}

  Group* group_;
  std::int64_t id_;
  std::string key_;  ///< what the object is called in the group's checksum; empty for the group
};

/// A group that is being written. Every dataset gets a dimension scale on each dimension, so that
/// netCDF-4 readers open the file. T is float, double, std::int8_t, std::int32_t or std::int64_t.
class OutGroup : public OutObject {
 public:
  OutGroup group(std::string_view name);

  /// A coordinate: a 1-D dataset which is also the dimension of its name, here and in the groups
  /// below.
  template <class T>
  OutObject scale(std::string_view name, std::span<const T> values, const Label& label);
  /// Row-major numbers on dimensions made by `scale` in this group or above. Chunked, with
  /// fletcher32; a float has `_FillValue` NaN. \pre values.size() is the product of the sizes.
  template <class T>
  OutObject variable(std::string_view name, std::span<const T> values,
                     const std::vector<std::string>& dimensions, const Label& label);
  /// Variable-length UTF-8 texts.
  OutObject texts(std::string_view name, std::span<const std::string> values,
                  const std::string& dimension, std::string_view long_name);

 private:
  friend class Writer;
  using OutObject::OutObject;
};

/// Builds a HDF5 file in memory and writes it whole, atomically. Memory: once the file's size.
/// The same calls give the same bytes: no times, creation order tracked, one library format (1.8).
/// Each group's texts are covered by a SHA-256 in its attribute `strings_sha256` (HDF5 filters and
/// checksums do not reach them): see hdf5_strings.h.
class Writer {
 public:
  Writer();
  ~Writer();
  Writer(Writer&&) noexcept;
  Writer& operator=(Writer&&) noexcept;

  OutGroup root();
  /// Ends the file; nothing is added afterwards. The bytes are there as long as the Writer.
  std::span<const std::byte> bytes();
  /// Ends the file and writes it. \throws Error as `write_file_atomically` does.
  void save(const std::filesystem::path& target);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace stiff::hdf5
