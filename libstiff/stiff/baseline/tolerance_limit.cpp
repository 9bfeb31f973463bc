#include "stiff/baseline/tolerance_limit.h"

#include "stiff/core/estimate.h"

#include <array>
#include <cmath>

#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/non_central_t.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/special_functions/gamma.hpp>

namespace stiff {
namespace {

double normal_quantile(double share) {
  return boost::math::quantile(boost::math::normal(), share);
}

double normal_cdf(double x) {
  return boost::math::cdf(boost::math::normal(), x);
}

/// The root of an increasing function between two ends that hold it.
template <class Function>
double root_between(double low, double high, Function&& increasing) {
  for (int i = 0; i < 200 && high - low > 1e-12 * (std::abs(low) + std::abs(high)); ++i) {
    const double middle = 0.5 * (low + high);
    (increasing(middle) < 0 ? low : high) = middle;
  }
  return 0.5 * (low + high);
}

bool is_sample(double effective_n, double dof) {
  return effective_n > 0 && dof > 0 && std::isfinite(effective_n) && std::isfinite(dof);
}

/// Half the width about a sample mean that lies x SD off, which holds the content.
double holding_half_width(double x, double content) {
  const double z = normal_quantile(0.5 * (1 + content));
  return root_between(z, z + x,
                      [&](double r) { return normal_cdf(x + r) - normal_cdf(x - r) - content; });
}

}  // namespace

double centile_factor(double share, double effective_n, double dof, double confidence) {
  if (!is_sample(effective_n, dof)) return kNaN;
  const double root_n = std::sqrt(effective_n);
  const boost::math::non_central_t statistic(dof, normal_quantile(share) * root_n);
  return boost::math::quantile(statistic, confidence) / root_n;
}

double one_sided_tolerance_factor(double effective_n, double dof, const ToleranceLevel& level) {
  return centile_factor(level.content, effective_n, dof, level.confidence);
}

double two_sided_tolerance_factor(double effective_n, double dof, const ToleranceLevel& level) {
  if (!is_sample(effective_n, dof)) return kNaN;
  // The mean's error in SD is normal with the variance 1 / n: 8 of its SD hold all but 1e-15. The
  // trapezoidal rule over a whole smooth bell errs by exp(-2 (pi / step)^2): nothing at 0.2.
  constexpr std::size_t kSteps = 40;
  constexpr double kStep = 8.0 / kSteps;
  std::array<double, kSteps + 1> squared_width{};
  std::array<double, kSteps + 1> weight{};
  for (std::size_t i = 0; i <= kSteps; ++i) {
    const double u = kStep * static_cast<double>(i);
    const double r = holding_half_width(u / std::sqrt(effective_n), level.content);
    squared_width[i] = r * r;
    weight[i] = (i == 0 ? 1 : 2) * kStep * boost::math::pdf(boost::math::normal(), u);
  }
  // k SD hold the content where SD^2 >= (r sigma / k)^2.
  const auto confidence_of = [&](double k) {
    double sum = 0;
    for (std::size_t i = 0; i <= kSteps; ++i) {
      sum += weight[i] * boost::math::gamma_q(0.5 * dof, 0.5 * dof * squared_width[i] / (k * k));
    }
    return sum;
  };
  double high = 4;
  while (confidence_of(high) < level.confidence && high < 1e12) high *= 2;
  return root_between(1e-3, high, [&](double k) { return confidence_of(k) - level.confidence; });
}

double share_below(double k, double effective_n, double dof, double confidence) {
  if (!is_sample(effective_n, dof) || !std::isfinite(k)) return kNaN;
  const double root_n = std::sqrt(effective_n);
  // The statistic k sqrt(n) is non-central t with the sought centrality: its cdf falls with it. Far
  // out, where the series of the distribution lose their digits, its normal approximation.
  const double spread = std::sqrt(1 + k * k * effective_n / (2 * dof));
  const double far = 12 * spread + 12;
  if (!(std::abs(k) * root_n < 60) || !(far < 200)) {
    return normal_cdf(k + normal_quantile(confidence) * spread / root_n);
  }
  const double centre = k * root_n;
  const double delta = root_between(centre - far, centre + far, [&](double d) {
    return 1 - confidence - boost::math::cdf(boost::math::non_central_t(dof, d), centre);
  });
  return normal_cdf(delta / root_n);
}

std::size_t upper_tolerance_rank(std::size_t n, const ToleranceLevel& level) {
  if (n == 0) return 0;
  const boost::math::binomial below(static_cast<double>(n), level.content);
  for (std::size_t rank = 1; rank <= n; ++rank) {
    if (boost::math::cdf(below, static_cast<double>(rank - 1)) >= level.confidence) return rank;
  }
  return 0;
}

}  // namespace stiff
