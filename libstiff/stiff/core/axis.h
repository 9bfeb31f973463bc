#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include <Eigen/Core>

namespace stiff {

using Index = Eigen::Index;

/// A uniform axis: `size` samples, the first at `first`, `step` apart. The unit is in the name of
/// whatever holds it (`lateral_m`, `time_s`).
struct Axis {
  double first = 0;
  double step = 1;
  Index size = 0;

  double operator[](Index i) const { return first + step * static_cast<double>(i); }
  double last() const { return (*this)[size - 1]; }
  /// The fractional index of a coordinate; beyond the axis it is below 0 or above size - 1.
  double index_of(double coordinate) const { return (coordinate - first) / step; }
  /// The sample nearest to a coordinate, held within the axis. \pre size > 0
  Index nearest(double coordinate) const;
  std::vector<double> values() const;
  bool operator==(const Axis&) const = default;
};

/// The uniform axis through the given coordinates. A single coordinate gets step 1.
/// \throws Error (bad_data), naming `name`, where they are not finite, not strictly increasing, or
/// further than `tolerance` steps from uniform.
Axis uniform_axis(std::span<const double> coordinates, std::string_view name,
                  double tolerance = 0.01);

}  // namespace stiff
