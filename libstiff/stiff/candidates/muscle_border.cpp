#include "stiff/candidates/muscle_border.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace stiff {
namespace {

constexpr double kAlongM = 2e-3;  // of the mean along the probe
constexpr double kNearM = 1e-3;   // from here ...
constexpr double kFarM = 3e-3;    // ... to here above and below is what a line is held against
constexpr double kShareOfColumns = 0.9;

/// Means over a box of 2 half + 1 samples along each row, the picture's ends repeated.
Picture<float> mean_along(const Picture<float>& picture, Index half) {
  Picture<float> out(picture.rows(), picture.cols());
  for (Index z = 0; z < picture.rows(); ++z) {
    for (Index x = 0; x < picture.cols(); ++x) {
      const Index from = std::max<Index>(0, x - half);
      const Index to = std::min(picture.cols() - 1, x + half);
      out(z, x) = picture.row(z).segment(from, to - from + 1).mean();
    }
  }
  return out;
}

/// How much brighter each pixel is than what lies above and below; -infinity at the ends, where
/// one of the two is missing.
Picture<float> contrast_of(const Picture<float>& bmode_db, const Axis& axial_m,
                           const Axis& lateral_m) {
  const auto steps = [](double length, double step) {
    return std::max<Index>(1, static_cast<Index>(std::lround(length / step)));
  };
  const Picture<float> smooth = mean_along(bmode_db, steps(kAlongM / 2, lateral_m.step));
  const Index near = steps(kNearM, axial_m.step), far = steps(kFarM, axial_m.step);
  Picture<float> out = Picture<float>::Constant(smooth.rows(), smooth.cols(),
                                                -std::numeric_limits<float>::infinity());
  for (Index z = far; z + far < smooth.rows(); ++z) {
    const auto above = smooth.middleRows(z - far, far - near + 1).colwise().mean();
    const auto below = smooth.middleRows(z + near, far - near + 1).colwise().mean();
    out.row(z) = smooth.row(z) - 0.5F * (above + below);
  }
  return out;
}

/// The path from the first to the last column with the largest sum, within rows [first, last].
std::vector<Index> brightest_path(const Picture<float>& contrast, Index first, Index last) {
  const Index rows = last - first + 1, columns = contrast.cols();
  Picture<float> sum = contrast.middleRows(first, rows);
  Picture<std::int8_t> from = Picture<std::int8_t>::Zero(rows, columns);
  for (Index x = 1; x < columns; ++x) {
    for (Index z = 0; z < rows; ++z) {
      float best = sum(z, x - 1);
      std::int8_t step = 0;
      for (const int turn : {-1, 1}) {
        if (z + turn < 0 || z + turn >= rows || !(sum(z + turn, x - 1) > best)) continue;
        best = sum(z + turn, x - 1);
        step = static_cast<std::int8_t>(turn);
      }
      sum(z, x) += best;
      from(z, x) = step;
    }
  }
  std::vector<Index> path(static_cast<std::size_t>(columns));
  Index z = 0;
  sum.col(columns - 1).maxCoeff(&z);
  for (Index x = columns - 1; x >= 0; --x) {
    path[static_cast<std::size_t>(x)] = first + z;
    z += from(z, x);
  }
  return path;
}

std::vector<double> border_between(const Picture<float>& contrast, Index first, Index last,
                                   const Axis& axial_m, double contrast_db) {
  if (last - first < 2) return {};
  const std::vector<Index> path = brightest_path(contrast, first, last);
  double sum = 0;
  std::size_t clear = 0;
  std::vector<double> depth;
  for (std::size_t x = 0; x < path.size(); ++x) {
    const double here = contrast(path[x], static_cast<Index>(x));
    sum += here;
    if (here >= 0.5 * contrast_db) ++clear;
    depth.push_back(axial_m[path[x]]);
  }
  const auto columns = static_cast<double>(path.size());
  const bool bright =
      sum / columns >= contrast_db && static_cast<double>(clear) >= kShareOfColumns * columns;
  return bright ? depth : std::vector<double>{};
}

}  // namespace

MuscleBorder find_muscle_border(const Picture<float>& bmode_db, const Axis& axial_m,
                                const Axis& lateral_m, const MuscleBorderOptions& options) {
  MuscleBorder out;
  if (!options.find || bmode_db.size() == 0 || !bmode_db.allFinite()) return out;
  const Picture<float> contrast = contrast_of(bmode_db, axial_m, lateral_m);
  const Index third = bmode_db.rows() / 3;
  const Index far = std::max<Index>(1, static_cast<Index>(std::lround(kFarM / axial_m.step)));
  out.upper_m = border_between(contrast, far, third, axial_m, options.contrast_db);
  out.lower_m = border_between(contrast, bmode_db.rows() - 1 - third, bmode_db.rows() - 1 - far,
                               axial_m, options.contrast_db);
  return out;
}

Index mask_border(LogMap& map, const MuscleBorder& border, double margin_m) {
  Index taken = 0;
  for (Index z = 0; z < map.value.rows(); ++z) {
    for (Index x = 0; x < map.value.cols(); ++x) {
      const auto at = static_cast<std::size_t>(x);
      const bool above = !border.upper_m.empty() && map.axial_m[z] < border.upper_m[at] + margin_m;
      const bool below = !border.lower_m.empty() && map.axial_m[z] > border.lower_m[at] - margin_m;
      if (!above && !below) continue;
      if (map.field.size() > 0) map.field(z, x) = 0;
      if (!map.has(z, x)) continue;
      map.value(z, x) = std::numeric_limits<float>::quiet_NaN();
      --map.valid;
      ++taken;
    }
  }
  return taken;
}

}  // namespace stiff
