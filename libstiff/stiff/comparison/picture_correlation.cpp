#include "stiff/comparison/picture_correlation.h"

#include <algorithm>
#include <cmath>

namespace stiff {
namespace {

/// Less its mean over where `there`, 0 elsewhere.
Picture<double> centred(const Picture<float>& picture, const Picture<double>& there) {
  const Picture<double> filled = (there > 0).select(picture.cast<double>(), 0.0);
  const double mean = filled.sum() / there.sum();
  return (there > 0).select(filled - mean, 0.0);
}

/// sum_i p(i) p(i + lag), rows down by `down` >= 0, columns by `across`.
double lagged(const Picture<double>& p, Index down, Index across) {
  const Index rows = p.rows() - down;
  const Index columns = p.cols() - std::abs(across);
  const Index left = std::max<Index>(0, -across);
  const Index right = std::max<Index>(0, across);
  return (p.block(0, left, rows, columns) * p.block(down, right, rows, columns)).sum();
}

}  // namespace

PictureSamples sampled(const LocatedPicture& picture, double cell_m) {
  const auto stride = [&](const Axis& axis) {
    return std::max<Index>(1, static_cast<Index>(std::lround(cell_m / axis.step)));
  };
  PictureSamples out;
  out.axial_stride = stride(picture.axial_m);
  out.lateral_stride = stride(picture.lateral_m);
  for (Index z = 0; z < picture.value.rows(); z += out.axial_stride) {
    for (Index x = 0; x < picture.value.cols(); x += out.lateral_stride) {
      const double value = static_cast<double>(picture.value(z, x));
      if (std::isfinite(value)) {
        out.samples.push_back({picture.axial_m[z], picture.lateral_m[x], value});
      }
    }
  }
  return out;
}

MovedCorrelation moved_correlation(const PictureSamples& fixed, const LocatedPicture& moving,
                                   const RigidMotion& motion) {
  double a = 0, b = 0, aa = 0, bb = 0, ab = 0;
  Index n = 0;
  for (const auto& sample : fixed.samples) {
    const auto at = motion.forward(sample.lateral_m, sample.axial_m);
    const double other = bilinear(moving, at.axial_m, at.lateral_m);
    if (!std::isfinite(other)) continue;
    ++n;
    a += sample.value;
    b += other;
    aa += sample.value * sample.value;
    bb += other * other;
    ab += sample.value * other;
  }
  if (n < 3) return {kNaN, n};
  const double count = static_cast<double>(n);
  const double var_a = aa - a * a / count;
  const double var_b = bb - b * b / count;
  // What rounding leaves of a constant is no variance.
  constexpr double kRounding = 1e-12;
  if (!(var_a > kRounding * aa && var_b > kRounding * bb)) return {kNaN, n};
  return {(ab - a * b / count) / std::sqrt(var_a * var_b), n};
}

double independent_pairs(const Picture<float>& a, const Picture<float>& b, Index axial_lags,
                         Index lateral_lags) {
  const Picture<double> there = (a.isFinite() && b.isFinite()).cast<double>();
  const double n = there.sum();
  if (!(n > 2)) return 0;
  const Picture<double> first = centred(a, there);
  const Picture<double> second = centred(b, there);
  const double var_a = first.square().sum() / n;
  const double var_b = second.square().sum() / n;
  if (!(var_a > 0 && var_b > 0)) return 0;
  double sum = 0;
  const Index down_most = std::min(axial_lags, a.rows() - 1);
  const Index across_most = std::min(lateral_lags, a.cols() - 1);
  for (Index down = 0; down <= down_most; ++down) {
    for (Index across = -across_most; across <= across_most; ++across) {
      if (down == 0 && across < 0) continue;  // the same as its opposite
      const double pairs = lagged(there, down, across);
      if (!(pairs > 0)) continue;
      const double r_a = lagged(first, down, across) / (pairs * var_a);
      const double r_b = lagged(second, down, across) / (pairs * var_b);
      sum += (down == 0 && across == 0 ? 1.0 : 2.0) * pairs / n * r_a * r_b;
    }
  }
  return n / std::max(1.0, sum);
}

}  // namespace stiff
