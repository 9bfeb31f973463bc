#include "stiff/comparison/smoothed_picture.h"

#include <cmath>
#include <vector>

namespace stiff {
namespace {

constexpr double kReach = 3;  // standard deviations

std::vector<double> half_kernel(double sigma, Index size) {
  std::vector<double> weights{1};
  for (Index i = 1; i < size && static_cast<double>(i) <= kReach * sigma; ++i) {
    const double at = static_cast<double>(i) / sigma;
    weights.push_back(std::exp(-0.5 * at * at));
  }
  return weights;
}

/// Along the rows of `in`; what lies outside counts nothing.
Picture<double> along_rows(const Picture<double>& in, const std::vector<double>& kernel) {
  Picture<double> out = in * kernel[0];
  for (std::size_t k = 1; k < kernel.size(); ++k) {
    const Index lag = static_cast<Index>(k);
    const Index rest = in.cols() - lag;
    if (rest <= 0) break;
    out.leftCols(rest) += kernel[k] * in.rightCols(rest);
    out.rightCols(rest) += kernel[k] * in.leftCols(rest);
  }
  return out;
}

Picture<double> along_both(const Picture<double>& in, const std::vector<double>& down,
                           const std::vector<double>& across) {
  const Picture<double> rows = along_rows(in, across);
  const Picture<double> turned = rows.transpose();
  return along_rows(turned, down).transpose();
}

}  // namespace

LocatedPicture smoothed(const LocatedPicture& picture, double sigma_m) {
  if (!(sigma_m > 0)) return picture;
  const auto down = half_kernel(sigma_m / picture.axial_m.step, picture.value.rows());
  const auto across = half_kernel(sigma_m / picture.lateral_m.step, picture.value.cols());
  const Picture<bool> there = picture.value.isFinite();
  const Picture<double> values = there.select(picture.value.cast<double>(), 0.0);
  const Picture<double> sum = along_both(values, down, across);
  const Picture<double> weight = along_both(there.cast<double>(), down, across);
  LocatedPicture out = picture;
  out.value = there.select(sum / weight, kNaN).cast<float>();
  return out;
}

LocatedPicture without_background(const LocatedPicture& picture, double background_m) {
  LocatedPicture out = picture;
  const Picture<float> background = smoothed(picture, background_m).value;
  out.value = picture.value.isFinite().select(picture.value - background, static_cast<float>(kNaN));
  return out;
}

}  // namespace stiff
