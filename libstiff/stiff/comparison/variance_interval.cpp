#include "stiff/comparison/variance_interval.h"

#include "stiff/core/estimate.h"

#include <cmath>

#include <boost/math/distributions/chi_squared.hpp>

namespace stiff {

VarianceInterval variance_interval(std::span<const VarianceTerm> terms) {
  VarianceInterval out;
  double below = 0;
  double above = 0;
  std::size_t used = 0;
  for (const VarianceTerm& term : terms) {
    if (term.coefficient == 0) continue;
    if (!(term.dof > 0) || !(term.coefficient > 0) || !(term.mean_square >= 0)) {
      return {kNaN, kNaN, kNaN};
    }
    ++used;
    const boost::math::chi_squared chi(term.dof);
    const double part = term.coefficient * term.mean_square;
    const double g = 1 - term.dof / quantile(chi, 0.975);
    const double h = term.dof / quantile(chi, 0.025) - 1;
    out.value += part;
    below += g * g * part * part;
    above += h * h * part * part;
  }
  if (used == 0) return {kNaN, kNaN, kNaN};
  out.low = out.value - std::sqrt(below);
  out.high = out.value + std::sqrt(above);
  return out;
}

}  // namespace stiff
