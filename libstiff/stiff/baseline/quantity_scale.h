#pragma once

#include <string_view>

namespace stiff {

/// Whether healthy people's values of a quantity make a baseline, and on which scale.
enum class BaselineScale {
  none,    ///< it says something of the recording (when a hold began, a p value), not of the muscle
  linear,  ///< may be zero or negative
  logarithm  ///< positive and skewed: its SD goes with its mean
};

/// The scale belongs to the quantity and not to the data, so that cohorts merge and a limit's
/// confidence is not spent on a test of shape. On the logarithmic scale the limits of a speed and
/// of its modulus rho c^2 are the same limits; healthy kPa have a coefficient of variation of 10 to
/// 50 % in print, at which mean - 2 SD of the numbers themselves may be negative.
BaselineScale baseline_scale(std::string_view quantity);

}  // namespace stiff
