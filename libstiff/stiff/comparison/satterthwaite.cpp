#include "stiff/comparison/satterthwaite.h"

#include "stiff/core/error.h"

#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

#include <Eigen/Eigenvalues>
#include <boost/math/distributions/fisher_f.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>

namespace stiff {
namespace {

double satterthwaite_dof(const MixedModelFit& fit, const Eigen::VectorXd& weights,
                         double variance) {
  const auto count = static_cast<Eigen::Index>(fit.covariance_gradient.size());
  Eigen::VectorXd gradient(count);
  for (Eigen::Index k = 0; k < count; ++k) {
    gradient(k) = weights.dot(fit.covariance_gradient[static_cast<std::size_t>(k)] * weights);
  }
  return 2 * variance * variance / gradient.dot(fit.parameter_covariance * gradient);
}

double two_sided_p(double t, double dof) {
  if (!std::isfinite(t)) return kNaN;
  if (!std::isfinite(dof)) return 2 * cdf(complement(boost::math::normal(), std::abs(t)));
  return 2 * cdf(complement(boost::math::students_t(dof), std::abs(t)));
}

/// The denominator's degrees of freedom of a mean of squared t's, each with its own
/// (FaiCornelius1996).
double pooled_dof(const std::vector<double>& dofs) {
  if (dofs.size() == 1) return dofs.front();
  bool alike = true;
  double expected = 0;
  for (const double dof : dofs) {
    alike = alike && std::abs(dof - dofs.front()) < 1e-8;
    if (!(dof > 2)) return 2;
    expected += std::isfinite(dof) ? dof / (dof - 2) : 1;
  }
  if (alike) return dofs.front();
  const auto q = static_cast<double>(dofs.size());
  return expected > q ? 2 * expected / (expected - q) : std::numeric_limits<double>::infinity();
}

}  // namespace

ModelContrast model_contrast(const MixedModelFit& fit,
                             const Eigen::Ref<const Eigen::VectorXd>& weights) {
  if (weights.size() != fit.coefficients.size() || !(weights.cwiseAbs().maxCoeff() > 0)) {
    throw Error(ErrorKind::usage,
                "mixed model: a contrast needs one weight a coefficient, not all zero");
  }
  ModelContrast out;
  if (!fit.converged) {
    out.estimate = no_estimate(Reason::not_converged);
    return out;
  }
  const Eigen::VectorXd w = weights;
  const double variance = w.dot(fit.covariance * w);
  out.dof = satterthwaite_dof(fit, w, variance);
  const double std_error = std::sqrt(variance);
  out.estimate = make_estimate(w.dot(fit.coefficients), std_error, kNaN, fit.participants, out.dof);
  out.t = out.estimate.value / std_error;
  out.p = two_sided_p(out.t, out.dof);
  return out;
}

JointTest joint_test(const MixedModelFit& fit, const Eigen::Ref<const Eigen::MatrixXd>& weights) {
  if (weights.cols() != fit.coefficients.size() || weights.rows() == 0) {
    throw Error(ErrorKind::usage, "mixed model: a joint test needs one weight a coefficient");
  }
  JointTest out;
  if (!fit.converged) return out;
  const Eigen::MatrixXd l = weights;
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> eigen(l * fit.covariance * l.transpose());
  const Eigen::VectorXd& variance = eigen.eigenvalues();
  const double least = 1e-8 * variance(variance.size() - 1);
  std::vector<double> dofs;
  double squares = 0;
  for (Eigen::Index i = 0; i < variance.size(); ++i) {
    if (!(variance(i) > least)) continue;
    const Eigen::VectorXd w = l.transpose() * eigen.eigenvectors().col(i);
    const double estimate = w.dot(fit.coefficients);
    squares += estimate * estimate / variance(i);
    dofs.push_back(satterthwaite_dof(fit, w, variance(i)));
  }
  if (dofs.empty()) return out;
  out.numerator_dof = static_cast<double>(dofs.size());
  out.denominator_dof = pooled_dof(dofs);
  out.f = squares / out.numerator_dof;
  const double denominator = std::isfinite(out.denominator_dof) ? out.denominator_dof : 1e10;
  out.p = cdf(complement(boost::math::fisher_f(out.numerator_dof, denominator), out.f));
  return out;
}

}  // namespace stiff
