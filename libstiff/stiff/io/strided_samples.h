#pragma once

#include "stiff/core/cube.h"

#include <complex>
#include <cstddef>
#include <cstdint>

namespace stiff {

/// How a number is stored in a file.
enum class NumberType {
  int8,
  uint8,
  int16,
  uint16,
  int32,
  uint32,
  int64,
  uint64,
  float32,
  float64
};

/// Bytes of one number.
Index size_of(NumberType type);

/// Numbers as they lie in a file's bytes, no alignment assumed: `count` of them, `step` numbers
/// apart (2 where real and imaginary parts alternate), bytes reversed where `swapped`.
struct StoredNumbers {
  NumberType type = NumberType::float64;
  const std::byte* data = nullptr;
  Index count = 0;
  Index step = 1;
  bool swapped = false;

  double operator[](Index i) const;
};

/// Where sample (axial, lateral, time) lies: `first` + the sum of index x stride, counted in
/// numbers.
struct SampleLayout {
  Index axial = 1, lateral = 1, time = 1;
  Index axial_stride = 0, lateral_stride = 0, time_stride = 0;
  Index first = 0;
};

/// Samples in any order turned into slow-time-contiguous ones, each multiplied by `scale`.
/// \throws Error (bad_data) where the layout reaches beyond the numbers.
Cube<float> gather(const StoredNumbers& numbers, const SampleLayout& layout, double scale = 1);
Cube<std::complex<float>> gather(const StoredNumbers& real, const StoredNumbers& imaginary,
                                 const SampleLayout& layout, double scale = 1);

}  // namespace stiff
