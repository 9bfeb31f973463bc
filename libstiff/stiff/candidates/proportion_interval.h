#pragma once

#include "stiff/core/estimate.h"

#include <cstdint>
#include <span>

namespace stiff {

/// What one person adds to a share or a rate: `hits` of `n`.
struct PersonCount {
  double hits = 0;
  double n = 0;
};

/// A share of independent cases with Wilson1927's interval. `too_few` where n is 0.
Estimate proportion_of_cases(std::int64_t hits, std::int64_t n);

/// A share p = sum x_i / sum n_i of the cases of K people, whose cases are alike. Its variance is
/// the ratio estimator's (Cochran1977)
///
///     v = K / (K - 1) sum (x_i - p n_i)^2 / (sum n_i)^2,
///
/// so that the cases are worth n p (1 - p) / (n v) independent ones (RaoScott1992); as many, less
/// (z / t)^2 for v's own K - 1 degrees of freedom, and never more than n, go into Wilson's interval
/// (KornGraubard1998, with Wilson's in place of the exact one). Where p is 0 or 1, v says nothing:
/// there the cases are worth as many as there are people. Where each person has one case it is
/// `proportion_of_cases`. `too_few` where fewer than two people have a case. It holds the share in
/// 93 to 96 % (40 people of 1 to 6 cases that correlate by 0.5; shares 0.6 and 0.85).
Estimate proportion_of_people(std::span<const PersonCount> people);

/// A rate r = sum x_i / sum n_i of events, any number of them a case, likewise: v over the
/// Poisson's r / n is the dispersion, at least 1, and the score interval r + z^2 / 2n +- z sqrt(r /
/// n + z^2 / 4n^2) is of counts and cases over it. Without an event the cases count as people. It
/// holds the rate in 94 to 96 % (60 people of 4 cases whose own rates have a CV of 0.7).
Estimate rate_of_people(std::span<const PersonCount> people);

/// How many independent cases the people's cases are worth, as `proportion_of_people` counts them.
/// \pre two people or more have a case
double independent_cases(std::span<const PersonCount> people);

/// A share that is known otherwise (corrected for optimism), with Wilson's interval of so many
/// independent cases.
Estimate proportion_with(double share, double independent, std::int64_t n);

/// Whether each person who has any has one case.
bool one_case_each(std::span<const PersonCount> people);

}  // namespace stiff
