#include "stiff/baseline/tolerance_limit.h"
#include "stiff/candidates/flag_map.h"

#include <cmath>

#include <boost/math/distributions/normal.hpp>

namespace stiff {

FlagReference::FlagReference(const FieldEntry& entry, const Axis& axial_m, const Axis& lateral_m,
                             const FlagOptions& options, double content, double confidence,
                             int jobs)
    : entry_(&entry),
      options_(options),
      healthy_(entry.model, analysis_grid(axial_m, lateral_m), options.simulations, options.seed,
               jobs),
      own_scale_(own_scale_of(healthy_, options.surroundings_m)),
      expected_(expected_candidates(healthy_, entry.model, options, own_scale_)) {
  const CohortSpread& level = entry.model.level;
  if (level.reason != Reason::none || !(level.total > 0)) return;
  // A pixel of a new person: the person's level and the field, as far as the cohort tells.
  const double factor = one_sided_tolerance_factor(level.effective_n, level.dof,
                                                   {.content = content, .confidence = confidence});
  upper_limit_ = level.location + factor * std::sqrt(level.total + entry.model.variance);
  healthy_share_ = boost::math::cdf(boost::math::complement(boost::math::normal(), factor));
}

}  // namespace stiff
