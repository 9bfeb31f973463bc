#include "stiff/comparison/equivalence.h"

#include "stiff/core/error.h"

#include <algorithm>

#include <boost/math/distributions/students_t.hpp>

namespace stiff {

Equivalence equivalence(const TestedEstimate& estimate, double low, double high, double alpha) {
  if (!(low < 0 && high > 0)) {
    throw Error(ErrorKind::usage,
                "an equivalence margin lies on both sides of no change: low < 0 < high");
  }
  if (!(alpha > 0 && alpha < 0.5)) {
    throw Error(ErrorKind::usage, "the level of an equivalence test lies between 0 and 0.5");
  }
  Equivalence out;
  if (!(estimate.std_error > 0 && estimate.dof > 0)) return out;
  const boost::math::students_t distribution(estimate.dof);
  const double se = estimate.std_error;
  out.p_low = boost::math::cdf(complement(distribution, (estimate.value - low) / se));
  out.p_high = boost::math::cdf(distribution, (estimate.value - high) / se);
  out.p = std::max(out.p_low, out.p_high);
  const double half = boost::math::quantile(distribution, 1 - alpha) * se;
  out.ci_low = estimate.value - half;
  out.ci_high = estimate.value + half;
  out.equivalent = out.p < alpha;
  return out;
}

}  // namespace stiff
