#pragma once

#include "stiff/comparison/tested_estimate.h"
#include "stiff/core/options.h"

#include <cstdint>
#include <span>
#include <vector>

namespace stiff {

/// By what a person's change must exceed the error of measurement to be called one.
enum class MdcRule {
  normal,   ///< 1.96 sqrt(2) SEM, as papers print it: few controls err more often than 5 %
  student,  ///< t(0.975; dof) sqrt(2) SEM: 5 % of new people who do not change, whatever the number
};
std::span<const Choice<MdcRule>> choices(MdcRule);

/// How far two sessions of a person lie apart when nothing was done in between, and what that says
/// of one person's change. From changes d_ij of the places j (sides, sites) of the persons i:
///
///     V   = S2 + (1 - h) MSW,  S2 the variance of the persons' means, MSW that of the places
///     within
///           persons, h the mean of 1 / places (ThomasHultquist1978)
///     SEM = sqrt(V / 2),  MDC95 = 1.96 sqrt(2) SEM = 1.96 sqrt(V)
///
/// With one place a person SEM is sqrt(MSE) of the two sessions: a shift that all share is not in
/// it, and is given beside it. Degrees of freedom after Satterthwaite; intervals by chi-square,
/// exact with one place a person. Unit: that of the changes, logarithms for a change in per cent.
struct BetweenSessionError {
  double sem = kNaN;
  double sem_low = kNaN;
  double sem_high = kNaN;
  double dof = kNaN;
  double mdc = kNaN;  ///< by the rule
  double mdc_low = kNaN;
  double mdc_high = kNaN;
  double factor = kNaN;        ///< mdc over sqrt(V)
  double chance_share = kNaN;  ///< of new people without a change who will be beyond mdc
  TestedEstimate shift;        ///< the control's own mean change, the person being the unit
  std::int64_t people = 0;
  std::int64_t places = 0;
  Reason reason = Reason::none;  ///< `too_few` below 3 people; `bad_input` where one is not finite;
                                 ///< `low_signal` where all changes are equal
};

BetweenSessionError between_session_error(std::span<const std::vector<double>> changes_by_person,
                                          MdcRule rule = MdcRule::normal);

}  // namespace stiff
