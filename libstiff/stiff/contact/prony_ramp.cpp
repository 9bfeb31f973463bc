#include "stiff/contact/prony_ramp.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace stiff {

using Eigen::Index;
namespace {

constexpr Index kBlock = 64;

// The step of even samples, to a clock's rounding; 0 of others.
double even_step(const Eigen::VectorXd& time_s) {
  const Index n = time_s.size();
  if (n < 2) return 0;
  const double step = (time_s[n - 1] - time_s[0]) / static_cast<double>(n - 1);
  for (Index i = 1; i < n; ++i) {
    const double at = time_s[0] + step * static_cast<double>(i);
    if (!(std::abs(time_s[i] - at) < 1e-9 * step)) return 0;
  }
  return step;
}

}  // namespace

PronyRamp::PronyRamp(Eigen::VectorXd time_s, double ramp_s)
    : time_s_(std::move(time_s)), ramp_s_(ramp_s), even_step_s_(even_step(time_s_)) {
  constant_ = ramp_s > 0 ? Eigen::VectorXd((time_s_ / ramp_s).cwiseMin(1.0))
                         : Eigen::VectorXd(Eigen::VectorXd::Ones(time_s_.size()));
}

PronyRamp::PronyRamp(Eigen::VectorXd time_s, Eigen::VectorXd drive, Index first)
    : jump_(drive[0]), first_(first) {
  const Index n = drive.size();
  step_s_ = time_s.tail(n - 1) - time_s.head(n - 1);
  rate_ = (drive.tail(n - 1) - drive.head(n - 1)).cwiseQuotient(step_s_);
  constant_ = drive.tail(n - first);
}

void PronyRamp::decay(double tau, Eigen::Ref<Eigen::VectorXd> value,
                      Eigen::Ref<Eigen::VectorXd> slope) const {
  if (step_s_.size() > 0) {
    double q = jump_, by_tau = 0;
    double step = 0, kept = 1, lost = 0, kept_by_tau = 0, lost_by_tau = 0;
    for (Index i = 0;; ++i) {
      if (i >= first_) {
        value[i - first_] = q;
        slope[i - first_] = by_tau;
      }
      if (i == step_s_.size()) return;
      // A clock's rounding is no new step.
      if (std::abs(step_s_[i] - step) > 1e-9 * step) {
        step = step_s_[i];
        lost = -tau * std::expm1(-step / tau);  // int_0^step e^(-s / tau) ds
        kept = std::exp(-step / tau);
        kept_by_tau = kept * step / tau;
        lost_by_tau = lost - step * kept;
      }
      by_tau = kept_by_tau * q + kept * by_tau + rate_[i] * lost_by_tau;
      q = kept * q + rate_[i] * lost;
    }
  }
  const double x = ramp_s_ / tau;
  // (1 - e^-x) / x and what its logarithm's derivative by ln tau is.
  const double share = x > 0 ? -std::expm1(-x) / x : 1;
  const double share_slope = x > 0 ? 1 - std::exp(-x) / share : 0;
  Index held = 0;
  for (; held < time_s_.size() && time_s_[held] < ramp_s_; ++held) {
    const double e = std::exp(-time_s_[held] / tau);
    value[held] = tau / ramp_s_ * -std::expm1(-time_s_[held] / tau);
    slope[held] = value[held] - time_s_[held] / ramp_s_ * e;
  }
  const Index n = time_s_.size() - held;
  const auto since = (time_s_.tail(n).array() - ramp_s_) / tau;
  if (even_step_s_ > 0) {
    // Even samples: one exponential a block, times the powers within it.
    const Eigen::ArrayXd powers =
        (Eigen::ArrayXd::LinSpaced(kBlock, 0, kBlock - 1) * (-even_step_s_ / tau)).exp();
    for (Index i = 0; i < n; i += kBlock) {
      const Index width = std::min(kBlock, n - i);
      value.segment(held + i, width) = share * std::exp(-since[i]) * powers.head(width);
    }
  } else {
    value.tail(n) = share * (-since).exp();
  }
  slope.tail(n) = value.tail(n).array() * (share_slope + since);
}

}  // namespace stiff
