#include "stiff/contact/slow_force.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace stiff {
namespace {

constexpr double kRollOff = 0.5;
constexpr double kReach = 4;  // steps
constexpr int kFine = 64;     // points a step in the tables

// The root raised cosine over time in steps.
double kernel(double x) {
  constexpr double pi = std::numbers::pi;
  constexpr double b = kRollOff;
  if (std::abs(x) < 1e-9) return 1 - b + 4 * b / pi;
  const double pole = 1 - (4 * b * x) * (4 * b * x);
  if (std::abs(pole) < 1e-7) {
    return b / std::numbers::sqrt2 *
           ((1 + 2 / pi) * std::sin(pi / (4 * b)) + (1 - 2 / pi) * std::cos(pi / (4 * b)));
  }
  return (std::sin(pi * x * (1 - b)) + 4 * b * x * std::cos(pi * x * (1 + b))) / (pi * x * pole);
}

}  // namespace

SlowForce slow_force(std::span<const double> force, double sampling_frequency_hz, double rate_hz) {
  SlowForce slow;
  slow.step_s = 1 / rate_hz;
  const double samples_a_step = sampling_frequency_hz / rate_hz;
  const double reach = kReach * samples_a_step;
  const double room = static_cast<double>(force.size()) - 1 - 2 * reach;
  if (!(room >= 0)) return slow;
  const auto count = static_cast<Eigen::Index>(std::floor(room / samples_a_step + 1e-9)) + 1;
  slow.time_s.resize(count);
  slow.force_n.resize(count);
  for (Eigen::Index j = 0; j < count; ++j) {
    const double centre = reach + static_cast<double>(j) * samples_a_step;
    const auto first = static_cast<std::size_t>(std::ceil(centre - reach - 1e-9));
    const auto last =
        std::min(force.size() - 1, static_cast<std::size_t>(std::floor(centre + reach + 1e-9)));
    double sum = 0, weights = 0;
    for (std::size_t i = first; i <= last; ++i) {
      const double weight = kernel((static_cast<double>(i) - centre) / samples_a_step);
      sum += weight * force[i];
      weights += weight;
    }
    slow.time_s[j] = centre / sampling_frequency_hz;
    slow.force_n[j] = sum / weights;
  }
  return slow;
}

SlowStep::SlowStep(double rate_hz) : step_s_(1 / rate_hz) {
  const auto points = static_cast<Eigen::Index>(2 * kReach * kFine) + 1;
  step_.resize(points);
  ramp_.resize(points);
  step_[0] = ramp_[0] = 0;
  for (Eigen::Index i = 1; i < points; ++i) {
    const double middle = -kReach + (static_cast<double>(i) - 0.5) / kFine;
    step_[i] = step_[i - 1] + kernel(middle) / kFine;
  }
  step_ /= step_[points - 1];
  for (Eigen::Index i = 1; i < points; ++i) {
    ramp_[i] = ramp_[i - 1] + (step_[i] + step_[i - 1]) / 2 / kFine;
  }
}

double SlowStep::reach_s() const {
  return kReach * step_s_;
}

double SlowStep::ramp(double time_s) const {
  const double at = (time_s / step_s_ + kReach) * kFine;
  if (!(at > 0)) return 0;
  const Eigen::Index last = ramp_.size() - 1;
  if (at >= static_cast<double>(last)) return ramp_[last] * step_s_ + time_s - reach_s();
  const auto i = static_cast<Eigen::Index>(at);
  const double part = at - static_cast<double>(i);
  return (ramp_[i] + part * (ramp_[i + 1] - ramp_[i])) * step_s_;
}

double SlowStep::at(double time_s, double width_s) const {
  const double width = std::max(width_s, step_s_ / kFine);
  return (ramp(time_s + width / 2) - ramp(time_s - width / 2)) / width;
}

}  // namespace stiff
