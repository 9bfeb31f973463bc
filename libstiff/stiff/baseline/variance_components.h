#pragma once

#include "stiff/result/baseline.h"

#include <cstddef>
#include <span>

namespace stiff {

/// Value j of person i is y_ij = mean + b_i + w_ij + e_ij: b between people, w within a person
/// (sides, sites, runs, days), e the measurement's error, whose variance the value's standard error
/// tells. Three ways to look at the same people.

/// The components by restricted maximum likelihood (Patterson1971), Fisher scoring within
/// between >= 0, within >= 0. Each person's values share the mean of their error variances, which
/// is all that a baseline keeps; where it is not known it is part of `within`. Equals R's lme4
/// without errors, and the balanced analysis of variance where that is not negative. Reason
/// `too_few` for one person; `within` and `between` cannot be told apart where everybody has one
/// value: `within` is NaN then and part of `between`.
SpreadComponents spread_components(std::span<const PersonSummary> people);

/// What a tolerance limit rests on, the person being the unit: the unweighted mean of the people's
/// means and the variance of one value, from the scatter of those means and of the values within
/// people (ThomasHultquist1978, exact where all have equally many):
///
///     total = S2 + (1 - h) MSW,   h the mean of 1 / n_i
///
/// Degrees of freedom and effective number after Satterthwaite, at an upper limit of the ratio of
/// the components (MeeOwen1983), so that a chance lack of scatter between few people does not count
/// as knowledge. Exactly the plain mean and SD where everybody has one value. The measurement's
/// error is in `total`, as it is in a new value. \param fixed how many numbers the location was
/// fitted by; above 1 for a regression, whose `residual_variance` of the means is given then.
CohortSpread cohort_spread(std::span<const PersonSummary> people);
CohortSpread cohort_spread(std::span<const PersonSummary> people, std::size_t fixed,
                           double residual_variance, double location, double location_leverage);

/// Mean of all values' error variances; NaN where no person's is known.
double mean_error_variance(std::span<const PersonSummary> people);

}  // namespace stiff
