#pragma once

#include <span>

namespace stiff {

/// coefficient * mean_square, the mean square being chi-square on `dof`.
struct VarianceTerm {
  double coefficient = 1;
  double mean_square = 0;
  double dof = 0;
};

struct VarianceInterval {
  double value = 0;
  double low = 0;
  double high = 0;
};

/// The sum of independent mean squares with coefficients above 0, and its 95 % interval by the
/// modified large sample method (GraybillWang1980, the same as MOVER in Zou2013):
///
///     low  = V - sqrt(sum (G_i c_i S_i^2)^2),  G = 1 - dof / chi2_0.975
///     high = V + sqrt(sum (H_i c_i S_i^2)^2),  H = dof / chi2_0.025 - 1
///
/// Exact for one term. Terms of coefficient 0 take no part. NaN without a term of dof above 0.
VarianceInterval variance_interval(std::span<const VarianceTerm> terms);

}  // namespace stiff
