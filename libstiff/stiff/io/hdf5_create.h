#pragma once

#include "stiff/core/error.h"
#include "stiff/core/estimate.h"
#include "stiff/io/hdf5_file.h"

#include <cstdint>
#include <functional>
#include <numeric>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include <hdf5.h>

/// How this project makes HDF5 objects, for the sources of this layer alone: it includes hdf5.h.
namespace stiff::hdf5 {

/// Variable-length UTF-8.
Handle text_type();
Handle scalar_space();
Handle space_of(const std::vector<hsize_t>& shape);

/// Transfer properties for `count` texts. HDF5's own buffer of 1 MiB, cleared for each dataset,
/// would cost more than a short table.
Handle text_transfer(std::size_t count);

/// Creation properties of any object: no times (they would differ from run to run), and attributes
/// and links within the object's header, which is smaller and has a checksum.
Handle creation_list(hid_t list_class);

/// Slabs of whole trailing dimensions, so that a chunk is one run of memory, of about 1 MiB.
std::vector<hsize_t> chunk_shape(std::vector<hsize_t> shape, std::size_t element_bytes);

/// \pre The texts are UTF-8 without NUL.
void write_texts_attribute(hid_t object, std::string_view name, const Handle& space,
                           std::span<const std::string> texts);

/// A dataset that a dimension scale belongs to, and on which of its dimensions.
struct ScaleUse {
  hobj_ref_t dataset = 0;
  std::int32_t dimension = 0;
  std::int32_t unused = 0;  ///< the compound's own gap: it goes to the file
};

hobj_ref_t reference_to(hid_t dataset);
/// Both sides of the bond between datasets and scales, as the HDF5 dimension scale specification
/// (1.0) has them. H5DSattach_scale does the same, but writes the scale's side anew for every
/// dataset.
void write_dimension_list(hid_t dataset, const std::vector<hobj_ref_t>& scales);
void write_reference_list(hid_t scale, const std::vector<ScaleUse>& uses);

/// How numbers lie in the file, whatever the machine.
template <class T>
hid_t stored_type() {
  if constexpr (std::is_same_v<T, float>) return H5T_IEEE_F32LE;
  if constexpr (std::is_same_v<T, double>) return H5T_IEEE_F64LE;
  if constexpr (std::is_same_v<T, std::int8_t>) return H5T_STD_I8LE;
  if constexpr (std::is_same_v<T, std::int32_t>) return H5T_STD_I32LE;
  if constexpr (std::is_same_v<T, std::int64_t>) return H5T_STD_I64LE;
}

/// How they lie in memory.
template <class T>
hid_t native_type() {
  if constexpr (std::is_same_v<T, float>) return H5T_NATIVE_FLOAT;
  if constexpr (std::is_same_v<T, double>) return H5T_NATIVE_DOUBLE;
  if constexpr (std::is_same_v<T, std::int8_t>) return H5T_NATIVE_INT8;
  if constexpr (std::is_same_v<T, std::uint8_t>) return H5T_NATIVE_UINT8;
  if constexpr (std::is_same_v<T, std::uint16_t>) return H5T_NATIVE_UINT16;
  if constexpr (std::is_same_v<T, std::int32_t>) return H5T_NATIVE_INT32;
  if constexpr (std::is_same_v<T, std::int64_t>) return H5T_NATIVE_INT64;
}

/// Row-major numbers, chunked, with fletcher32; a float's fill value is NaN.
template <class T>
Handle create_dataset(hid_t group, const std::string& name, std::span<const T> values,
                      const std::vector<hsize_t>& shape) {
  const Handle list = creation_list(H5P_DATASET_CREATE);
  const auto count = std::accumulate(shape.begin(), shape.end(), hsize_t{1}, std::multiplies<>());
  if (count != values.size()) {
    throw Error(ErrorKind::io, "the sizes of '" + name + "' do not agree with its dimensions");
  }
  if (count > 0) {
    const std::vector<hsize_t> chunk = chunk_shape(shape, sizeof(T));
    check(H5Pset_chunk(list.id(), static_cast<int>(chunk.size()), chunk.data()),
          "HDF5 refuses a chunk");
    check(H5Pset_fletcher32(list.id()), "HDF5 has no fletcher32");
    check(H5Pset_fill_time(list.id(), H5D_FILL_TIME_NEVER), "HDF5 refuses a fill time");
  }
  if constexpr (std::is_floating_point_v<T>) {
    const T nan = static_cast<T>(kNaN);
    check(H5Pset_fill_value(list.id(), native_type<T>(), &nan), "HDF5 refuses a fill value");
  }
  Handle dataset(H5Dcreate2(group, name.c_str(), stored_type<T>(), space_of(shape).id(),
                            H5P_DEFAULT, list.id(), H5P_DEFAULT),
                 H5Dclose, "HDF5 cannot create the dataset '" + name + "'");
  if (count > 0) {
    check(H5Dwrite(dataset.id(), native_type<T>(), H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()),
          "HDF5 cannot write the dataset '" + name + "'");
  }
  return dataset;
}

template <class T>
void write_attribute(hid_t object, std::string_view name, hid_t stored, hid_t native,
                     const Handle& space, const T* values) {
  const std::string text(name);
  Handle attribute(H5Acreate2(object, text.c_str(), stored, space.id(), H5P_DEFAULT, H5P_DEFAULT),
                   H5Aclose, "HDF5 cannot create the attribute '" + text + "'");
  check(H5Awrite(attribute.id(), native, values), "HDF5 cannot write the attribute '" + text + "'");
  attribute.close();
}

}  // namespace stiff::hdf5
