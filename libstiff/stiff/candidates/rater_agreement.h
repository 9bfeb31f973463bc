#pragma once

#include "stiff/core/estimate.h"

#include <cstdint>
#include <span>

namespace stiff {

/// One muscle as two raters call it; calls are numbers of categories.
struct CalledTwice {
  int first = 0;
  int second = 0;
  std::int64_t person = 0;
};

/// How far two raters agree: the share p_o of muscles that both call alike, and Cohen1960's
/// kappa = (p_o - p_e) / (1 - p_e), p_e = sum_k a_k b_k being what calls made apart would give. The
/// standard error is the delta method's (Fleiss1969), a call (i, j) moving kappa by
///
///     u = ((i = j) - p_o) / (1 - p_e) - (1 - p_o) (b_i + a_j - 2 p_e) / (1 - p_e)^2,
///
/// with the sums of u over each of the K people in place of u and K / (K - 1), since muscles of one
/// person are alike. The interval is symmetric in atanh(kappa), by Student's t; where kappa is 1
/// (or no one differs from it) its lower end is that of p_o's interval, at the same p_e. The
/// share's interval is that of people (proportion_interval.h).
///
/// Kappa's interval holds the truth in 94 to 97 % (30 people of 4 muscles that are all alike, kappa
/// 0.63). `too_few` below two people; kappa `low_signal` where both raters call everything the
/// same.
struct RaterAgreement {
  Estimate agreement;
  Estimate kappa;
  std::int64_t people = 0;
};

RaterAgreement rater_agreement(std::span<const CalledTwice> calls);

}  // namespace stiff
