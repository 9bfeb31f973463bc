#pragma once

#include "stiff/candidates/mark_matching.h"

#include <cstddef>
#include <span>
#include <vector>

namespace stiff {

/// How many raters must say so.
enum class ReferenceRule { majority, any, all };

/// What so many of the raters come to: 1 it is so, -1 it is not, 0 they are split (a majority's
/// tie).
int verdict_of_raters(std::size_t votes, std::size_t raters, ReferenceRule rule);

/// The places that several raters labelled in one picture, as one list. A rater's place is that of
/// a group (the nearest) where the two lie on each other within the tolerance and the group has
/// none of this rater's yet; a group's place is the mean of its members. Raters are taken in the
/// order given. A group that the rule holds for is a place, one that the raters are split over is a
/// place that does not count, another is none. \param by_rater the places of each rater who said
/// where; \param raters who looked at the muscle and either found nothing or said where
std::vector<LabelledPlace> consensus_places(std::span<const std::vector<LabelledPlace>> by_rater,
                                            std::size_t raters, ReferenceRule rule,
                                            double tolerance_mm);

}  // namespace stiff
