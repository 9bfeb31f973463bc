#pragma once

#include <functional>

#include <Eigen/Core>

namespace stiff {

/// A smooth function at a point with its first and second derivatives.
struct QuadraticModel {
  double value;
  Eigen::VectorXd gradient;
  Eigen::MatrixXd hessian;
};

struct TrustRegionMinimum {
  Eigen::VectorXd point;
  QuadraticModel at;
  int steps = 0;
  bool converged = false;
};

/// A local minimum of a smooth function of a few numbers by Newton steps within a trust region
/// whose problem is solved by the Hessian's eigenvectors (MoreSorensen1983), so that it leaves
/// saddles by the direction of negative curvature. Ends where the quadratic model promises less
/// than what the function's own rounding is, the last step taken; the point is then good to the
/// square of what the value shows. For smooth functions of up to some 20 numbers.
/// \param value the function alone; \param model with its derivatives.
TrustRegionMinimum trust_region_minimum(
    const std::function<double(const Eigen::VectorXd&)>& value,
    const std::function<QuadraticModel(const Eigen::VectorXd&)>& model,
    const Eigen::VectorXd& start, int most_steps = 200);

}  // namespace stiff
