#pragma once

#include "stiff/candidates/flag_map.h"

namespace stiff {

/// What the numbers of a candidate are made from.
struct ValueContext {
  const FlagInput* input = nullptr;
  const FlagReference* reference = nullptr;
  double own_level = kNaN;          ///< ln value
  double own_level_error = kNaN;    ///< its standard error
  Picture<float> edge_distance_mm;  ///< of each pixel; for maps with candidates

  /// What a score expects at a pixel, in the quantity's unit, the healthy trend in it.
  double expected_at(int score, Index pixel) const;
  /// Share of the pixels that lie above a limit (ln value); NaN for no limit.
  double share_above(double log_limit) const;
};

ValueContext value_context(const FlagInput& input, const FlagReference& reference,
                           const FieldScores& scores);

/// Shape, kind and values of a region. The standard error of a mean over pixels counts that their
/// errors are alike as far as the healthy field is; that of the baseline is the median's, or the
/// cohort's centre's.
Candidate describe_candidate(const ValueContext& context, const CandidateRegion& region, int score,
                             Index seed);

}  // namespace stiff
