#pragma once

#include "stiff/io/hdf5_file.h"

#include <complex>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace stiff::hdf5 {

/// What a file from a stranger may ask of this process.
struct Limits {
  std::uint64_t dataset_bytes = std::uint64_t{8} << 30;  ///< one dataset in memory
  std::uint64_t chunk_bytes = std::uint64_t{64} << 20;   ///< one chunk, unpacked
};

enum class Type { integer, real, complex, text, reference, other };

struct InFile;
class StringsChecksum;

/// A group or dataset of a file that is read, with its attributes.
class InObject {
 public:
  bool has_attribute(std::string_view name) const;
  std::vector<std::string> attribute_names() const;
  /// The attribute as one text, as numbers, as texts; nothing where there is none or it is of
  /// another type. \throws Error (bad_data) where it is larger than the file.
  std::optional<std::string> text_attribute(std::string_view name) const;
  std::optional<double> number_attribute(std::string_view name) const;
  std::vector<double> numbers_attribute(std::string_view name) const;
  std::vector<std::string> texts_attribute(std::string_view name) const;
  /// Adds the variable-length texts among the attributes to a checksum (see hdf5_strings.h), `key`
  /// being the dataset's name, or empty for the group.
  void add_attributes(StringsChecksum& sum, const std::string& key) const;
  /// Where the object is in its file, `/` for the root; and the file's name, without its folder.
  const std::string& path() const { return path_; }
  const std::string& file_name() const;
  std::string name() const { return path_.substr(path_.rfind('/') + 1); }

 protected:
  InObject(std::shared_ptr<const InFile> file, Handle id, std::string path);
  friend class InGroup;

  std::shared_ptr<const InFile> file_;
  Handle id_;
  std::string path_;
};

/// A dataset. It was checked when it was opened: it is in this file alone, packed by nothing but
/// deflate, shuffle and fletcher32, whole, and no larger than the limits and than its file can
/// hold.
class InDataset : public InObject {
 public:
  const std::vector<std::size_t>& shape() const { return shape_; }  ///< empty for a scalar
  std::size_t size() const { return size_; }
  Type type() const { return type_; }
  bool is_variable_text() const;

  /// Row-major, converted. T is float, double, std::int8_t, std::uint8_t, std::uint16_t,
  /// std::int32_t or std::int64_t; what an integer type cannot hold becomes its nearest value.
  /// \throws Error (bad_data) where the dataset is not numbers, or is damaged (fletcher32).
  template <class T>
  std::vector<T> values() const;
  /// A compound of two real members (h5py: r and i; MATLAB: real and imag).
  std::vector<std::complex<float>> complex_values() const;
  std::vector<std::string> texts() const;
  /// The datasets that object references point to (a cell array of MATLAB 7.3).
  std::vector<InDataset> referenced() const;

 private:
  friend class InGroup;
  InDataset(std::shared_ptr<const InFile> file, Handle id, std::string path);
  void check_storage() const;

  std::vector<std::size_t> shape_;
  std::size_t size_ = 0;
  Type type_ = Type::other;
};

/// A group. Names may be paths (`a/b`). External and user-defined links are refused.
class InGroup : public InObject {
 public:
  std::vector<std::string> names() const;  ///< of its members, in byte order
  /// In the order in which they were made, where the file keeps it; else in byte order.
  std::vector<std::string> names_in_order() const;
  bool has_group(std::string_view name) const;
  bool has_dataset(std::string_view name) const;
  /// \throws Error (bad_data) where there is none, or it is not fit to be read.
  InGroup group(std::string_view name) const;
  InDataset dataset(std::string_view name) const;
  /// All datasets of the group itself, in the order of `names_in_order`.
  std::vector<InDataset> datasets() const;

 private:
  friend InGroup open(const std::filesystem::path& path, const Limits& limits);
  using InObject::InObject;
  /// Opens step by step; the id is empty where nothing is called so.
  Handle open_member(std::string_view name) const;
};

/// The root of a file that need not be trusted. The file is closed with the last object of it.
/// Parse strangers' files in a process with limits all the same: the HDF5 library itself has
/// faults. \throws Error (no_input) where the file cannot be opened, (bad_data) where it is no HDF5
/// file or damaged.
InGroup open(const std::filesystem::path& path, const Limits& limits = {});

}  // namespace stiff::hdf5
