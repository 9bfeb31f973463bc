#include "stiff/contact/shared_error.h"

#include <algorithm>
#include <cmath>

namespace stiff {
namespace {

constexpr double kQuantile = 1.959963984540054;

void add(SharedError& shared, double ratio_low, double ratio_high) {
  const auto [least, most] = std::minmax(ratio_low, ratio_high);
  shared.low = std::hypot(shared.low, std::max(1 - least, 0.0));
  shared.high = std::hypot(shared.high, std::max(most - 1, 0.0));
  shared.std_error = std::hypot(shared.std_error, (most - least) / (2 * kQuantile));
}

}  // namespace

SharedError shared_error(const Indenter& indenter,
                         const std::function<double(const Indenter&)>& modulus,
                         double thickness_std_error_m, double poisson_ratio,
                         double poisson_std_error) {
  SharedError shared;
  const bool layer = !std::isnan(indenter.thickness_m()) && thickness_std_error_m > 0;
  if (!layer && !(poisson_std_error > 0)) return shared;
  const double whole = modulus(indenter);
  const auto ratio = [&](const Indenter& other) { return modulus(other) / whole; };
  if (layer) {
    const double h = indenter.thickness_m(), by = kQuantile * thickness_std_error_m;
    add(shared, ratio(indenter.with_thickness(std::max(h - by, 0.01 * h))),
        ratio(indenter.with_thickness(h + by)));
  }
  if (poisson_std_error > 0) {
    const double by = kQuantile * poisson_std_error;
    add(shared, ratio(indenter.with_poisson_ratio(std::max(poisson_ratio - by, 0.0))),
        ratio(indenter.with_poisson_ratio(std::min(poisson_ratio + by, 0.5))));
  }
  return shared;
}

Estimate with_shared_error(const Estimate& estimate, const SharedError& shared) {
  if (!estimate.has_value()) return estimate;
  Estimate wider = estimate;
  const double value = estimate.value;
  wider.std_error = std::hypot(estimate.std_error, shared.std_error * value);
  wider.ci_low = value - std::hypot(value - estimate.ci_low, shared.low * value);
  wider.ci_high = value + std::hypot(estimate.ci_high - value, shared.high * value);
  return wider;
}

}  // namespace stiff
