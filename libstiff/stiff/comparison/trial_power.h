#pragma once

#include <cstdint>

namespace stiff {

/// What a trial with a paired or a two-arm change is planned with. All in one unit.
struct PlannedChange {
  double change = 0;     ///< mean change (paired), or difference of the arms' mean changes
  double sd_change = 0;  ///< SD of one person's change: sqrt(2) SEM and how people differ in it
  double alpha = 0.05;   ///< two-sided
};

/// Power of the paired t test of n people, and of the two-sample t test of the changes of n people
/// in each of two arms; exact by the non-central t distribution, both tails:
///
///     paired:  T' on n - 1 with centrality sqrt(n) |change| / sd
///     two-arm: T' on 2 n - 2 with centrality sqrt(n / 2) |change| / sd
///
/// NaN below two people or where sd is not above 0.
double paired_power(const PlannedChange& planned, std::int64_t people);
double two_arm_power(const PlannedChange& planned, std::int64_t people_per_arm);

/// The least number of people (in each arm) that reaches the power; -1 where not even `most` do.
std::int64_t people_for_paired_power(const PlannedChange& planned, double power,
                                     std::int64_t most = 1000000);
std::int64_t people_for_two_arm_power(const PlannedChange& planned, double power,
                                      std::int64_t most = 1000000);

/// Half the width of the change's 95 % interval (1 - alpha) to expect, with E[SD] = sd taken:
/// t sd / sqrt(n), t sd sqrt(2 / n).
double paired_half_width(const PlannedChange& planned, std::int64_t people);
double two_arm_half_width(const PlannedChange& planned, std::int64_t people_per_arm);

}  // namespace stiff
