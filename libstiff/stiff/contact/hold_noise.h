#pragma once

#include <Eigen/Core>

namespace stiff {

/// Noise of a force sensor: white, and a slow part that forgets by `memory` from one sample to the
/// next. Their sum is
///
///     x_t = memory x_(t-1) + e_t - kept memory e_(t-1),   0 <= memory < 1, 0 <= kept <= 1
///
/// kept 1: white alone; 0: AR(1) alone. Its power at long times is never below the white's, so that
/// no error bar falls under that of independent samples.
struct HoldNoise {
  double memory = 0;
  double kept = 1;

  bool white() const { return memory == 0 || kept == 1; }
  /// Between successive samples.
  double correlation() const;
  /// Variance of a mean over that of as many independent samples.
  double mean_inflation() const;
};

/// Makes columns' noise independent and of the innovations' variance: the exact innovations of a
/// finite record, its first samples' larger variance included.
class NoiseWhitener {
 public:
  NoiseWhitener(const HoldNoise& noise, Eigen::Index samples);
  void apply(Eigen::Ref<Eigen::MatrixXd> columns) const;
  double log_determinant() const { return log_determinant_; }

 private:
  HoldNoise noise_;
  Eigen::VectorXd gain_, scale_;
  double log_determinant_ = 0;
};

/// The noise of the largest likelihood of residuals taken as they are: a start, quick. A memory
/// longer than a tenth of the record is not told from a drift: bounded there. White where the
/// residuals are below 1e-6.5 of \param signal_power, a sum of squares: only rounding is left.
HoldNoise likely_hold_noise(const Eigen::VectorXd& residual, double signal_power);

/// The same by the restricted likelihood (Patterson1971) of the last column given the others, from
/// a start near it: it counts what these take from the residuals, which makes the slow part look
/// smaller than it is.
HoldNoise restricted_hold_noise(const Eigen::MatrixXd& columns, const HoldNoise& near);

}  // namespace stiff
