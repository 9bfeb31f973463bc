#pragma once

#include "stiff/core/axis.h"
#include "stiff/core/estimate.h"

#include <cstdint>
#include <span>
#include <vector>

namespace stiff {

/// y = intercept + slope x with the covariance of the two. NaN throughout where the points do not
/// determine a line.
struct LineFit {
  double intercept = kNaN;
  double slope = kNaN;
  double intercept_variance = kNaN;
  double slope_variance = kNaN;
  double covariance = kNaN;
  double residual_std = kNaN;  ///< of the points used; robust for the robust fits
  Index used = 0;              ///< points with weight

  double at(double x) const { return intercept + slope * x; }
  double slope_std_error() const;
  bool ok() const { return slope == slope; }
};

/// Weighted least squares. `weights` may be empty (all 1); points that are not finite or have no
/// weight are left out. The variances scale with the residuals, so weights need only be right in
/// proportion; the residuals must be independent for the variances to hold.
LineFit least_squares_line(std::span<const double> x, std::span<const double> y,
                           std::span<const double> weights = {});

/// Theil-Sen: the median of the slopes of all pairs, the intercept the median of y - slope x
/// (Sen1968). Holds with up to 29 % of the points wild. O(n^2 log n). The slope's standard error is
/// that of least squares with the residuals' MAD in place of their standard deviation, times
/// sqrt(pi / 3), the method's efficiency under normal errors.
LineFit theil_sen_line(std::span<const double> x, std::span<const double> y);

struct RansacOptions {
  double inlier_distance = 0;  ///< in y's unit; 0: 2.5 times the MAD of the Theil-Sen residuals
  int iterations = 200;
  std::uint32_t seed = 1;  ///< the draws are a fixed function of it
};

struct RansacLine {
  LineFit fit;  ///< least squares over the inliers
  std::vector<unsigned char> inlier;
};

/// Random sample consensus (Fischler1981): of the lines through two drawn points the one with the
/// smallest truncated squared distance over all points, refined by least squares over its inliers.
RansacLine ransac_line(std::span<const double> x, std::span<const double> y,
                       std::span<const double> weights, const RansacOptions& options = {});

enum class RobustLoss {
  huber,  ///< linear beyond 1.345 sigma
  tukey,  ///< nothing beyond 4.685 sigma; started from Huber's answer
};

/// Iteratively reweighted least squares with the scale by MAD. 95 % efficient under normal errors.
/// The slope's variance is the sandwich of the loss's derivatives (Huber1981).
LineFit robust_line(std::span<const double> x, std::span<const double> y,
                    std::span<const double> weights = {}, RobustLoss loss = RobustLoss::tukey);

}  // namespace stiff
