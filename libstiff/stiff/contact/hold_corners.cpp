#include "stiff/contact/hold_corners.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include <Eigen/Cholesky>
#include <Eigen/Core>
#include <Eigen/LU>
#include <Eigen/QR>

namespace stiff {
namespace {

constexpr std::array kTauShares{std::numeric_limits<double>::infinity(), 0.1, 0.5, 2.5};
constexpr std::size_t kMostSamples = 4000;  // of a stretch, else averaged in blocks
constexpr double kLeastOnRamp = 3;          // samples
constexpr int kMostSteps = 60;
constexpr double kNear = 1e-4;  // of the ramp: a smaller step ends the search

using Corners = Eigen::Vector2d;

double integral(double t, double tau) {
  if (!(t > 0)) return 0;
  return std::isinf(tau) ? t : -tau * std::expm1(-t / tau);
}

// The residuals of the best amplitudes for two corners, whitened.
class Projection {
 public:
  Projection(Eigen::VectorXd time, Eigen::VectorXd force, double hold_s, bool unloading)
      : time_(std::move(time)), force_(std::move(force)), hold_s_(hold_s), unloading_(unloading) {}

  Eigen::Index columns() const {
    return 1 + static_cast<Eigen::Index>(kTauShares.size()) + (unloading_ ? 2 : 0);
  }
  Eigen::VectorXd residuals(const Corners& at, double rho) const {
    const Eigen::Index n = time_.size();
    Eigen::MatrixXd design(n, columns());
    design.col(0).setOnes();
    for (Eigen::Index i = 0; i < n; ++i) {
      const double t = time_[i];
      Eigen::Index column = 1;
      for (const double share : kTauShares) {
        const double tau = share * hold_s_;
        design(i, column++) =
            (integral(t - at[0], tau) - integral(t - at[1], tau)) / (at[1] - at[0]);
      }
      if (unloading_) {
        const double before = std::max(at[0] - t, 0.0);
        design(i, column++) = before;
        design(i, column++) = before * before;
      }
    }
    Eigen::VectorXd force = force_;
    whiten(design, rho);
    whiten(force, rho);
    return force - design * design.householderQr().solve(force);
  }
  // From the residuals of white noise.
  static double correlation(const Eigen::VectorXd& rest) {
    const double squares = rest.squaredNorm();
    if (!(squares > 0)) return 0;
    return std::clamp(rest.head(rest.size() - 1).dot(rest.tail(rest.size() - 1)) / squares, 0.0,
                      0.98);
  }

 private:
  template <class Values>
  static void whiten(Values& values, double rho) {
    if (!(rho > 0)) return;
    const Eigen::Index n = values.rows();
    values.bottomRows(n - 1) -= (rho * values.topRows(n - 1)).eval();
    values.row(0) *= std::sqrt(1 - rho * rho);
  }

  Eigen::VectorXd time_, force_;
  double hold_s_;
  bool unloading_;
};

Eigen::MatrixXd slopes(const Projection& projection, const Corners& at, double rho, double step) {
  Eigen::MatrixXd slope;
  for (Eigen::Index k = 0; k < 2; ++k) {
    Corners up = at, down = at;
    up[k] += step;
    down[k] -= step;
    const Eigen::VectorXd one =
        (projection.residuals(up, rho) - projection.residuals(down, rho)) / (2 * step);
    if (slope.size() == 0) slope.resize(one.size(), 2);
    slope.col(k) = one;
  }
  return slope;
}

// Levenberg's steps; whether they came to rest with the corners in order and inside.
bool search(const Projection& projection, double rho, double from_s, double to_s, Corners& at) {
  Eigen::VectorXd rest = projection.residuals(at, rho);
  double damping = 1e-3;
  for (int step = 0; step < kMostSteps; ++step) {
    const Eigen::MatrixXd slope = slopes(projection, at, rho, 1e-3 * (at[1] - at[0]));
    const Eigen::Matrix2d normal = slope.transpose() * slope;
    const Corners down = slope.transpose() * rest;
    const Eigen::Matrix2d scale = normal.diagonal().asDiagonal();
    bool better = false;
    while (!better && damping < 1e6) {
      const Corners change = -(normal + damping * scale).ldlt().solve(down);
      const Corners next = at + change;
      const double ramp = at[1] - at[0];
      if (!(change.cwiseAbs().maxCoeff() >= kNear * ramp)) return std::isfinite(change.sum());
      if (next[0] > from_s && next[1] < to_s && next[1] - next[0] > 0.2 * ramp) {
        Eigen::VectorXd tried = projection.residuals(next, rho);
        if (tried.squaredNorm() < rest.squaredNorm()) {
          at = next;
          rest = std::move(tried);
          better = true;
          break;
        }
      }
      damping *= 4;
    }
    if (!better) return true;  // no step is: as near as the samples let it be told
    damping = std::max(damping / 10, 1e-9);
  }
  return false;
}

double misfit_of(const Eigen::VectorXd& rest, const Eigen::VectorXd& time, const Corners& at) {
  double on = 0, beside = 0;
  int samples_on = 0, samples_beside = 0;
  for (Eigen::Index i = 0; i < rest.size(); ++i) {
    const bool ramp = time[i] > at[0] && time[i] < at[1];
    (ramp ? on : beside) += rest[i] * rest[i];
    ++(ramp ? samples_on : samples_beside);
  }
  if (samples_on == 0 || samples_beside == 0 || !(beside > 0)) return 1;
  return std::sqrt(on / samples_on / (beside / samples_beside));
}

}  // namespace

double fitted_hold_s(double ramp_s) {
  return std::max(1.0, ramp_s);
}

RampCorners fit_ramp_corners(std::span<const double> force_n, double sampling_frequency_hz,
                             const RampStretch& stretch) {
  const double fs = sampling_frequency_hz;
  RampCorners result;
  const double ramp_s = (stretch.end - stretch.begin) / fs;
  if (!(stretch.end - stretch.begin >= kLeastOnRamp) || stretch.last >= force_n.size() ||
      !(stretch.last > stretch.first + 20)) {
    return result;
  }
  const std::size_t count = stretch.last - stretch.first + 1;
  const auto on_ramp = static_cast<std::size_t>(stretch.end - stretch.begin);
  const std::size_t block =
      std::max<std::size_t>(1, std::min((count + kMostSamples - 1) / kMostSamples, on_ramp / 50));
  const auto n = static_cast<Eigen::Index>(count / block);
  Eigen::VectorXd time(n), force(n);
  for (Eigen::Index i = 0; i < n; ++i) {
    const std::size_t at = static_cast<std::size_t>(i) * block;
    double sum = 0;
    for (std::size_t k = 0; k < block; ++k) sum += force_n[stretch.first + at + k];
    force[i] = sum / static_cast<double>(block);
    // From the stretch's first sample: a late hold is as exact as an early one.
    time[i] = (static_cast<double>(at) + 0.5 * static_cast<double>(block - 1)) / fs;
  }
  const double origin = static_cast<double>(stretch.first);
  const Projection projection(time, force, fitted_hold_s(ramp_s), stretch.unloading);
  Corners at{(stretch.begin - origin) / fs, (stretch.end - origin) / fs};
  double rho = 0;
  for (int pass = 0; pass < 2; ++pass) {
    if (!search(projection, rho, time[0], time[n - 1], at)) return result;
    if (pass == 0) rho = Projection::correlation(projection.residuals(at, 0));
  }
  const Eigen::VectorXd rest = projection.residuals(at, rho);
  // The slopes jump where a corner passes a sample; the error is that over an interval each side.
  const double wide = std::max(1e-3 * (at[1] - at[0]), static_cast<double>(block) / fs);
  const Eigen::MatrixXd slope = slopes(projection, at, rho, wide);
  result.dof = static_cast<double>(n - projection.columns() - 3);
  if (!(result.dof > 0)) return result;
  const double variance = rest.squaredNorm() / result.dof;
  const Eigen::Matrix2d normal = slope.transpose() * slope;
  const Eigen::Matrix2d covariance = variance * normal.inverse();
  if (!(covariance(0, 0) >= 0 && covariance(1, 1) >= 0)) return result;
  result.begin_s = at[0] + origin / fs;
  result.end_s = at[1] + origin / fs;
  result.begin_error_s = std::sqrt(covariance(0, 0));
  result.end_error_s = std::sqrt(covariance(1, 1));
  result.misfit = misfit_of(rest, time, at);
  result.fitted = true;
  return result;
}

}  // namespace stiff
