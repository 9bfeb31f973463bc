#pragma once

#include "stiff/candidates/flag_map.h"

namespace stiff {

/// What the numbers of a candidate are made from.
struct ValueContext {
  const FlagInput* input = nullptr;
  const FlagReference* reference = nullptr;
  double own_level = kNaN;               ///< ln value of what lies round the place, trend taken out
  double own_level_error = kNaN;         ///< its standard error
  LogMap smooth = {};                    ///< that shapes are read from; for maps with candidates
  Picture<float> edge_distance_mm = {};  ///< of each pixel; the same

  /// What a score expects at a pixel, in the quantity's unit, the healthy trend in it.
  double expected_at(int score, Index pixel) const;
  /// Share of the pixels that lie above a limit (ln value); NaN for no limit.
  double share_above(double log_limit) const;
};

ValueContext value_context(const FlagInput& input, const FlagReference& reference,
                           const FieldScores& scores);

/// A place's pixels and what lies round it, each found with the help of the other: half height
/// needs to know what is expected, and that needs to leave the place itself out. For the own score
/// `context.own_level` is set. A region of no extent is its seed.
CandidateRegion region_and_level(ValueContext& context, int score, Index seed,
                                 const std::vector<unsigned char>& taken);

/// Shape, kind and values of a region. The standard error of a mean over pixels counts that their
/// errors are alike as far as those of healthy maps; that of the baseline is that of the mean over
/// the surroundings, or of the cohort's centre.
Candidate describe_candidate(const ValueContext& context, const CandidateRegion& region, int score,
                             Index seed);

}  // namespace stiff
