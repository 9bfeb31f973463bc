#include "stiff/comparison/responder_count.h"

#include "stiff/core/error.h"

#include <algorithm>
#include <cmath>
#include <string>

#include <boost/math/distributions/beta.hpp>
#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/normal.hpp>

namespace stiff {

Share exact_share(std::int64_t k, std::int64_t n) {
  if (!(k >= 0 && k <= n)) {
    throw Error(ErrorKind::usage, std::to_string(k) + " of " + std::to_string(n) + " is no count");
  }
  if (n == 0) return {};
  const auto hits = static_cast<double>(k);
  const auto all = static_cast<double>(n);
  using boost::math::beta_distribution;
  Share out{.value = hits / all, .ci_low = 0, .ci_high = 1};
  if (k > 0) {
    out.ci_low = boost::math::quantile(beta_distribution<>(hits, all - hits + 1), 0.025);
  }
  if (k < n) {
    out.ci_high =
        boost::math::quantile(complement(beta_distribution<>(hits + 1, all - hits), 0.025));
  }
  return out;
}

double binomial_tail(std::int64_t k, std::int64_t n, double share) {
  if (k <= 0) return 1;
  const boost::math::binomial counts(static_cast<double>(n), share);
  return boost::math::cdf(complement(counts, static_cast<double>(k - 1)));
}

double chance_of_count(std::int64_t k, std::int64_t n, double factor, double dof) {
  if (!(factor > 0 && dof > 0)) return kNaN;
  if (k <= 0) return 1;
  const auto share_at = [&](double ratio) {
    return boost::math::cdf(boost::math::normal(), -factor * std::sqrt(ratio));
  };
  constexpr double kMostDof = 1e6;  // beyond, the limit is as good as known
  if (!(dof < kMostDof)) return binomial_tail(k, n, share_at(1));
  const boost::math::chi_squared distribution(dof);
  constexpr double kTail = 1e-12;
  constexpr int kSteps = 2000;
  const double first = std::log(boost::math::quantile(distribution, kTail));
  const double last = std::log(boost::math::quantile(complement(distribution, kTail)));
  const double step = (last - first) / kSteps;
  double sum = 0;
  for (int i = 0; i <= kSteps; ++i) {
    const double u = std::exp(first + step * i);
    const double weight = (i == 0 || i == kSteps ? 0.5 : 1) * step * u;
    sum += weight * boost::math::pdf(distribution, u) * binomial_tail(k, n, share_at(u / dof));
  }
  return std::min(1.0, sum);
}

}  // namespace stiff
