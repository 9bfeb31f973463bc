#pragma once

#include <span>
#include <vector>

namespace stiff {

/// The median of the finite values (the mean of the middle two of an even count); NaN if there is
/// none.
double median(std::vector<double> values);

/// The median with weights > 0: the value at which half of the weight is reached. NaN if no weight.
double weighted_median(std::span<const double> values, std::span<const double> weights);

/// 1.4826 times the median absolute deviation from the median of the finite values: the standard
/// deviation where they are normal, with up to half of them wild. NaN if there is none.
double mad_std(std::span<const double> values);

}  // namespace stiff
