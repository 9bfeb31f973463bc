#pragma once

#include "stiff/comparison/mixed_model.h"
#include "stiff/comparison/relative_covariance.h"

#include <vector>

#include <Eigen/Core>

namespace stiff {

/// Participants with the same random design, rotated so that only `rows` of their numbers depend on
/// the random effects: with Q R = Z, Q' [X y] has its first rank(Z) rows in `stacked`, and the rest
/// has the covariance of the residual alone.
struct DesignPattern {
  Eigen::Index rows = 0;
  Eigen::Index members = 0;
  std::vector<Eigen::MatrixXd> basis;  ///< d(Z S Z')/ds_j, rows x rows
  Eigen::MatrixXd stacked;             ///< (rows * members) x (p + 1), member by member
};

/// All that the likelihood of a mixed model asks of its data: [X y] in coordinates in which X is
/// orthonormal and y is the residual of least squares over its root mean square. It does not grow
/// with the values within a group.
struct ParticipantBlocks {
  RelativeCovariance shape{{}};
  std::vector<Eigen::VectorXd> column_scale;  ///< a term's columns were divided by these
  std::vector<std::int64_t> groups;           ///< of each term
  std::int64_t rows = 0;
  std::int64_t participants = 0;
  Eigen::Index fixed = 0;    ///< p
  Eigen::MatrixXd r_factor;  ///< X = Q R
  Eigen::VectorXd least_squares;
  double scale = kNaN;   ///< of y
  Eigen::MatrixXd rest;  ///< the products of what no random effect touches
  std::vector<DesignPattern> patterns;
};

/// \throws Error as fit_mixed_model.
ParticipantBlocks participant_blocks(const MixedModelData& data);

}  // namespace stiff
