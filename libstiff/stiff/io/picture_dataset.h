#pragma once

#include "stiff/core/axis.h"
#include "stiff/core/cube.h"
#include "stiff/core/error.h"
#include "stiff/io/hdf5_reader.h"

#include <algorithm>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace stiff {

/// The samples of a picture as they lie in a file.
template <class T>
std::span<const T> samples(const Picture<T>& picture) {
  return {picture.data(), static_cast<std::size_t>(picture.size())};
}

/// \throws Error (bad_data), with both sizes, where the dataset is not of the size `expected`.
inline void check_shape(const hdf5::InDataset& dataset, const std::vector<Index>& expected) {
  const auto& shape = dataset.shape();
  if (std::equal(shape.begin(), shape.end(), expected.begin(), expected.end(),
                 [](std::size_t a, Index b) { return static_cast<Index>(a) == b; })) {
    return;
  }
  const auto list = [](const auto& lengths) {
    std::string text;
    for (const auto length : lengths) text += (text.empty() ? "" : " x ") + std::to_string(length);
    return text.empty() ? std::string("a scalar") : text;
  };
  throw Error(ErrorKind::bad_data, "'" + dataset.file_name() + "': '" + dataset.path() + "' is " +
                                       list(shape) + " where its axes are " + list(expected));
}

/// A dataset (axial, lateral). \throws Error (bad_data) where it is not of this size.
template <class T>
Picture<T> read_picture(const hdf5::InGroup& group, std::string_view name, Index axial,
                        Index lateral) {
  const hdf5::InDataset dataset = group.dataset(name);
  check_shape(dataset, {axial, lateral});
  Picture<T> picture(axial, lateral);
  using Stored = std::conditional_t<std::is_same_v<T, unsigned char>, std::uint8_t, T>;
  const std::vector<Stored> values = dataset.values<Stored>();
  std::copy(values.begin(), values.end(), picture.data());
  return picture;
}

}  // namespace stiff
