#pragma once

#include "stiff/contact/burst_scan.h"

#include <span>
#include <vector>

namespace stiff {

/// The axes turned into the principal axes of their noise between 15 and 120 Hz (of the half of the
/// samples in which the vector is shortest, so that bursts have no say). One axis stays as it is.
std::vector<std::vector<double>> principal_axes(std::span<const std::vector<double>> axes,
                                                double sampling_frequency_hz);

/// Stretches in which an axis stands at its largest or smallest value for four samples or more,
/// with 30 ms either side, where it does so for longer in all than at all its other values
/// together: the sensor's limit, and no coarse step.
struct Clipping {
  std::vector<TimeSpan> spans;
  double share = 0;  ///< of the samples of the worst axis
};
Clipping find_clipping(std::span<const std::vector<double>> axes, double sampling_frequency_hz);

}  // namespace stiff
