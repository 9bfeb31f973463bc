#pragma once

#include "stiff/candidates/evaluated_muscles.h"
#include "stiff/candidates/froc_curve.h"

#include <span>
#include <vector>

namespace stiff {

/// Whether the muscle's marks can be told true from false: a map, labelled healthy or with a place.
bool has_places(const EvaluatedMuscle& muscle);

/// Shares and rates of candidates at the decision. \pre all have places
std::vector<EvaluationRow> candidate_rows(std::span<const EvaluatedMuscle> muscles,
                                          double tolerance_mm);

/// What the marks came to. \pre all have places
std::vector<FreeResponse> free_responses(std::span<const EvaluatedMuscle> muscles, RatingRule rule,
                                         double tolerance_mm);

}  // namespace stiff
