#pragma once

#include <vector>

#include <Eigen/Core>

namespace stiff {

/// Products of columns under AR(1) noise, e_t = rho e_(t-1) + white, without whitening them anew
/// for each rho: with unit innovations the inverse covariance has three diagonals, so that
///
///     x' V^-1 y = (1 + rho^2) x' y - rho sum (x_t y_(t+1) + x_(t+1) y_t) - rho^2 (x_1 y_1 + x_n
///     y_n)
struct Ar1Gram {
  Eigen::MatrixXd lag0, lag1, ends;
  Eigen::Index samples = 0;

  Eigen::MatrixXd at(double rho) const;
  /// The same of some of the columns, in the order given.
  Ar1Gram of(const std::vector<int>& columns) const;
};

/// \param columns (samples, columns). \param coloured false: for rho 0 only.
Ar1Gram ar1_gram(const Eigen::Ref<const Eigen::MatrixXd>& columns, bool coloured);

/// Least squares of the last column on the others at one rho.
struct Ar1Fit {
  Eigen::VectorXd value;
  Eigen::MatrixXd
      inverse;      ///< of the normal equations; times the innovations' variance: covariance
  double cost = 0;  ///< squares of the innovations
  double log_determinant = 0;  ///< of the normal equations
  bool ok = false;
};
Ar1Fit ar1_fit(const Ar1Gram& gram, double rho);

/// rho of the largest restricted likelihood (Patterson1971), within -0.5 and 0.9999: it counts what
/// the regressors take from the residuals, which makes the plain estimate too small. 0 for fewer
/// samples than columns.
double restricted_correlation(const Ar1Gram& gram);

}  // namespace stiff
