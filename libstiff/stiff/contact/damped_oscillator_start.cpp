#include "stiff/contact/damped_oscillator_start.h"

#include "stiff/core/estimate.h"

#include <cmath>

#include <Eigen/Cholesky>
#include <Eigen/Core>

namespace stiff {

SwingStart linear_prediction(std::span<const double> x, double sampling_frequency_hz,
                             int lag_samples) {
  const auto lag = static_cast<std::size_t>(lag_samples);
  if (lag < 1 || x.size() < 2 * lag + 4) return {kNaN, kNaN};
  Eigen::Matrix3d normal = Eigen::Matrix3d::Zero();
  Eigen::Vector3d right = Eigen::Vector3d::Zero();
  for (std::size_t n = 2 * lag; n < x.size(); ++n) {
    const Eigen::Vector3d row(x[n - lag], x[n - 2 * lag], 1.0);
    normal += row * row.transpose();
    right += row * x[n];
  }
  const Eigen::Vector3d c = normal.ldlt().solve(right);
  const double radius = std::sqrt(-c[1]);
  const double cosine = c[0] / (2 * radius);
  if (!(radius > 0 && radius < 1 && std::abs(cosine) < 1)) return {kNaN, kNaN};
  const double lag_s = static_cast<double>(lag) / sampling_frequency_hz;
  return {-std::log(radius) / lag_s, std::acos(cosine) / lag_s};
}

}  // namespace stiff
