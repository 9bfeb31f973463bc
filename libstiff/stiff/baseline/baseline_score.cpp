#include "stiff/baseline/baseline_score.h"

#include "stiff/baseline/covariate_fit.h"
#include "stiff/baseline/healthy_baseline.h"

#include <algorithm>
#include <cmath>

#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>

namespace stiff {
namespace {

/// The spread of those like the new person, or of all, with a word on why.
CohortSpread spread_of_like(const BaselineEntry& entry, const NewValue& value,
                            BaselineScore& score) {
  if (!entry.covariates.used()) return entry.spread;
  const CohortSpread like = spread_for(entry.people, entry.covariates, value.sex, value.age);
  if (like.reason == Reason::none) {
    score.by_covariates = true;
    return like;
  }
  score.note = like.reason == Reason::out_of_range
                   ? "compared with people of all ages: this age is beyond the cohort's"
                   : "compared with people of all sexes and ages: this person's are not said";
  return entry.spread;
}

}  // namespace

BaselineScore score_value(const BaselineEntry& entry, const NewValue& value,
                          const ToleranceLevel& level) {
  BaselineScore out;
  if (!std::isfinite(value.value) || (entry.log_scale && !(value.value > 0))) {
    out.reason = Reason::bad_input;
    return out;
  }
  const CohortSpread spread = spread_of_like(entry, value, out);
  out.expected = in_units(entry, spread.location);
  out.difference = value.value - out.expected;
  if (value.value > 0 && out.expected > 0) out.ratio = value.value / out.expected;
  if (spread.reason != Reason::none || !(spread.total > 0)) {
    out.reason = Reason::too_few;
    out.note = entry.note;
    return out;
  }
  const double on_scale = entry.log_scale ? std::log(value.value) : value.value;
  const double error = entry.log_scale ? value.std_error / value.value : value.std_error;
  const double own = entry.components.error >= 0 ? entry.components.error : 0;
  const double excess = error >= 0 ? std::max(0.0, error * error - own) : 0;
  const double variance = spread.total + excess;
  const double deviation = on_scale - spread.location;
  const double t = deviation / std::sqrt(variance + spread.total / spread.effective_n);
  out.dof = spread.dof;
  const boost::math::students_t predictive(spread.dof);
  // From the tail in which the value lies, so that no digits are lost; 1e-300 ends the scale.
  const double tail = std::max(1e-300, cdf(complement(predictive, std::abs(t))));
  out.p_upper = t >= 0 ? tail : 1 - tail;
  out.z = std::copysign(quantile(complement(boost::math::normal(), tail)), t);
  const double half =
      std::sqrt(variance) * one_sided_tolerance_factor(spread.effective_n, spread.dof, level);
  out.lower_limit = in_units(entry, spread.location - half);
  out.upper_limit = in_units(entry, spread.location + half);
  const double k = deviation / std::sqrt(variance);
  out.share_below = boost::math::cdf(boost::math::normal(), k);
  out.share_low = share_below(k, spread.effective_n, spread.dof, 0.025);
  out.share_high = share_below(k, spread.effective_n, spread.dof, 0.975);
  return out;
}

}  // namespace stiff
