#pragma once

#include <functional>

namespace stiff {

/// The range in which a tap's frequency is sought.
inline constexpr double kLowestTapFrequency_hz = 4;
inline constexpr double kHighestTapFrequency_hz = 120;

/// Where a spectrum's power is largest between the bounds, to 1e-7 of it: the best of a grid, then
/// Brent's search next to it. NaN where the largest lies at a bound. \param grid_hz below half the
/// width of the spectrum's lobes, 1 / record.
double spectral_maximum(const std::function<double(double)>& power_at_hz, double grid_hz,
                        double lowest_hz = kLowestTapFrequency_hz,
                        double highest_hz = kHighestTapFrequency_hz);

}  // namespace stiff
