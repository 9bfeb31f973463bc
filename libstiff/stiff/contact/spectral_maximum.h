#pragma once

#include <functional>
#include <span>
#include <vector>

namespace stiff {

/// The range in which a tap's frequency is sought.
inline constexpr double kLowestTapFrequency_hz = 4;
inline constexpr double kHighestTapFrequency_hz = 120;

/// The frequencies at which a spectrum is looked at first. \param step_hz below half the width of
/// its lobes, 1 / record.
std::vector<double> spectral_grid(double step_hz, double lowest_hz = kLowestTapFrequency_hz,
                                  double highest_hz = kHighestTapFrequency_hz);

/// Where a spectrum's power is largest within a grid of at least three even steps, to 1e-7 of it:
/// the best of the grid, then Brent's search next to it. NaN where the largest lies at the grid's
/// end. \param grid_power of each of the grid's frequencies.
double spectral_maximum(const std::function<double(double)>& power_at_hz,
                        std::span<const double> grid_hz, std::span<const double> grid_power);

}  // namespace stiff
