#pragma once

#include "stiff/comparison/tested_estimate.h"

#include <span>

namespace stiff {

/// The mean of one number a person, by Student's t (Student1908):
///
///     mean(d) +- t(1 - (1 - confidence) / 2; n - 1) s / sqrt(n)
///
/// \param differences after less before, one a person, in any unit. Holds for differences that are
/// about normal, or for many. Reason `too_few` below two people; `bad_input` where one is not
/// finite. No interval and no p where all are equal.
TestedEstimate mean_change(std::span<const double> differences, double confidence = 0.95);

/// A change of logarithms in per cent, 100 (exp(x) - 1): value and the interval's ends are mapped
/// and the standard error is carried to first order; the test stays that of the logarithms. The
/// mean of logarithms becomes the geometric mean of after / before, which is alike for a fall and
/// the rise that undoes it.
TestedEstimate as_percent(const TestedEstimate& of_logarithms);

/// 100 (exp(x) - 1).
double percent_of_log(double x);

}  // namespace stiff
