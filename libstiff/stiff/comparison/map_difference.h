#pragma once

#include "stiff/comparison/located_picture.h"
#include "stiff/comparison/map_registration.h"
#include "stiff/core/estimate.h"

#include <vector>

namespace stiff {

/// One quantity over a muscle with its standard error, in the quantity's unit.
struct LocatedMap {
  LocatedPicture value;
  LocatedPicture std_error;
};

/// What changed between two maps, on the first one's grid, in its frame; NaN where one of the two
/// says nothing. `log_ratio` is ln(post / pre).
struct MapDifference {
  Axis axial_m;
  Axis lateral_m;
  Picture<float> pre;
  Picture<float> post;  ///< resampled
  Picture<float> log_ratio;
  Picture<float> log_ratio_std_error;
  Picture<float> difference;  ///< post - pre
  Picture<float> difference_std_error;
  Index n_pixels = 0;
  double dispersion = kNaN;  ///< variance of log_ratio over its error's square, at least 1
  std::vector<double> axial_correlation;  ///< of the errors, by lag in pixels, from 1 to the first
  std::vector<double> lateral_correlation;  ///< that is below 0.05
};

/// The second map laid on the first (bilinear), and their difference. A pixel counts where both
/// values are above 0 and both errors are known. Its error has three parts, in quadrature: the
/// first map's, the second's (resampled with the values' weights, as if neighbours erred alike:
/// never too small), and what the shift's and the rotation's own errors make of the second map's
/// slope.
///
/// How far pixels err together, and whether they scatter by more than their errors say, is taken
/// from the difference itself, where `apart` is 0 (candidates are 1: there a change is expected): z
/// = (log_ratio - mean) / error, its mean square (`dispersion`, if above 1) and its correlation
/// along either axis, the product of both for a lag across. A change that is uneven outside
/// candidates thus widens the intervals. \pre the registration is accepted or was stated.
MapDifference difference_of_maps(const LocatedMap& pre, const LocatedMap& post,
                                 const MapRegistration& registration,
                                 const Picture<unsigned char>& apart = {});

/// The mean change of a region.
struct RegionChange {
  Estimate log_ratio;   ///< of ln(post / pre)
  Estimate difference;  ///< post - pre
  /// In per cent: 100 (exp - 1) of `log_ratio` and of its interval.
  Estimate percent() const;
};

/// The mean over the region's pixels with
///   var = dispersion/n^2 sum_ij s_i s_j r(i - j),
/// s the pixels' errors, r their correlation, and a 95 % interval by Student's t with as many
/// degrees of freedom as the whole field has independent places, less one. `n` counts pixels; fewer
/// than `least` are `too_few`. It holds what differs between these two recordings: how a muscle
/// differs from day to day is not in it.
RegionChange region_change(const MapDifference& difference, const Picture<unsigned char>& region,
                           Index least = 5);

/// Change of `inside` less that of `outside`, on the logarithmic scale, in per cent.
Estimate percent_against(const Estimate& inside, const Estimate& outside);

}  // namespace stiff
