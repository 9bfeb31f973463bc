#pragma once

#include <Eigen/Core>

namespace stiff {

/// Products of all pairs of columns.
Eigen::MatrixXd column_products(const Eigen::Ref<const Eigen::MatrixXd>& columns);

/// Least squares of the last column on the others, from the columns' products.
struct GramFit {
  Eigen::VectorXd value;
  Eigen::MatrixXd inverse;     ///< of the normal equations
  double cost = 0;             ///< squares that are left; 0 where only rounding is
  double log_determinant = 0;  ///< of the normal equations
  bool ok = false;             ///< the columns are independent
};
GramFit gram_fit(const Eigen::MatrixXd& gram);

}  // namespace stiff
