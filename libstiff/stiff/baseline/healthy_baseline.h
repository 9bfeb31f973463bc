#pragma once

#include "stiff/baseline/cohort_values.h"
#include "stiff/baseline/robust_tolerance.h"
#include "stiff/baseline/tolerance_limit.h"
#include "stiff/result/healthy_baseline.h"

#include <span>

namespace stiff {

/// A healthy baseline of a cohort's numbers. For each muscle, quantity, unit, method, device,
/// state, posture and probe direction there is one entry over all sides and sites, and one for each
/// side and each site that is named. The person is the unit: what the sides, sites and runs of one
/// person have in common is counted once. People of one entry are ordered by their numbers.
HealthyBaseline build_baseline(std::span<const CohortValue> values, const ToleranceLevel& level);

/// Makes, or makes anew, all that an entry says of its people: location, spread, components,
/// limits, centiles, covariates, note. A pure function of the people and the level.
void summarise(BaselineEntry& entry, RobustFactors& factors);
void summarise(BaselineEntry& entry, const ToleranceLevel& level);
/// The same for all entries: what is done to a baseline that was read from a file.
void summarise(HealthyBaseline& baseline);

/// Both cohorts as one, without their raw data: equal, to rounding, to a baseline that was built of
/// both at once. The level is the first one's. \throws Error (bad_data) where an entry of either
/// has the people of the other in it (they would count twice), or is on another scale.
HealthyBaseline merge_baselines(const HealthyBaseline& a, const HealthyBaseline& b);

/// The level that a baseline was built with.
ToleranceLevel level_of(const HealthyBaseline& baseline);

/// A number of the entry's scale in the quantity's unit.
double in_units(const BaselineEntry& entry, double on_scale);

}  // namespace stiff
