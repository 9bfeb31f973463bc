#include "stiff/contact/tap_set.h"

#include "stiff/contact/punch_modulus.h"
#include "stiff/core/error.h"

#include <cmath>

#include <boost/math/distributions/students_t.hpp>

namespace stiff {
namespace {

struct Moments {
  double mean = 0, std_dev = 0;
  int n = 0;
};

Moments moments(std::span<const double> values, const std::vector<unsigned char>& counts) {
  Moments m;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (counts[i]) {
      m.mean += values[i];
      ++m.n;
    }
  }
  if (m.n == 0) return m;
  m.mean /= m.n;
  double squares = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (counts[i]) squares += (values[i] - m.mean) * (values[i] - m.mean);
  }
  m.std_dev = m.n > 1 ? std::sqrt(squares / (m.n - 1)) : kNaN;
  return m;
}

// The largest |x - mean| / s that a normal sample of n reaches with the given chance.
double grubbs_limit(int n, double level) {
  const boost::math::students_t distribution(n - 2);
  const double t = quantile(complement(distribution, level / (2 * n)));
  return (n - 1) / std::sqrt(static_cast<double>(n)) * std::sqrt(t * t / (n - 2 + t * t));
}

}  // namespace

TapSet summarise_taps(std::span<const double> values, const TapSetOptions& options) {
  if (!(options.outlier_level > 0 && options.outlier_level < 1) || options.fewest_taps < 2) {
    throw Error(ErrorKind::usage, "a set of taps needs a level between 0 and 1 and two taps");
  }
  TapSet set;
  for (const double value : values) set.counts.push_back(std::isfinite(value) ? 1 : 0);
  Moments m = moments(values, set.counts);
  while (m.n >= 5 && m.std_dev > 0) {
    std::size_t farthest = values.size();
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (set.counts[i] && (farthest == values.size() ||
                            std::abs(values[i] - m.mean) > std::abs(values[farthest] - m.mean))) {
        farthest = i;
      }
    }
    if (!(std::abs(values[farthest] - m.mean) >
          grubbs_limit(m.n, options.outlier_level) * m.std_dev)) {
      break;
    }
    set.counts[farthest] = 0;
    m = moments(values, set.counts);
  }
  if (m.n < options.fewest_taps) {
    set.estimate = no_estimate(Reason::too_few);
    return set;
  }
  set.estimate =
      make_estimate(m.mean, m.std_dev / std::sqrt(static_cast<double>(m.n)), kNaN, m.n, m.n - 1);
  set.cv = m.std_dev / std::abs(m.mean);
  set.variable = !(set.cv <= options.largest_cv);
  return set;
}

Estimate apparent_punch_modulus_pa(const Estimate& stiffness_n_per_m, double probe_diameter_m,
                                   double poisson_ratio) {
  if (!(probe_diameter_m > 0) || !(poisson_ratio > -1 && poisson_ratio <= 0.5)) {
    throw Error(ErrorKind::usage,
                "a punch needs a positive diameter and a Poisson ratio up to 0.5");
  }
  if (!stiffness_n_per_m.has_value()) return stiffness_n_per_m;
  return scaled_power(stiffness_n_per_m,
                      punch_modulus_per_stiffness(0.5 * probe_diameter_m, poisson_ratio), 1);
}

}  // namespace stiff
