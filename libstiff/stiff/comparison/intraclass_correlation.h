#pragma once

#include "stiff/comparison/mean_squares.h"

#include <array>
#include <string_view>

namespace stiff {

/// What counts as error between repeats: everything within a person, in no order (`one_way`);
/// everything, the repeats' own means among it (`agreement`); all but those means (`consistency`).
enum class IccModel { one_way, agreement, consistency };

/// An intraclass correlation: the share of the variance of one value (or of the mean of k repeats)
/// that lies between people.
struct IntraclassCorrelation {
  std::string_view name;  ///< McGraw and Wong's: `ICC(1)`, `ICC(A,1)`, `ICC(C,k)`, ...
  IccModel model = IccModel::one_way;
  bool average = false;
  Estimate estimate;
};

/// All six, in the order ICC(1), ICC(A,1), ICC(C,1), ICC(1,k), ICC(A,k), ICC(C,k), with the F-based
/// 95 % intervals of McGraw1996 (its table 7; of ShroutFleiss1979 for one value):
///
///     ICC(1)   = (MSB - MSW) / (MSB + (k - 1) MSW)
///     ICC(C,1) = (MSB - MSE) / (MSB + (k - 1) MSE)
///     ICC(A,1) = (MSB - MSE) / (MSB + (k - 1) MSE + k (MSJ - MSE) / n)
///     ICC(1,k) = 1 - MSW / MSB,  ICC(C,k) = 1 - MSE / MSB,
///     ICC(A,k) = (MSB - MSE) / (MSB + (MSJ - MSE) / n)
///
/// Intervals of the one-way and consistency forms are exact under normality. Those of agreement
/// rest on Satterthwaite's degrees of freedom; for the average these are taken at k ICC(A,k), as
/// R's irr has it, which holds 0 to 1 % more than the interval of ICC(A,1) carried through Spearman
/// and Brown (psych's). Over 6 to 30 people and 2 to 5 repeats they hold 93.3 to 96 %, least where
/// the repeats' means differ much (6000 simulated tables each).
///
/// A negative estimate means a negative variance between people; it is given as it is, never
/// truncated. Repeats that agree to the bit give 1 with the interval [1, 1]. The mean squares'
/// reason is handed on; an interval that Satterthwaite's approximation cannot give is NaN.
std::array<IntraclassCorrelation, 6> intraclass_correlations(const MeanSquares& squares);

}  // namespace stiff
