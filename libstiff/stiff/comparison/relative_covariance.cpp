#include "stiff/comparison/relative_covariance.h"

#include <cstddef>
#include <utility>

namespace stiff {
namespace {

/// Where (row, column), row >= column, stands in the list of a lower triangle by columns.
Eigen::Index triangle_index(Eigen::Index effects, Eigen::Index row, Eigen::Index column) {
  return column * effects - column * (column - 1) / 2 + (row - column);
}

/// Calls back with (index of s, index of theta, index of theta) for each product that s sums.
template <class Visit>
void for_products(const RelativeCovariance& shape, Visit&& visit) {
  for (std::size_t t = 0; t < shape.terms().size(); ++t) {
    const auto [effects, correlated] = shape.terms()[t];
    const Eigen::Index first = shape.first(t);
    if (!correlated) {
      for (Eigen::Index i = 0; i < effects; ++i) visit(first + i, first + i, first + i);
      continue;
    }
    for (Eigen::Index b = 0; b < effects; ++b) {
      for (Eigen::Index a = b; a < effects; ++a) {
        for (Eigen::Index c = 0; c <= b; ++c) {
          visit(first + triangle_index(effects, a, b), first + triangle_index(effects, a, c),
                first + triangle_index(effects, b, c));
        }
      }
    }
  }
}

}  // namespace

RelativeCovariance::RelativeCovariance(std::vector<Term> terms) : terms_(std::move(terms)) {
  for (const Term& term : terms_) {
    first_.push_back(size_);
    size_ += term.correlated ? term.effects * (term.effects + 1) / 2 : term.effects;
  }
}

Eigen::VectorXd RelativeCovariance::covariances(const Eigen::VectorXd& theta) const {
  Eigen::VectorXd s = Eigen::VectorXd::Zero(size_);
  for_products(
      *this, [&](Eigen::Index j, Eigen::Index k, Eigen::Index l) { s(j) += theta(k) * theta(l); });
  return s;
}

Eigen::MatrixXd RelativeCovariance::jacobian(const Eigen::VectorXd& theta) const {
  Eigen::MatrixXd out = Eigen::MatrixXd::Zero(size_, size_);
  for_products(*this, [&](Eigen::Index j, Eigen::Index k, Eigen::Index l) {
    out(j, k) += theta(l);
    out(j, l) += theta(k);
  });
  return out;
}

Eigen::MatrixXd RelativeCovariance::pull_back(const Eigen::VectorXd& theta,
                                              const Eigen::VectorXd& gradient,
                                              const Eigen::MatrixXd& hessian) const {
  const Eigen::MatrixXd j = jacobian(theta);
  Eigen::MatrixXd out = j.transpose() * hessian * j;
  for_products(*this, [&](Eigen::Index i, Eigen::Index k, Eigen::Index l) {
    out(k, l) += gradient(i);
    out(l, k) += gradient(i);
  });
  return out;
}

Eigen::MatrixXd RelativeCovariance::factor(const Eigen::VectorXd& theta, std::size_t term) const {
  const auto [effects, correlated] = terms_[term];
  Eigen::MatrixXd out = Eigen::MatrixXd::Zero(effects, effects);
  for (Eigen::Index b = 0; b < effects; ++b) {
    if (!correlated) out(b, b) = theta(first_[term] + b);
    for (Eigen::Index a = b; correlated && a < effects; ++a) {
      out(a, b) = theta(first_[term] + triangle_index(effects, a, b));
    }
  }
  return out;
}

Eigen::VectorXd RelativeCovariance::theta(const std::vector<Eigen::MatrixXd>& factors) const {
  Eigen::VectorXd out(size_);
  for (std::size_t t = 0; t < terms_.size(); ++t) {
    const auto [effects, correlated] = terms_[t];
    for (Eigen::Index b = 0; b < effects; ++b) {
      if (!correlated) out(first_[t] + b) = factors[t](b, b);
      for (Eigen::Index a = b; correlated && a < effects; ++a) {
        out(first_[t] + triangle_index(effects, a, b)) = factors[t](a, b);
      }
    }
  }
  return out;
}

Eigen::VectorXd RelativeCovariance::with_positive_diagonal(const Eigen::VectorXd& theta) const {
  std::vector<Eigen::MatrixXd> factors;
  for (std::size_t t = 0; t < terms_.size(); ++t) {
    Eigen::MatrixXd lambda = factor(theta, t);
    for (Eigen::Index c = 0; c < lambda.cols(); ++c) {
      if (lambda(c, c) < 0) lambda.col(c) = -lambda.col(c);
    }
    factors.push_back(lambda);
  }
  return this->theta(factors);
}

Eigen::MatrixXd RelativeCovariance::gradient_matrix(const Eigen::VectorXd& gradient,
                                                    std::size_t term) const {
  const auto [effects, correlated] = terms_[term];
  Eigen::MatrixXd out = Eigen::MatrixXd::Zero(effects, effects);
  for (Eigen::Index b = 0; b < effects; ++b) {
    if (!correlated) out(b, b) = gradient(first_[term] + b);
    for (Eigen::Index a = b; correlated && a < effects; ++a) {
      const double g = gradient(first_[term] + triangle_index(effects, a, b));
      out(a, b) = out(b, a) = a == b ? g : g / 2;
    }
  }
  return out;
}

}  // namespace stiff
