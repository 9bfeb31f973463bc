#pragma once

#include "stiff/candidates/rated_case.h"
#include "stiff/core/estimate.h"
#include "stiff/core/options.h"

#include <cstdint>
#include <span>

namespace stiff {

struct YoudenOptions {
  int resamples = 2000;
  int seed = 1;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    visit(Option{"resamples", "1", "Bootstrap resamples of the people", 100, 1e6}, self.resamples);
    visit(Option{"seed", "1", "Seed of the resamples", 0, 2147483647}, self.seed);
  }
};

/// The cut c that makes sensitivity + specificity - 1 largest (Youden1950), a case being called
/// positive at a rating of c or more. The empirical curve's largest step hangs on one or two cases;
/// both distribution functions are therefore smoothed by normal kernels (Fluss2005), of the width
/// 0.9 min(SD, IQR / 1.34) n^(-1/5) of each class (Silverman1986), on normal scores of the pooled
/// ranks, each class counting half in all, so that the rating's scale changes nothing: the cut of
/// g(rating) is g(cut).
///
/// Sensitivity and specificity at the cut that the same cases chose are too high. They are given
/// apparent, and corrected by the .632 bootstrap (Efron1983), 0.368 apparent + 0.632 of the people
/// left out of each resample. Whole people are drawn: sides and runs of one stay together. The
/// interval of the cut is the resamples' percentiles; those of the corrected shares are Wilson's,
/// by what the people's cases are worth (proportion_interval.h); that of the index is from both
/// (Zou2008). Resamples without a positive or without a negative are left out.
///
/// Binormal ratings, 20 to 400 of each, also four negatives a positive, distance 1 to 3 and SD of the
/// positives 1 and 1.6: the cut's error is two thirds of the empirical cut's, its interval holds the
/// best cut in 91 to 96 %; the index at the cut is held in 94 to 98 %, the sensitivity in 93 to 98 %,
/// the specificity in 86 to 97 % (least where the negatives are the narrower class); the apparent
/// index is 0.06 too high at 20 and 20, the corrected one within 0.015.
///
/// `too_few` below two people with a positive or two with a negative, or where half the resamples
/// were left out; `low_signal` where all ratings are equal.
struct YoudenCut {
  Estimate cut;
  Estimate sensitivity;  ///< apparent
  Estimate specificity;
  Estimate corrected_sensitivity;
  Estimate corrected_specificity;
  Estimate corrected_index;  ///< their sum less 1
  int resamples = 0;         ///< that had both classes
};

/// \pre the ratings are finite
YoudenCut youden_cut(std::span<const RatedCase> cases, const YoudenOptions& options = {});

}  // namespace stiff
