#pragma once

#include "stiff/core/estimate.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace stiff {

/// Values whose factors lie in one another, outermost first: person, side, session, run; what is
/// left within the innermost (taps) is the residual.
struct NestedValues {
  std::vector<std::string> levels;       ///< names, at the most six
  std::vector<std::vector<int>> groups;  ///< a level's label of each value, told apart within the
                                         ///< group above: the left side of two people may be 1
  std::vector<double> values;
};

/// One variance component. Where the data cannot tell it, the estimate is `too_few`: a level of
/// which no group above has two is part of that above, one whose groups have a value each is part
/// of the residual.
struct NestedComponent {
  std::string name;
  Estimate variance;
  std::int64_t groups = 0;
  double per_group = kNaN;  ///< harmonic mean of its number in the groups above
};

struct NestedComponents {
  Reason reason = Reason::none;
  double mean = kNaN;  ///< by generalised least squares: people weigh by what is known of them
  double mean_std_error = kNaN;
  std::vector<NestedComponent> components;  ///< of the levels, then `residual`
  double reml_criterion = kNaN;             ///< -2 log restricted likelihood, as lme4 has it
};

/// Components of y = mean + person + side + ... + residual by restricted maximum likelihood
/// (Patterson1971), unbalanced or not, all >= 0. The likelihood is built from the innermost groups
/// outwards: a group whose parts have estimates m_c of variances w_c has
///
///     p = sum 1 / w_c,  m = sum m_c / (w_c p),  variance 1 / p + sigma_level^2
///     -2 log L += sum log w_c + log p + sum (m_c - m)^2 / w_c
///
/// which is exact and costs one pass (Newton steps with its gradient; a general mixed model would
/// solve a system a person). Equals the balanced analysis of variance where that has no negative
/// component, and R's lme4 to 1e-5. Standard errors by the likelihood's curvature; 95 % intervals
/// by chi-square on 2 (variance / SE)^2 degrees of freedom; a component at zero has neither.
/// Reasons: `too_few` below two people or three values, `bad_input` (a value that is not finite,
/// lengths that differ), `no_spread`, `not_converged`. \param residual the residual's name.
NestedComponents nested_components(const NestedValues& data,
                                   const std::string& residual = "residual");

}  // namespace stiff
