#include "stiff/io/hdf5_create.h"

#include <algorithm>

namespace stiff::hdf5 {
namespace {

/// Chunks near this size are read and written at full speed and fit HDF5's chunk cache of 1 MiB.
constexpr std::size_t kChunkBytes = std::size_t{1} << 20;

constexpr std::size_t kLeastBuffer = 4096;
constexpr std::size_t kMostBuffer = std::size_t{1} << 18;

}  // namespace

Handle text_type() {
  Handle type(H5Tcopy(H5T_C_S1), H5Tclose, "HDF5 has no text type");
  check(H5Tset_size(type.id(), H5T_VARIABLE), "HDF5 has no variable-length text");
  check(H5Tset_cset(type.id(), H5T_CSET_UTF8), "HDF5 has no UTF-8");
  return type;
}

Handle scalar_space() {
  return {H5Screate(H5S_SCALAR), H5Sclose, "HDF5 cannot make a dataspace"};
}

Handle space_of(const std::vector<hsize_t>& shape) {
  return {H5Screate_simple(static_cast<int>(shape.size()), shape.data(), nullptr), H5Sclose,
          "HDF5 cannot make a dataspace"};
}

Handle text_transfer(std::size_t count) {
  Handle list(H5Pcreate(H5P_DATASET_XFER), H5Pclose, "HDF5 cannot make a property list");
  const std::size_t bytes = std::clamp(count * sizeof(hvl_t), kLeastBuffer, kMostBuffer);
  check(H5Pset_buffer(list.id(), bytes, nullptr, nullptr), "HDF5 refuses a buffer");
  return list;
}

Handle creation_list(hid_t list_class) {
  Handle list(H5Pcreate(list_class), H5Pclose, "HDF5 cannot make a property list");
  check(H5Pset_obj_track_times(list.id(), false), "HDF5 cannot leave the times out");
  check(H5Pset_attr_phase_change(list.id(), 64, 32), "HDF5 cannot keep attributes compact");
  if (list_class != H5P_DATASET_CREATE) {
    check(H5Pset_link_creation_order(list.id(), H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED),
          "HDF5 cannot keep the order of creation");
    check(H5Pset_link_phase_change(list.id(), 64, 32), "HDF5 cannot keep links compact");
  }
  return list;
}

std::vector<hsize_t> chunk_shape(std::vector<hsize_t> shape, std::size_t element_bytes) {
  for (hsize_t& length : shape) {
    const std::size_t bytes =
        std::accumulate(shape.begin(), shape.end(), element_bytes, std::multiplies<>());
    if (bytes <= kChunkBytes) break;
    length = std::max<hsize_t>(1, length * kChunkBytes / bytes);
  }
  return shape;
}

hobj_ref_t reference_to(hid_t dataset) {
  hobj_ref_t reference = 0;
  check(H5Rcreate(&reference, dataset, ".", H5R_OBJECT, -1), "HDF5 cannot refer to a dataset");
  return reference;
}

void write_dimension_list(hid_t dataset, const std::vector<hobj_ref_t>& scales) {
  std::vector<hobj_ref_t> references = scales;
  std::vector<hvl_t> lists;
  for (hobj_ref_t& reference : references) lists.push_back({1, &reference});
  const Handle type(H5Tvlen_create(H5T_STD_REF_OBJ), H5Tclose, "HDF5 has no list of references");
  write_attribute(dataset, "DIMENSION_LIST", type.id(), type.id(), space_of({lists.size()}),
                  lists.data());
}

void write_reference_list(hid_t scale, const std::vector<ScaleUse>& uses) {
  if (uses.empty()) return;
  const Handle type(H5Tcreate(H5T_COMPOUND, sizeof(ScaleUse)), H5Tclose, "HDF5 has no compound");
  check(H5Tinsert(type.id(), "dataset", HOFFSET(ScaleUse, dataset), H5T_STD_REF_OBJ),
        "HDF5 refuses a compound");
  check(H5Tinsert(type.id(), "dimension", HOFFSET(ScaleUse, dimension), H5T_NATIVE_INT32),
        "HDF5 refuses a compound");
  write_attribute(scale, "REFERENCE_LIST", type.id(), type.id(), space_of({uses.size()}),
                  uses.data());
}

void write_texts_attribute(hid_t object, std::string_view name, const Handle& space,
                           std::span<const std::string> texts) {
  std::vector<const char*> pointers;
  pointers.reserve(texts.size());
  for (const std::string& text : texts) pointers.push_back(text.c_str());
  const Handle type = text_type();
  write_attribute(object, name, type.id(), type.id(), space, pointers.data());
}

}  // namespace stiff::hdf5
