#pragma once

#include "stiff/candidates/rated_case.h"
#include "stiff/core/estimate.h"

#include <cstddef>
#include <span>
#include <vector>

namespace stiff {

/// Cases rated `threshold` or more are called positive. The first point of a curve calls none: its
/// threshold is infinite.
struct RocPoint {
  double threshold = kNaN;
  Estimate sensitivity;
  Estimate specificity;
};

/// The empirical ROC curve, one point a rating that occurs, from the strictest on; thinned to
/// `most` points, both ends kept. Intervals are those of people's shares at the fixed threshold
/// (proportion_interval.h). Empty without a positive or without a negative.
std::vector<RocPoint> roc_curve(std::span<const RatedCase> cases, std::size_t most = 200);

}  // namespace stiff
