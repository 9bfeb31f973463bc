#include "stiff/contact/hold_stiffness.h"

#include "stiff/contact/coloured_noise.h"
#include "stiff/contact/slow_force.h"
#include "stiff/dsp/robust_scale.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <Eigen/Cholesky>

namespace stiff {
namespace {

constexpr double kClear = 3;              // standard errors
constexpr double kNoiseOfMovement = 0.1;  // of the variance

// The slope of force on displacement over a stretch of time.
Estimate line_stiffness(std::span<const double> force, std::span<const double> displacement,
                        double from_s, double to_s, double fs) {
  const auto first = static_cast<std::size_t>(std::max(std::ceil(from_s * fs), 0.0));
  const auto last =
      std::min(force.size() - 1, static_cast<std::size_t>(std::max(std::floor(to_s * fs), 0.0)));
  if (!(last >= first + 4)) return no_estimate(Reason::too_few);
  const double n = static_cast<double>(last - first + 1);
  double x = 0, y = 0, xx = 0, xy = 0;
  for (std::size_t i = first; i <= last; ++i) x += displacement[i] / n, y += force[i] / n;
  for (std::size_t i = first; i <= last; ++i) {
    xx += (displacement[i] - x) * (displacement[i] - x);
    xy += (displacement[i] - x) * (force[i] - y);
  }
  if (!(xx > 0)) return no_estimate(Reason::low_signal);
  const double slope = xy / xx;
  double squares = 0, lagged = 0, before = 0;
  for (std::size_t i = first; i <= last; ++i) {
    const double rest = force[i] - y - slope * (displacement[i] - x);
    squares += rest * rest;
    lagged += rest * before;
    before = rest;
  }
  const double rho = squares > 0 ? std::clamp(lagged / squares, 0.0, 0.98) : 0;
  const double error = std::sqrt(squares / (n - 2) / xx * (1 + rho) / (1 - rho));
  if (!(std::abs(slope) > kClear * error)) return no_estimate(Reason::low_signal);
  return make_estimate(slope, error, kNaN, static_cast<std::int64_t>(n), n - 2);
}

Estimate slope_in_hold(std::span<const double> displacement, double fs,
                       const ReleaseDetection& release) {
  if (release.time_s.size() == 0) return no_estimate(release.reason);
  const SlowForce slow = slow_force(displacement, fs, release.rate_hz);
  const Eigen::Index n = release.time_s.size(), directions = release.basis.cols();
  if (slow.force_n.size() != n) return no_estimate(Reason::too_few);
  const Eigen::VectorXd steps = release.model_n - release.passive_n;
  const bool stepped = steps.squaredNorm() > 0;
  Eigen::MatrixXd columns(n, directions + (stepped ? 1 : 0));
  columns.leftCols(directions) = release.basis;
  if (stepped) columns.col(directions) = steps.normalized();
  // The noise anew, beside the displacement too: the hand's movement is in the search's.
  Eigen::MatrixXd all(n, columns.cols() + 1);
  all << columns, slow.force_n.array() - slow.force_n.mean();
  const double size = all.rightCols(1).norm();
  if (!(size > 0)) return no_estimate(Reason::low_signal);
  all.rightCols(1) /= size;
  const Eigen::VectorXd rest =
      release.force_n -
      all * (all.transpose() * all).ldlt().solve(all.transpose() * release.force_n);
  const ColouredNoise colour = estimate_coloured_noise(rest, release.noise.phi.size());
  const Eigen::MatrixXd white = whitened(columns, colour);
  const Eigen::LDLT<Eigen::MatrixXd> gram(white.transpose() * white);
  const auto beside = [&](const Eigen::VectorXd& values) -> Eigen::VectorXd {
    const Eigen::VectorXd one = whitened(values, colour);
    return one - white * gram.solve(white.transpose() * one);
  };
  const Eigen::VectorXd x = beside(slow.force_n), y = beside(release.force_n);
  // The displacement's own noise, from its second differences, after thinning and whitening.
  std::vector<double> jumps(displacement.size() - 2);
  for (std::size_t i = 0; i < jumps.size(); ++i) {
    jumps[i] = displacement[i + 2] - 2 * displacement[i + 1] + displacement[i];
  }
  const double raw = mad_std(jumps) / std::sqrt(6.0);
  const double noise = raw * raw * release.rate_hz / fs * (1 + colour.phi.squaredNorm());
  const double movement = x.squaredNorm() / static_cast<double>(x.size());
  if (!(movement > 0) || !(noise < kNoiseOfMovement * movement)) {
    return no_estimate(Reason::low_signal);
  }
  const double slope = x.dot(y) / x.squaredNorm();
  const double dof = static_cast<double>(x.size() - columns.cols() - 1);
  const double error = std::sqrt((y - slope * x).squaredNorm() / dof / x.squaredNorm());
  if (!(slope > kClear * error)) return no_estimate(Reason::low_signal);
  return make_estimate(slope, error, kNaN, static_cast<std::int64_t>(x.size()), dof);
}

double retreat(std::span<const double> displacement, double fs, const StepVerdict& release) {
  const double away = 0.3 + release.width_s / 2;
  const auto mean = [&](double from_s, double to_s) {
    const auto first = static_cast<std::size_t>(std::max(from_s * fs, 0.0));
    const auto last =
        std::min(displacement.size(), static_cast<std::size_t>(std::max(to_s * fs, 0.0)));
    if (last <= first) return kNaN;
    return median({displacement.begin() + static_cast<std::ptrdiff_t>(first),
                   displacement.begin() + static_cast<std::ptrdiff_t>(last)});
  };
  const double at = release.time_s.value;
  return mean(at - away - 0.5, at - away) - mean(at + away, at + away + 0.5);
}

}  // namespace

HoldStiffness hold_stiffness(std::span<const double> force_n,
                             std::span<const double> displacement_m, double sampling_frequency_hz,
                             const Hold& hold, const ReleaseDetection& release) {
  const double fs = sampling_frequency_hz;
  HoldStiffness result;
  const double ramp = hold.onset_s.value - hold.ramp_start_s;
  result.before = line_stiffness(force_n, displacement_m, hold.ramp_start_s + 0.2 * ramp,
                                 hold.onset_s.value - 0.2 * ramp, fs);
  const auto held = displacement_m.subspan(hold.first, hold.last - hold.first + 1);
  result.in_hold = slope_in_hold(held, fs, release);
  if (release.release.found) result.retreat_m = retreat(held, fs, release.release);
  if (hold.let_go_s > hold.end_s) {
    const double let_go = hold.let_go_s - hold.end_s;
    result.after = line_stiffness(force_n, displacement_m, hold.end_s + 0.2 * let_go,
                                  hold.let_go_s - 0.2 * let_go, fs);
  } else {
    result.after = no_estimate(Reason::outside_field);
  }
  return result;
}

}  // namespace stiff
