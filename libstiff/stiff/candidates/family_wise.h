#pragma once

#include "stiff/candidates/enhancement.h"
#include "stiff/candidates/field_scores.h"
#include "stiff/candidates/flag_options.h"
#include "stiff/dsp/connected_regions.h"

#include <vector>

namespace stiff {

/// What a map's places are worth against simulated healthy muscles: the chance that the largest
/// statistic of a healthy muscle, seen with this map's mask and errors, is as large anywhere,
///
///     p = (1 + muscles whose largest is at least this) / (1 + muscles)
///
/// (WestfallYoung1993): so the chance of any p <= alpha in a healthy map is alpha. For `any` the
/// statistic is the smallest p of the scores that there are, its own distribution taken from the
/// same muscles. Simulation ends as soon as no place can reach alpha (Besag1991); the
/// decision is the same as with all of them, p is then of those that were simulated.
struct FamilyWise {
  std::vector<float> statistic;    ///< of the grid's places; of the clearest score for `any`
  std::vector<float> p;            ///< 1 where nothing counts
  std::vector<float> z;            ///< of the score that `which` names
  std::vector<signed char> which;  ///< score of each place: 0 own, 1 side, 2 healthy
  double p_least = 1;
  int simulated = 0;
};

/// \pre scores.has(score) for the declared one.
FamilyWise family_wise(FieldScores& scores, const HealthyMaps& healthy, const FlagOptions& options,
                       Enhancement& enhancement);

/// Candidates in a healthy muscle on average: the mean number of separate places with p <= alpha,
/// over the simulated muscles, each against all. One score, every place counting.
double expected_candidates(const HealthyMaps& healthy, const FieldModel& model,
                           const FlagOptions& options, const OwnScale& own_scale);

}  // namespace stiff
