#pragma once

#include "stiff/comparison/agreement_limits.h"

#include <span>
#include <vector>

namespace stiff {

/// One person's values by two methods (devices, sessions, raters).
struct RepeatedPair {
  std::vector<double> x;
  std::vector<double> y;
};

/// Limits of agreement of single values where each person was measured several times by each method
/// while the true value stood still: taps of one session, in no pairs (BlandAltman1999, 5.1 and
/// 5.2):
///
///     SD^2 = S_d^2 + (1 - mean(1 / m_xi)) s_x^2 + (1 - mean(1 / m_yi)) s_y^2
///
/// S_d^2 the variance of the people's mean differences, s^2 the methods' variances within people;
/// the bias is the mean of the mean differences, each person counting once. The intervals of the
/// limits are MOVER's (Zou2013); over 6 to 30 people they hold 95 to 97 %. Reasons: `too_few` below
/// two people or where a person lacks a method, `bad_input`, `no_spread`.
AgreementLimits replicate_agreement_limits(std::span<const RepeatedPair> people);

/// The same where the true value varies and x_ij belongs to y_ij: sides, sites, days
/// (BlandAltman1999, 5.3). Differences are d_ij = mean + person + residual:
///
///     SD^2 = sigma_d^2 + s^2,  sigma_d^2 = (MSB - s^2) / m0,  m0 = (N - sum m_i^2 / N) / (n - 1)
///
/// The bias is the mean of all differences, as there; its standard error counts that a person's are
/// alike. A negative sigma_d^2 is kept: nothing is truncated. With one pair a person it is
/// `agreement_limits`. Additional reason: `bad_input` where x and y differ in length.
AgreementLimits paired_agreement_limits(std::span<const RepeatedPair> people);

}  // namespace stiff
