#include "stiff/contact/gram_fit.h"

#include <algorithm>

#include <Eigen/Cholesky>

namespace stiff {

Eigen::MatrixXd column_products(const Eigen::Ref<const Eigen::MatrixXd>& columns) {
  // Few long columns: rows in blocks that stay near, each pair once.
  constexpr Eigen::Index kBlock = 256;
  const Eigen::Index n = columns.rows(), k = columns.cols();
  Eigen::MatrixXd products = Eigen::MatrixXd::Zero(k, k);
  for (Eigen::Index first = 0; first < n; first += kBlock) {
    const Eigen::Index rows = std::min(kBlock, n - first);
    for (Eigen::Index i = 0; i < k; ++i) {
      const auto one = columns.col(i).segment(first, rows);
      for (Eigen::Index j = 0; j <= i; ++j) {
        products(i, j) += one.dot(columns.col(j).segment(first, rows));
      }
    }
  }
  products.triangularView<Eigen::StrictlyUpper>() = products.transpose();
  return products;
}

GramFit gram_fit(const Eigen::MatrixXd& gram) {
  using Matrix = Eigen::MatrixXd;
  using Vector = Eigen::VectorXd;
  const Eigen::Index p = gram.rows() - 1;
  const Vector scale = gram.diagonal().head(p).cwiseSqrt().cwiseInverse();
  GramFit fit;
  if (!scale.allFinite()) return fit;
  const Matrix h = scale.asDiagonal() * gram.topLeftCorner(p, p) * scale.asDiagonal();
  const Vector g = scale.asDiagonal() * gram.topRightCorner(p, 1);
  const Eigen::LLT<Matrix> factors(h);
  if (factors.info() != Eigen::Success) return fit;
  const Vector at = factors.solve(g);
  fit.value = scale.asDiagonal() * at;
  fit.inverse = scale.asDiagonal() * factors.solve(Matrix::Identity(p, p)) * scale.asDiagonal();
  fit.cost = std::max(0.0, gram(p, p) - at.dot(g));
  fit.log_determinant =
      2 * (factors.matrixLLT().diagonal().array().log().sum() - scale.array().log().sum());
  fit.ok = fit.value.allFinite() && fit.inverse.allFinite();
  return fit;
}

}  // namespace stiff
