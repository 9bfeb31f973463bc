#pragma once

#include "stiff/comparison/tested_estimate.h"

#include <span>
#include <vector>

namespace stiff {

/// Wilcoxon's signed rank test of differences about 0 (Wilcoxon1945). Zeros are left out and the
/// rest ranked by size, ties (within 1e-10 of the largest) by their mean; V is the sum of the
/// positive ones' ranks.
enum class SignedRankMethod {
  exact,   ///< to 50 differences, none zero, none alike: all 2^n signs
  normal,  ///< otherwise: variance n (n + 1) (2 n + 1) / 24 less sum(t^3 - t) / 48 over ties of t,
           ///< continuity correction 1/2
};

struct SignedRank {
  double v = kNaN;
  double p = kNaN;  ///< two-sided
  SignedRankMethod method = SignedRankMethod::exact;
  std::int64_t n = 0;            ///< without zeros
  Reason reason = Reason::none;  ///< `too_few`: no difference but zero; `bad_input`: not finite
};

SignedRank signed_rank_test(std::span<const double> differences);

/// P(V <= v) for v = 0, 1, ..., n (n + 1) / 2, of n differences whose signs are fair coins. \pre n
/// <= 50, where all counts are exact.
std::vector<double> signed_rank_distribution(int n);

}  // namespace stiff
