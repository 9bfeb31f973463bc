#pragma once

#include "stiff/comparison/mixed_model.h"
#include "stiff/comparison/participant_blocks.h"
#include "stiff/comparison/trust_region.h"

#include <vector>

#include <Eigen/Core>

namespace stiff {

/// The sums over participants that the deviance and its derivatives in the relative covariances s
/// are made of (W = V^-1, M_j = dV/ds_j, T = [X y]):
struct LikelihoodSums {
  double log_det = 0;                   ///< log|V|
  Eigen::MatrixXd products;             ///< T' W T
  Eigen::VectorXd traces;               ///< tr(W M_j)
  std::vector<Eigen::MatrixXd> first;   ///< T' W M_j W T
  Eigen::MatrixXd trace_pairs;          ///< tr(W M_j W M_l)
  std::vector<Eigen::MatrixXd> second;  ///< T' W M_j W M_l W T, j <= l, by rows
};

/// The deviance of a mixed model at given relative covariances, as mixed_model.h states it, with
/// exact derivatives (LindstromBates1988 gives the same by other sums):
///
///     f(s, sigma^2) = log|V| + [log|X'WX|] + r'Wr / sigma^2 + (n - p) log(2 pi sigma^2)
///
/// The bracket and p are left out for plain maximum likelihood. Cost of a value: one pass over the
/// patterns of participants.
class RestrictedLikelihood {
 public:
  RestrictedLikelihood(const ParticipantBlocks& blocks, Deviance deviance);

  /// sigma profiled out.
  double value(const Eigen::VectorXd& theta) const;
  QuadraticModel model(const Eigen::VectorXd& theta) const;
  /// Gradient of the profile in s, for the border of what can be.
  Eigen::VectorXd covariance_gradient(const Eigen::VectorXd& theta) const;

  struct Solution {
    Eigen::VectorXd coefficients;  ///< in the blocks' coordinates
    Eigen::MatrixXd inverse;       ///< (X'WX)^-1 there
    double sigma2;                 ///< in units of the blocks' scale
    /// Hessian of f in (theta, sigma), and d(X'WX)^-1 / dtheta_k.
    Eigen::MatrixXd hessian;
    std::vector<Eigen::MatrixXd> inverse_gradient;
  };
  Solution solve(const Eigen::VectorXd& theta) const;

 private:
  const ParticipantBlocks& blocks_;
  Deviance deviance_;
};

}  // namespace stiff
