#include "stiff/wave/local_scatter.h"

#include "stiff/core/estimate.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include <Eigen/Cholesky>

namespace stiff {
namespace {

// The moments of a box: 1, x, z, xx, xz, zz, v, vx, vz, vv.
constexpr std::size_t kMoments = 10;
using Moments = std::array<double, kMoments>;

void add(Moments& to, const Moments& from, double sign) {
  for (std::size_t i = 0; i < kMoments; ++i) to[i] += sign * from[i];
}

Moments pixel_moments(double z, double x, double v) {
  return {1, x, z, x * x, x * z, z * z, v, v * x, v * z, v * v};
}

struct PlaneFit {
  double at_pixel = kNaN;
  double mean_square = kNaN;
};

// Moments about the pixel (z, x) from those about the origin, then the plane.
PlaneFit fit(const Moments& m, double z, double x) {
  const double n = m[0];
  const double sx = m[1] - n * x;
  const double sz = m[2] - n * z;
  const double sxx = m[3] - 2 * x * m[1] + n * x * x;
  const double sxz = m[4] - x * m[2] - z * m[1] + n * x * z;
  const double szz = m[5] - 2 * z * m[2] + n * z * z;
  const double svx = m[7] - x * m[6];
  const double svz = m[8] - z * m[6];
  Eigen::Matrix3d normal;
  normal << n, sx, sz, sx, sxx, sxz, sz, sxz, szz;
  const Eigen::Vector3d right(m[6], svx, svz);
  const Eigen::LDLT<Eigen::Matrix3d> solver(normal);
  const auto diagonal = solver.vectorD();
  if (!(diagonal.minCoeff() > 1e-9 * diagonal.maxCoeff())) return {};
  const Eigen::Vector3d plane = solver.solve(right);
  return {plane[0], std::max(0.0, (m[9] - plane.dot(right)) / n)};
}

}  // namespace

LocalScatter local_scatter(const Picture<float>& value, const Picture<unsigned char>& valid,
                           Index half_axial, Index half_lateral, Index least) {
  const Index rows = value.rows();
  const Index columns = value.cols();
  LocalScatter out{Picture<float>::Constant(rows, columns, static_cast<float>(kNaN)),
                   Picture<float>::Zero(rows, columns), Picture<float>::Zero(rows, columns)};
  // The values' mean is taken off first, so that squares do not cancel.
  double mean = 0;
  double number = 0;
  for (Index i = 0; i < value.size(); ++i) {
    if (valid.data()[i] == 0) continue;
    mean += static_cast<double>(value.data()[i]);
    number += 1;
  }
  if (number > 0) mean /= number;
  std::vector<Moments> by_column(static_cast<std::size_t>(columns), Moments{});
  const auto change_row = [&](Index z, double sign) {
    for (Index x = 0; x < columns; ++x) {
      if (valid(z, x) == 0) continue;
      add(by_column[static_cast<std::size_t>(x)],
          pixel_moments(static_cast<double>(z), static_cast<double>(x),
                        static_cast<double>(value(z, x)) - mean),
          sign);
    }
  };
  for (Index z = 0; z < std::min(half_axial, rows); ++z) change_row(z, 1);
  for (Index z = 0; z < rows; ++z) {
    if (z + half_axial < rows) change_row(z + half_axial, 1);
    if (z - half_axial > 0) change_row(z - half_axial - 1, -1);
    Moments box{};
    for (Index x = 0; x < std::min(half_lateral, columns); ++x)
      add(box, by_column[static_cast<std::size_t>(x)], 1);
    for (Index x = 0; x < columns; ++x) {
      if (x + half_lateral < columns)
        add(box, by_column[static_cast<std::size_t>(x + half_lateral)], 1);
      if (x - half_lateral > 0)
        add(box, by_column[static_cast<std::size_t>(x - half_lateral - 1)], -1);
      out.count(z, x) = static_cast<float>(box[0]);
      if (box[0] < static_cast<double>(least)) continue;
      const auto plane = fit(box, static_cast<double>(z), static_cast<double>(x));
      out.variance(z, x) = static_cast<float>(plane.mean_square);
      if (valid(z, x) != 0 && plane.mean_square == plane.mean_square) {
        out.residual(z, x) =
            static_cast<float>(static_cast<double>(value(z, x)) - mean - plane.at_pixel);
      }
    }
  }
  return out;
}

}  // namespace stiff
