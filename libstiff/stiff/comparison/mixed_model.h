#pragma once

#include "stiff/core/estimate.h"

#include <cstdint>
#include <string>
#include <vector>

#include <Eigen/Core>

namespace stiff {

/// A linear mixed model whose rows are independent between participants (LairdWare1982):
///
///     y = X b + sum_t Z_t u_t + e,   u_t ~ N(0, sigma^2 Lambda_t Lambda_t' a group),   e ~ N(0,
///     sigma^2)
///
/// The relative factors Lambda_t are lower triangular and hold the parameters theta; b and sigma
/// are profiled out, and theta minimises the restricted (or plain) deviance, in the same form and
/// with the same constants as lme4 (Bates2015):
///
///     REML = log|V| + log|X' V^-1 X| + (n - p) (1 + log(2 pi r' V^-1 r / (n - p))),   V = I + Z
///     Lambda Lambda' Z'
///
/// Found by Newton steps in a trust region with exact derivatives from several starts, and checked
/// on the border of the cone of covariances. Against lme4 with tightened optimisers and lmerTest
/// (tests/comparison): the criterion is never above lme4's by more than 1e-9, estimates and their
/// errors agree to 2e-7 and degrees of freedom to 6e-6 over 50 designs in which lme4's own two
/// optimisers agree; in one of 273 more both end on the border at what is no minimum. Columns of
/// any scale: they are scaled within.

/// Random effects of the groups of one factor, which lies within participants: `participant`
/// itself, `side in participant`, `session in participant`, ...
struct RandomTerm {
  std::string name;
  std::vector<int> group;     ///< a row's group, any label; a group lies within one participant
  Eigen::MatrixXd columns{};  ///< rows x effects; without any, an intercept
  std::vector<std::string> column_names{};  ///< of `columns`; empty: "intercept"
  bool correlated = true;                   ///< whether the effects of one group may go together
};

struct MixedModelData {
  Eigen::MatrixXd fixed;           ///< X, rows x p
  std::vector<std::string> names;  ///< of X's columns
  Eigen::VectorXd values;          ///< y
  std::vector<int> participant;    ///< any label
  std::vector<RandomTerm> random;
};

enum class Deviance { reml, ml };

struct MixedModelOptions {
  Deviance deviance = Deviance::reml;
};

/// The covariance of one term's effects, sigma^2 Lambda Lambda'.
struct TermCovariance {
  std::string name;
  std::vector<std::string> column_names;
  Eigen::MatrixXd covariance{};
  Eigen::MatrixXd std_error{};  ///< of each of its numbers; NaN on the border of what can be
  std::int64_t groups = 0;
  bool correlated = true;
  bool singular = false;  ///< a variance of zero, or effects of which one follows from the others
};

struct MixedModelFit {
  std::vector<std::string> names;  ///< of the coefficients
  Eigen::VectorXd coefficients;    ///< b
  Eigen::MatrixXd covariance;      ///< of b
  std::vector<TermCovariance> random;
  double residual_variance = kNaN;  ///< sigma^2
  double residual_variance_std_error = kNaN;
  Eigen::VectorXd theta;  ///< the factors' lower triangles by columns, term by term
  double criterion = kNaN;
  std::int64_t rows = 0;
  std::int64_t participants = 0;
  bool converged = false;
  bool singular = false;
  std::string note;  ///< what a reader must know: singular, and how; not converged; else empty

  /// Of (theta, sigma): the covariance by the deviance's Hessian and what each does to
  /// `covariance`; for degrees of freedom (satterthwaite.h).
  Eigen::MatrixXd parameter_covariance;
  std::vector<Eigen::MatrixXd> covariance_gradient;
};

/// \throws Error (bad_data) where there is no such model: fewer than two participants, no more rows
/// than columns, a column that follows from others (named), values all equal or fitted without a
/// rest, a number that is not finite, a group in two participants, as many effects of a term as
/// rows, two terms with the same groups.
MixedModelFit fit_mixed_model(const MixedModelData& data, const MixedModelOptions& options = {});

}  // namespace stiff
