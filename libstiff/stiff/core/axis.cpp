#include "stiff/core/axis.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "stiff/core/error.h"

namespace stiff {

Index Axis::nearest(double coordinate) const {
  const double index = std::round(index_of(coordinate));
  return static_cast<Index>(std::clamp(index, 0.0, static_cast<double>(size - 1)));
}

std::vector<double> Axis::values() const {
  std::vector<double> all(static_cast<std::size_t>(size));
  for (Index i = 0; i < size; ++i) all[static_cast<std::size_t>(i)] = (*this)[i];
  return all;
}

Axis uniform_axis(std::span<const double> coordinates, std::string_view name, double tolerance) {
  const std::string axis(name);
  if (coordinates.empty()) throw Error(ErrorKind::bad_data, "the axis '" + axis + "' is empty");
  const bool finite = std::all_of(coordinates.begin(), coordinates.end(),
                                  [](double x) { return std::isfinite(x); });
  if (!finite) {
    throw Error(ErrorKind::bad_data, "the axis '" + axis + "' has a value that is not finite");
  }
  const auto size = static_cast<Index>(coordinates.size());
  if (size == 1) return {coordinates[0], 1.0, 1};
  const double step = (coordinates.back() - coordinates.front()) / static_cast<double>(size - 1);
  if (!(step > 0)) {
    throw Error(ErrorKind::bad_data, "the axis '" + axis + "' does not increase");
  }
  const Axis uniform{coordinates.front(), step, size};
  for (Index i = 0; i < size; ++i) {
    const double off = std::abs(coordinates[static_cast<std::size_t>(i)] - uniform[i]);
    if (!(off <= tolerance * step)) {
      throw Error(ErrorKind::bad_data, "the axis '" + axis + "' is not uniform at sample " +
                                           std::to_string(i + 1));
    }
  }
  return uniform;
}

}  // namespace stiff
