#pragma once

#include "stiff/result/baseline.h"

#include <span>
#include <string>

namespace stiff {

/// Sex and age in a baseline: least squares of the people's means on sex and age, on the entry's
/// scale. The rule: sex where at least 8 women and 8 men are there; age where at least 20 people
/// say theirs and its SD is 5 years or more; so that each coefficient rests on ten people or so.
/// People who do not say what is fitted are left out of the fit (not of the entry).
CovariateFit fit_covariates(std::span<const PersonSummary> people);

/// What one value of a new person of this sex and age is spread like: location, total, effective
/// number (by the person's leverage) and degrees of freedom. Reason `missing_metadata` where the
/// fit asks for what is not said, `out_of_range` beyond the ages of the cohort: nothing is
/// extrapolated.
CohortSpread spread_for(std::span<const PersonSummary> people, const CovariateFit& fit,
                        const std::string& sex, double age);

}  // namespace stiff
