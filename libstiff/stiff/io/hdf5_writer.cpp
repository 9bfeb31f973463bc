#include "stiff/io/hdf5_writer.h"

#include "stiff/core/error.h"
#include "stiff/core/estimate.h"
#include "stiff/io/atomic_file.h"
#include "stiff/io/hdf5_create.h"
#include "stiff/io/hdf5_file.h"
#include "stiff/io/hdf5_strings.h"

#include <array>
#include <map>
#include <type_traits>
#include <utility>

#include <hdf5.h>
#include <hdf5_hl.h>

namespace stiff::hdf5 {
/// A dimension scale with its length, and the datasets that it was given to.
struct Scale {
  hid_t id = -1;
  hsize_t size = 0;
  hobj_ref_t reference = 0;
  std::vector<ScaleUse> uses;
};

struct OutObject::Group {
  Group* parent = nullptr;
  Handle id;
  std::vector<std::unique_ptr<Group>> children;
  std::vector<Handle> datasets;
  std::map<std::string, Scale> scales;
  StringsChecksum strings;

  Scale& scale(const std::string& name) {
    for (Group* group = this; group != nullptr; group = group->parent) {
      const auto found = group->scales.find(name);
      if (found != group->scales.end()) return found->second;
    }
    throw Error(ErrorKind::io, "there is no dimension '" + name + "'");
  }

  void attach(hid_t dataset, const std::vector<std::string>& dimensions) {
    const hobj_ref_t reference = reference_to(dataset);
    std::vector<hobj_ref_t> list;
    for (std::size_t i = 0; i < dimensions.size(); ++i) {
      Scale& with = scale(dimensions[i]);
      with.uses.push_back({reference, static_cast<std::int32_t>(i), 0});
      list.push_back(with.reference);
    }
    write_dimension_list(dataset, list);
  }

  void end() {
    for (const auto& child : children) child->end();
    for (const auto& [name, scale] : scales) write_reference_list(scale.id, scale.uses);
    if (!strings.empty()) {
      const std::array<std::string, 1> sum{strings.hex()};
      write_texts_attribute(id.id(), kStringsChecksum, scalar_space(), sum);
    }
    for (Handle& dataset : datasets) dataset.close();
    id.close();
  }
};

void OutObject::attribute(std::string_view name, std::string_view text) {
  const std::array<std::string, 1> clean{as_utf8(text)};
  write_texts_attribute(id_, name, scalar_space(), clean);
  group_->strings.add(key_ + "@" + std::string(name), clean);
}

void OutObject::attribute(std::string_view name, double number) {
  write_attribute(id_, name, H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, scalar_space(), &number);
}

void OutObject::attribute(std::string_view name, std::int32_t number) {
  write_attribute(id_, name, H5T_STD_I32LE, H5T_NATIVE_INT32, scalar_space(), &number);
}

void OutObject::attribute(std::string_view name, std::span<const double> numbers) {
  write_attribute(id_, name, H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, space_of({numbers.size()}),
                  numbers.data());
}

void OutObject::attribute(std::string_view name, std::span<const std::int8_t> numbers) {
  write_attribute(id_, name, H5T_STD_I8LE, H5T_NATIVE_INT8, space_of({numbers.size()}),
                  numbers.data());
}

void OutObject::attribute(std::string_view name, std::span<const std::string> texts) {
  if (texts.empty()) return;
  std::vector<std::string> clean;
  for (const std::string& text : texts) clean.push_back(as_utf8(text));
  write_texts_attribute(id_, name, space_of({clean.size()}), clean);
  group_->strings.add(key_ + "@" + std::string(name), clean);
}

OutGroup OutGroup::group(std::string_view name) {
  const std::string text(name);
  auto child = std::make_unique<Group>();
  child->parent = group_;
  child->id = Handle(
      H5Gcreate2(id_, text.c_str(), H5P_DEFAULT, creation_list(H5P_GROUP_CREATE).id(), H5P_DEFAULT),
      H5Gclose, "HDF5 cannot create the group '" + text + "'");
  Group* made = child.get();
  group_->children.push_back(std::move(child));
  return OutGroup(made, made->id.id(), "");
}

template <class T>
OutObject OutGroup::scale(std::string_view name, std::span<const T> values, const Label& label) {
  const std::string text(name);
  Handle dataset = create_dataset(id_, text, values, {values.size()});
  check(H5DSset_scale(dataset.id(), text.c_str()), "HDF5 cannot make the dimension '" + text + "'");
  const hid_t id = dataset.id();
  group_->scales[text] = {id, values.size(), reference_to(id), {}};
  group_->datasets.push_back(std::move(dataset));
  OutObject object(group_, id, text);
  if (!label.units.empty()) object.attribute("units", label.units);
  if (!label.long_name.empty()) object.attribute("long_name", label.long_name);
  return object;
}

template <class T>
OutObject OutGroup::variable(std::string_view name, std::span<const T> values,
                             const std::vector<std::string>& dimensions, const Label& label) {
  const std::string text(name);
  std::vector<hsize_t> shape;
  for (const std::string& dimension : dimensions) shape.push_back(group_->scale(dimension).size);
  Handle dataset = create_dataset(id_, text, values, shape);
  group_->attach(dataset.id(), dimensions);
  const hid_t id = dataset.id();
  group_->datasets.push_back(std::move(dataset));
  OutObject object(group_, id, text);
  if (!label.units.empty()) object.attribute("units", label.units);
  if (!label.long_name.empty()) object.attribute("long_name", label.long_name);
  if constexpr (std::is_floating_point_v<T>) {
    const T nan = static_cast<T>(kNaN);
    write_attribute(id, "_FillValue", stored_type<T>(), native_type<T>(), space_of({1}), &nan);
  }
  return object;
}

OutObject OutGroup::texts(std::string_view name, std::span<const std::string> values,
                          const std::string& dimension, std::string_view long_name) {
  const std::string text(name);
  const hsize_t size = group_->scale(dimension).size;
  if (size != values.size()) {
    throw Error(ErrorKind::io, "the sizes of '" + text + "' do not agree with its dimensions");
  }
  std::vector<std::string> clean;
  std::vector<const char*> pointers;
  clean.reserve(values.size());
  pointers.reserve(values.size());
  for (const std::string& value : values)
    pointers.push_back(clean.emplace_back(as_utf8(value)).c_str());
  const Handle type = text_type();
  Handle dataset(H5Dcreate2(id_, text.c_str(), type.id(), space_of({size}).id(), H5P_DEFAULT,
                            creation_list(H5P_DATASET_CREATE).id(), H5P_DEFAULT),
                 H5Dclose, "HDF5 cannot create the dataset '" + text + "'");
  if (size > 0) {
    check(H5Dwrite(dataset.id(), type.id(), H5S_ALL, H5S_ALL, text_transfer(values.size()).id(),
                   pointers.data()),
          "HDF5 cannot write the dataset '" + text + "'");
  }
  group_->attach(dataset.id(), {dimension});
  const hid_t id = dataset.id();
  group_->datasets.push_back(std::move(dataset));
  group_->strings.add(text, clean);
  OutObject object(group_, id, text);
  if (!long_name.empty()) object.attribute("long_name", long_name);
  return object;
}

#define STIFF_INSTANTIATE(T)                                                              \
  template OutObject OutGroup::scale(std::string_view, std::span<const T>, const Label&); \
  template OutObject OutGroup::variable(std::string_view, std::span<const T>,             \
                                        const std::vector<std::string>&, const Label&)
STIFF_INSTANTIATE(float);
STIFF_INSTANTIATE(double);
STIFF_INSTANTIATE(std::int8_t);
STIFF_INSTANTIATE(std::int32_t);
STIFF_INSTANTIATE(std::int64_t);
#undef STIFF_INSTANTIATE

struct Writer::State {
  Handle file;
  OutObject::Group root;
};

Writer::Writer() : state_(std::make_unique<State>()) {
  prepare_library();
  const Handle access(H5Pcreate(H5P_FILE_ACCESS), H5Pclose, "HDF5 cannot make a property list");
  check(H5Pset_fapl_core(access.id(), std::size_t{1} << 16, false), "HDF5 has no memory files");
  check(H5Pset_libver_bounds(access.id(), H5F_LIBVER_V18, H5F_LIBVER_V18),
        "HDF5 cannot write the format of 1.8");
  const Handle creation = creation_list(H5P_FILE_CREATE);
  state_->file = Handle(H5Fcreate("stiff", H5F_ACC_TRUNC, creation.id(), access.id()), H5Fclose,
                        "HDF5 cannot create a file in memory");
  state_->root.id = Handle(H5Gopen2(state_->file.id(), "/", H5P_DEFAULT), H5Gclose,
                           "HDF5 cannot open the root group");
}
Writer::~Writer() = default;
Writer::Writer(Writer&&) noexcept = default;
Writer& Writer::operator=(Writer&&) noexcept = default;

OutGroup Writer::root() {
  return OutGroup(&state_->root, state_->root.id.id(), "");
}

std::span<const std::byte> Writer::bytes() {
  const hid_t file = state_->file.id();
  if (state_->root.id.id() >= 0) {
    state_->root.end();
    check(H5Fflush(file, H5F_SCOPE_GLOBAL), "HDF5 cannot end a file in memory");
  }
  // The file as the library holds it, without the copy that H5Fget_file_image would make of it.
  const ssize_t size = H5Fget_file_image(file, nullptr, 0);
  check(size, "HDF5 does not know a file's size");
  void* image = nullptr;
  check(H5Fget_vfd_handle(file, H5P_DEFAULT, &image), "HDF5 does not hand out a file in memory");
  return {*static_cast<const std::byte* const*>(image), static_cast<std::size_t>(size)};
}

void Writer::save(const std::filesystem::path& target) {
  write_file_atomically(target, bytes());
  state_->file.close();
}

}  // namespace stiff::hdf5
