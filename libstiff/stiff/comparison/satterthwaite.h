#pragma once

#include "stiff/comparison/mixed_model.h"
#include "stiff/core/estimate.h"

#include <Eigen/Core>

namespace stiff {

/// One number made of a mixed model's coefficients, w' b, with its test against zero.
struct ModelContrast {
  Estimate estimate;  ///< 95 % interval by Student's t; `not_converged` where the model is not
  double dof = kNaN;
  double t = kNaN;
  double p = kNaN;  ///< two-sided
};

/// Degrees of freedom after Satterthwaite as lmerTest has them (Kuznetsova2017):
///
///     dof = 2 (w'Cw)^2 / (g' A g),   g = d(w'Cw) / d(theta, sigma),   A = 2 H^-1
///
/// with C the coefficients' covariance and H the Hessian of the deviance in (theta, sigma); both
/// derivatives are exact here, lmerTest's are differences, from which these differ by 1e-3 at most
/// (tests/comparison). On the border of what can be (a singular fit) H is taken over what the
/// deviance depends on. \param weights one a coefficient; all zero is a caller's fault.
ModelContrast model_contrast(const MixedModelFit& fit,
                             const Eigen::Ref<const Eigen::VectorXd>& weights);

/// Several contrasts at once (weights, one a row), F against all being zero, with the denominator's
/// degrees of freedom as lmerTest takes them from those of the single, uncorrelated ones.
struct JointTest {
  double f = kNaN;
  double numerator_dof = kNaN;
  double denominator_dof = kNaN;
  double p = kNaN;
};
JointTest joint_test(const MixedModelFit& fit, const Eigen::Ref<const Eigen::MatrixXd>& weights);

}  // namespace stiff
