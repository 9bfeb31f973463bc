#include "stiff/contact/cycle_summary.h"

#include <algorithm>
#include <cmath>

#include <boost/math/distributions/chi_squared.hpp>

namespace stiff {
namespace {

constexpr double kHeterogeneity = 0.05;

std::int64_t samples_of(std::span<const Estimate> all) {
  std::int64_t n = 0;
  for (const Estimate& one : all) n += one.has_value() ? one.n : 0;
  return n;
}

}  // namespace

Estimate mean_over_cycles(std::span<const Estimate> cycles) {
  std::vector<const Estimate*> with;
  bool errors = true;
  for (const Estimate& one : cycles) {
    if (!one.has_value()) continue;
    with.push_back(&one);
    errors = errors && one.std_error > 0;
  }
  if (with.empty()) return no_estimate(cycles.empty() ? Reason::too_few : cycles.front().reason);
  if (with.size() == 1) return *with.front();
  const auto count = static_cast<double>(with.size());
  double plain = 0, weights = 0, weighted = 0, quality = 0;
  for (const Estimate* one : with) {
    plain += one->value / count;
    quality += one->quality / count;
    const double weight = errors ? 1 / (one->std_error * one->std_error) : 1;
    weights += weight;
    weighted += weight * one->value;
  }
  weighted /= weights;
  double squares = 0, q = 0;
  for (const Estimate* one : with) {
    squares += (one->value - plain) * (one->value - plain);
    if (errors) q += std::pow((one->value - weighted) / one->std_error, 2);
  }
  const boost::math::chi_squared chi(count - 1);
  if (errors && q < quantile(complement(chi, kHeterogeneity))) {
    return make_estimate(weighted, 1 / std::sqrt(weights), quality, samples_of(cycles));
  }
  return make_estimate(plain, std::sqrt(squares / (count * (count - 1))), quality,
                       samples_of(cycles), count - 1);
}

Estimate rate_exponent(std::span<const Estimate> modulus, std::span<const double> rate,
                       double least_ratio) {
  double s = 0, sx = 0, sy = 0, sxx = 0, sxy = 0, syy = 0;
  double slowest = INFINITY, fastest = 0;
  int count = 0;
  for (std::size_t i = 0; i < modulus.size(); ++i) {
    const Estimate& e = modulus[i];
    if (!(e.value > 0 && e.std_error > 0 && rate[i] > 0)) continue;
    const double weight = std::pow(e.value / e.std_error, 2);
    const double x = std::log(rate[i]), y = std::log(e.value);
    s += weight;
    sx += weight * x;
    sy += weight * y;
    sxx += weight * x * x;
    sxy += weight * x * y;
    syy += weight * y * y;
    slowest = std::min(slowest, rate[i]);
    fastest = std::max(fastest, rate[i]);
    ++count;
  }
  if (count < 2 || !(fastest >= least_ratio * slowest)) return no_estimate(Reason::too_few);
  const double spread = sxx - sx * sx / s, slope = (sxy - sx * sy / s) / spread;
  const double left = std::max(syy - sy * sy / s - slope * slope * spread, 0.0);
  const int dof = count - 2;
  const bool widened = dof > 0 && left > dof;
  const double error = std::sqrt((widened ? left / dof : 1.0) / spread);
  return widened ? make_estimate(slope, error, 1, samples_of(modulus), dof)
                 : make_estimate(slope, error, 1, samples_of(modulus));
}

Estimate relative_change(const Estimate& first, const Estimate& last) {
  if (!first.has_value()) return no_estimate(first.reason);
  if (!last.has_value()) return no_estimate(last.reason);
  const double ratio = last.value / first.value;
  const double error =
      std::abs(ratio) * std::hypot(first.std_error / first.value, last.std_error / last.value);
  return make_estimate(ratio - 1, error, 1, first.n + last.n);
}

}  // namespace stiff
