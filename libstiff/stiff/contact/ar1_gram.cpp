#include "stiff/contact/ar1_gram.h"

#include <algorithm>
#include <cmath>

#include <Eigen/Cholesky>
#include <boost/math/tools/minima.hpp>

namespace stiff {

using Matrix = Eigen::MatrixXd;
using Vector = Eigen::VectorXd;
namespace {

// Of the products that a cost is the difference of: below it there is no noise to be read.
constexpr double kRounding = 1e-13;

}  // namespace

Matrix Ar1Gram::at(double rho) const {
  if (rho == 0) return lag0;
  return (1 + rho * rho) * lag0 - rho * lag1 - rho * rho * ends;
}

Ar1Gram Ar1Gram::of(const std::vector<int>& columns) const {
  Ar1Gram part{lag0(columns, columns), lag1(columns, columns), ends(columns, columns), samples};
  return part;
}

Ar1Gram ar1_gram(const Eigen::Ref<const Matrix>& columns, bool coloured) {
  const Eigen::Index n = columns.rows(), k = columns.cols();
  Ar1Gram gram{Matrix(k, k), Matrix::Zero(k, k), Matrix::Zero(k, k), n};
  gram.lag0.noalias() = columns.transpose() * columns;
  if (!coloured || n < 2) return gram;
  const Matrix next = columns.topRows(n - 1).transpose() * columns.bottomRows(n - 1);
  gram.lag1 = next + next.transpose();
  gram.ends = columns.row(0).transpose() * columns.row(0) +
              columns.row(n - 1).transpose() * columns.row(n - 1);
  return gram;
}

Ar1Fit ar1_fit(const Ar1Gram& gram, double rho) {
  const Matrix all = gram.at(rho);
  const Eigen::Index p = all.rows() - 1;
  const Vector scale = all.diagonal().head(p).cwiseSqrt().cwiseInverse();
  Ar1Fit fit;
  if (!scale.allFinite()) return fit;
  const Matrix h = scale.asDiagonal() * all.topLeftCorner(p, p) * scale.asDiagonal();
  const Vector g = scale.asDiagonal() * all.topRightCorner(p, 1);
  const Eigen::LLT<Matrix> factors(h);
  if (factors.info() != Eigen::Success) return fit;
  const Vector at = factors.solve(g);
  fit.value = scale.asDiagonal() * at;
  fit.inverse = scale.asDiagonal() * factors.solve(Matrix::Identity(p, p)) * scale.asDiagonal();
  // Without noise only rounding is left, of either sign.
  fit.cost = std::max(0.0, all(p, p) - at.dot(g));
  fit.log_determinant =
      2 * (factors.matrixLLT().diagonal().array().log().sum() - scale.array().log().sum());
  fit.ok = fit.value.allFinite() && fit.inverse.allFinite();
  return fit;
}

double restricted_correlation(const Ar1Gram& gram) {
  const double dof = static_cast<double>(gram.samples - (gram.lag0.rows() - 1));
  if (!(dof > 1)) return 0;
  const double power = gram.lag0(gram.lag0.rows() - 1, gram.lag0.rows() - 1);
  if (!(ar1_fit(gram, 0).cost > kRounding * power)) return 0;
  const auto deviance = [&](double z) {
    const double rho = std::tanh(z);
    const Ar1Fit fit = ar1_fit(gram, rho);
    if (!fit.ok || !(fit.cost > 0)) return 1e300;
    return dof * std::log(fit.cost) - std::log1p(-rho * rho) + fit.log_determinant;
  };
  const double best =
      boost::math::tools::brent_find_minima(deviance, std::atanh(-0.5), std::atanh(0.9999), 26)
          .first;
  return deviance(best) < 1e300 ? std::tanh(best) : 0;
}

}  // namespace stiff
