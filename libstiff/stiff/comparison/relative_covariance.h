#pragma once

#include <vector>

#include <Eigen/Core>

namespace stiff {

/// How the numbers theta make the relative covariances S_t = Lambda_t Lambda_t' of a mixed model's
/// terms (Bates2015): the lower triangle of each Lambda_t by columns where its effects are
/// correlated, else the diagonal. The covariances are listed in the same order, s = the lower
/// triangle (or diagonal) of each S_t, so that s is a quadratic form of theta. Theta may be of
/// either sign: a column of Lambda and its negative are the same model.
class RelativeCovariance {
 public:
  struct Term {
    Eigen::Index effects;
    bool correlated;
  };

  explicit RelativeCovariance(std::vector<Term> terms);

  Eigen::Index size() const { return size_; }
  const std::vector<Term>& terms() const { return terms_; }
  /// Where the numbers of a term begin.
  Eigen::Index first(std::size_t term) const { return first_[term]; }

  Eigen::VectorXd covariances(const Eigen::VectorXd& theta) const;
  /// ds / dtheta, covariances x theta.
  Eigen::MatrixXd jacobian(const Eigen::VectorXd& theta) const;
  /// The Hessian in theta of a function whose gradient and Hessian in s are given.
  Eigen::MatrixXd pull_back(const Eigen::VectorXd& theta, const Eigen::VectorXd& gradient,
                            const Eigen::MatrixXd& hessian) const;

  Eigen::MatrixXd factor(const Eigen::VectorXd& theta, std::size_t term) const;
  /// The theta of the factors; of a term without correlations only the diagonal is taken.
  Eigen::VectorXd theta(const std::vector<Eigen::MatrixXd>& factors) const;
  /// The same model with no factor's diagonal below zero.
  Eigen::VectorXd with_positive_diagonal(const Eigen::VectorXd& theta) const;
  /// A symmetric matrix D with tr(D dS_t) = gradient . ds: where a variance may grow.
  Eigen::MatrixXd gradient_matrix(const Eigen::VectorXd& gradient, std::size_t term) const;

 private:
  std::vector<Term> terms_;
  std::vector<Eigen::Index> first_;
  Eigen::Index size_ = 0;
};

}  // namespace stiff
