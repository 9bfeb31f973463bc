#include "stiff/contact/quartic_peak.h"

#include <algorithm>
#include <cmath>

#include <Eigen/Cholesky>

namespace stiff {
namespace {

Eigen::Matrix<double, 5, 1> powers(double x) {
  Eigen::Matrix<double, 5, 1> p;
  p << 1, x, x * x, x * x * x, x * x * x * x;
  return p;
}

Eigen::Matrix<double, 5, 1> slopes(double x) {
  Eigen::Matrix<double, 5, 1> p;
  p << 0, 1, 2 * x, 3 * x * x, 4 * x * x * x;
  return p;
}

Eigen::Matrix<double, 5, 1> bends(double x) {
  Eigen::Matrix<double, 5, 1> p;
  p << 0, 0, 2, 6 * x, 12 * x * x;
  return p;
}

}  // namespace

QuarticPeak::QuarticPeak(std::span<const double> a, Index first, Index last)
    : size_(static_cast<Index>(a.size())),
      first_(first),
      last_(last),
      middle_(0.5 * static_cast<double>(first + last)),
      half_(std::max(1.0, 0.5 * static_cast<double>(last - first))) {
  Eigen::Matrix<double, 5, 5> normal = Eigen::Matrix<double, 5, 5>::Zero();
  Powers right = Powers::Zero();
  for (Index i = first; i <= last; ++i) {
    const Powers p = powers(scaled(static_cast<double>(i)));
    normal += p * p.transpose();
    right += p * a[static_cast<std::size_t>(i)];
  }
  inverse_ = normal.ldlt().solve(Eigen::Matrix<double, 5, 5>::Identity());
  c_ = inverse_ * right;
}

Eigen::VectorXd QuarticPeak::weights(const Powers& at) const {
  Eigen::VectorXd by_sample = Eigen::VectorXd::Zero(size_);
  const Powers row = inverse_ * at;
  for (Index i = first_; i <= last_; ++i) {
    by_sample[i] = row.dot(powers(scaled(static_cast<double>(i))));
  }
  return by_sample;
}

SampleReading QuarticPeak::at(double sample) const {
  const Powers p = powers(scaled(sample));
  return {p.dot(c_), weights(p)};
}

double QuarticPeak::slope_at(double sample) const {
  return slopes(scaled(sample)).dot(c_) / half_;
}

SampleReading QuarticPeak::extremum(double sample) const {
  double x = scaled(sample);
  for (int i = 0; i < 20; ++i) {
    const double next = std::clamp(x - slopes(x).dot(c_) / bends(x).dot(c_), -1.0, 1.0);
    if (!(std::abs(next - x) > 1e-10)) break;
    x = next;
  }
  return {middle_ + x * half_, weights(slopes(x)) * (-half_ / bends(x).dot(c_))};
}

}  // namespace stiff
