#include "stiff/io/strided_samples.h"

#include "stiff/core/error.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace stiff {
namespace {

template <class T>
T load(const std::byte* from, bool swapped) {
  std::byte bytes[sizeof(T)];
  std::memcpy(bytes, from, sizeof(T));
  if (swapped) std::reverse(bytes, bytes + sizeof(T));
  T value;
  std::memcpy(&value, bytes, sizeof(T));
  return value;
}

// Calls `run` with a value of the stored type.
template <class Run>
auto with_type(NumberType type, Run&& run) {
  switch (type) {
    case NumberType::int8:
      return run(std::int8_t{});
    case NumberType::uint8:
      return run(std::uint8_t{});
    case NumberType::int16:
      return run(std::int16_t{});
    case NumberType::uint16:
      return run(std::uint16_t{});
    case NumberType::int32:
      return run(std::int32_t{});
    case NumberType::uint32:
      return run(std::uint32_t{});
    case NumberType::int64:
      return run(std::int64_t{});
    case NumberType::uint64:
      return run(std::uint64_t{});
    case NumberType::float32:
      return run(float{});
    case NumberType::float64:
      break;
  }
  return run(double{});
}

void check(const StoredNumbers& numbers, const SampleLayout& s) {
  const bool sane = s.axial > 0 && s.lateral > 0 && s.time > 0 && s.axial_stride >= 0 &&
                    s.lateral_stride >= 0 && s.time_stride >= 0 && s.first >= 0;
  const auto last = [](Index n, Index stride) {
    return static_cast<double>(n - 1) * static_cast<double>(stride);
  };
  // In floating point, for sizes a damaged file invents must not overflow.
  const double reach = static_cast<double>(s.first) + last(s.axial, s.axial_stride) +
                       last(s.lateral, s.lateral_stride) + last(s.time, s.time_stride);
  if (!sane || !(reach < static_cast<double>(numbers.count))) {
    throw Error(ErrorKind::bad_data, "the samples are fewer than their sizes say");
  }
}

// One of the two orders is strided by a picture's size whatever is done. In tiles of 16 x 16 each
// cache line that is fetched is used up before it is dropped.
constexpr Index kTile = 16;

template <class Body>
void for_each_tile(const SampleLayout& s, Body&& body) {
  for (Index x = 0; x < s.lateral; ++x) {
    for (Index z0 = 0; z0 < s.axial; z0 += kTile) {
      const Index z1 = std::min(z0 + kTile, s.axial);
      for (Index t0 = 0; t0 < s.time; t0 += kTile) {
        body(x, z0, z1, t0, std::min(t0 + kTile, s.time));
      }
    }
  }
}

// Writes the part that starts at `out`, `out_step` floats apart (2: the halves of complex samples).
template <class T>
void gather_part(const StoredNumbers& numbers, const SampleLayout& s, double scale, float* out,
                 Index out_step) {
  const Index step = numbers.step;
  for_each_tile(s, [&](Index x, Index z0, Index z1, Index t0, Index t1) {
    for (Index t = t0; t < t1; ++t) {
      const Index from = s.first + x * s.lateral_stride + t * s.time_stride;
      for (Index z = z0; z < z1; ++z) {
        const Index at = (from + z * s.axial_stride) * step;
        const T value = load<T>(numbers.data + at * static_cast<Index>(sizeof(T)), numbers.swapped);
        out[((z * s.lateral + x) * s.time + t) * out_step] =
            static_cast<float>(static_cast<double>(value) * scale);
      }
    }
  });
}

// The common case, both halves in one pass: floats or ints of this machine's order, scale 1.
template <class T>
void gather_complex(const StoredNumbers& real, const StoredNumbers& imaginary,
                    const SampleLayout& s, std::complex<float>* out) {
  for_each_tile(s, [&](Index x, Index z0, Index z1, Index t0, Index t1) {
    for (Index t = t0; t < t1; ++t) {
      const Index from = s.first + x * s.lateral_stride + t * s.time_stride;
      for (Index z = z0; z < z1; ++z) {
        const Index at = from + z * s.axial_stride;
        const T re = load<T>(real.data + at * real.step * static_cast<Index>(sizeof(T)), false);
        const T im =
            load<T>(imaginary.data + at * imaginary.step * static_cast<Index>(sizeof(T)), false);
        out[(z * s.lateral + x) * s.time + t] = {static_cast<float>(re), static_cast<float>(im)};
      }
    }
  });
}

}  // namespace

Index size_of(NumberType type) {
  return with_type(type, [](auto value) { return static_cast<Index>(sizeof value); });
}

double StoredNumbers::operator[](Index i) const {
  return with_type(type, [&](auto kind) {
    using T = decltype(kind);
    return static_cast<double>(load<T>(data + i * step * static_cast<Index>(sizeof(T)), swapped));
  });
}

Cube<float> gather(const StoredNumbers& numbers, const SampleLayout& layout, double scale) {
  check(numbers, layout);
  Cube<float> out(layout.axial, layout.lateral, layout.time);
  with_type(numbers.type,
            [&](auto kind) { gather_part<decltype(kind)>(numbers, layout, scale, out.data(), 1); });
  return out;
}

Cube<std::complex<float>> gather(const StoredNumbers& real, const StoredNumbers& imaginary,
                                 const SampleLayout& layout, double scale) {
  check(real, layout);
  check(imaginary, layout);
  Cube<std::complex<float>> out(layout.axial, layout.lateral, layout.time);
  if (scale == 1 && real.type == imaginary.type && !real.swapped && !imaginary.swapped) {
    with_type(real.type, [&](auto kind) {
      gather_complex<decltype(kind)>(real, imaginary, layout, out.data());
    });
    return out;
  }
  auto* parts = reinterpret_cast<float*>(out.data());
  with_type(real.type,
            [&](auto kind) { gather_part<decltype(kind)>(real, layout, scale, parts, 2); });
  with_type(imaginary.type, [&](auto kind) {
    gather_part<decltype(kind)>(imaginary, layout, scale, parts + 1, 2);
  });
  return out;
}

}  // namespace stiff
