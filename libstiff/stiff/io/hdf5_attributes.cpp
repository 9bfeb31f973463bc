#include "stiff/io/hdf5_in_file.h"
#include "stiff/io/hdf5_reader.h"
#include "stiff/io/hdf5_strings.h"

#include <cstdint>
#include <cstring>
#include <utility>

#include <hdf5.h>

namespace stiff::hdf5 {
namespace {

herr_t append_name(hid_t, const char* name, const H5A_info_t*, void* names) {
  static_cast<std::vector<std::string>*>(names)->emplace_back(name);
  return 0;
}

/// An attribute that was opened and checked.
struct Attribute {
  Handle id;
  Handle type;
  std::size_t count = 0;
};

std::vector<std::string> fixed_texts(const char* bytes, std::size_t count, std::size_t length) {
  std::vector<std::string> texts;
  for (std::size_t i = 0; i < count; ++i) {
    const char* start = bytes + i * length;
    texts.emplace_back(start, ::strnlen(start, length));
  }
  return texts;
}

}  // namespace

InObject::InObject(std::shared_ptr<const InFile> file, Handle id, std::string path)
    : file_(std::move(file)), id_(std::move(id)), path_(std::move(path)) {}

const std::string& InObject::file_name() const {
  return file_->name;
}

bool InObject::has_attribute(std::string_view name) const {
  return H5Aexists(id_.id(), std::string(name).c_str()) > 0;
}

std::vector<std::string> InObject::attribute_names() const {
  std::vector<std::string> names;
  if (H5Aiterate2(id_.id(), H5_INDEX_NAME, H5_ITER_INC, nullptr, append_name, &names) < 0) {
    refuse(file_->name, "'" + path_ + "'", "has a damaged attribute");
  }
  return names;
}

namespace {

Attribute open_attribute(const InFile& file, std::int64_t object, const std::string& path,
                         std::string_view name) {
  const std::string text(name);
  const std::string what = "the attribute '" + text + "' of '" + path + "'";
  const hid_t id = H5Aopen(object, text.c_str(), H5P_DEFAULT);
  if (id < 0) refuse(file.name, what, "is damaged");
  Attribute attribute{Handle(id, H5Aclose, what), {}, 0};
  attribute.type = Handle(H5Aget_type(id), H5Tclose, what);
  const Handle space(H5Aget_space(id), H5Sclose, what);
  const hssize_t count = H5Sget_simple_extent_npoints(space.id());
  const std::size_t size = H5Tget_size(attribute.type.id());
  // Attributes are stored whole: none can hold more than its file.
  if (count < 0 || size == 0 || static_cast<std::uint64_t>(count) > file.bytes / size) {
    refuse(file.name, what, "is larger than the file");
  }
  attribute.count = static_cast<std::size_t>(count);
  return attribute;
}

std::vector<std::string> read_variable_texts(const Attribute& attribute) {
  std::vector<char*> pointers(attribute.count, nullptr);
  if (H5Aread(attribute.id.id(), attribute.type.id(), pointers.data()) < 0) return {};
  std::vector<std::string> texts;
  for (char* pointer : pointers) {
    texts.emplace_back(pointer == nullptr ? "" : pointer);
    H5free_memory(pointer);
  }
  return texts;
}

}  // namespace

void InObject::add_attributes(StringsChecksum& sum, const std::string& key) const {
  for (const std::string& name : attribute_names()) {
    if (key.empty() && name == kStringsChecksum) continue;
    const Attribute attribute = open_attribute(*file_, id_.id(), path_, name);
    if (H5Tis_variable_str(attribute.type.id()) <= 0) continue;
    sum.add(key + "@" + name, read_variable_texts(attribute));
  }
}

std::vector<std::string> InObject::texts_attribute(std::string_view name) const {
  if (!has_attribute(name)) return {};
  const Attribute attribute = open_attribute(*file_, id_.id(), path_, name);
  if (H5Tget_class(attribute.type.id()) != H5T_STRING) return {};
  if (H5Tis_variable_str(attribute.type.id()) > 0) return read_variable_texts(attribute);
  const std::size_t length = H5Tget_size(attribute.type.id());
  std::vector<char> bytes(attribute.count * length);
  if (H5Aread(attribute.id.id(), attribute.type.id(), bytes.data()) < 0) return {};
  return fixed_texts(bytes.data(), attribute.count, length);
}

std::optional<std::string> InObject::text_attribute(std::string_view name) const {
  const std::vector<std::string> texts = texts_attribute(name);
  if (texts.empty()) return std::nullopt;
  return texts.front();
}

std::vector<double> InObject::numbers_attribute(std::string_view name) const {
  if (!has_attribute(name)) return {};
  const Attribute attribute = open_attribute(*file_, id_.id(), path_, name);
  const Type type = type_of(attribute.type.id());
  if (H5Tget_class(attribute.type.id()) == H5T_ENUM && H5Tget_size(attribute.type.id()) == 1) {
    // How h5py writes True and False.
    std::vector<std::int8_t> bytes(attribute.count);
    if (H5Aread(attribute.id.id(), attribute.type.id(), bytes.data()) < 0) return {};
    return {bytes.begin(), bytes.end()};
  }
  if (type != Type::integer && type != Type::real) return {};
  std::vector<double> numbers(attribute.count);
  if (H5Aread(attribute.id.id(), H5T_NATIVE_DOUBLE, numbers.data()) < 0) return {};
  return numbers;
}

std::optional<double> InObject::number_attribute(std::string_view name) const {
  const std::vector<double> numbers = numbers_attribute(name);
  if (numbers.size() != 1) return std::nullopt;
  return numbers.front();
}

}  // namespace stiff::hdf5
