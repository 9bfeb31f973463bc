#include "stiff/contact/coloured_noise.h"

#include <cmath>

namespace stiff {

ColouredNoise coloured_noise(const Eigen::VectorXd& reflection) {
  ColouredNoise noise{reflection, Eigen::VectorXd::Zero(reflection.size())};
  for (Eigen::Index k = 0; k < reflection.size(); ++k) {
    const Eigen::VectorXd before = noise.phi.head(k);
    noise.phi.head(k) -= reflection[k] * before.reverse();
    noise.phi[k] = reflection[k];
  }
  return noise;
}

ColouredNoise estimate_coloured_noise(const Eigen::VectorXd& samples, Eigen::Index order) {
  Eigen::VectorXd forward = samples, backward = samples, reflection(order);
  for (Eigen::Index k = 0; k < order; ++k) {
    const Eigen::Index n = forward.size() - 1;
    const Eigen::VectorXd ahead = forward.tail(n), behind = backward.head(n);
    const double power = ahead.squaredNorm() + behind.squaredNorm();
    const double r = power > 0 ? 2 * ahead.dot(behind) / power : 0;
    reflection[k] = r;
    forward = ahead - r * behind;
    backward = behind - r * ahead;
  }
  return coloured_noise(reflection);
}

Eigen::MatrixXd whitened(const Eigen::MatrixXd& columns, const ColouredNoise& noise) {
  const Eigen::Index order = noise.phi.size(), n = columns.rows() - order;
  Eigen::MatrixXd white = columns;
  for (Eigen::Index i = 0; i < order; ++i) {
    white.bottomRows(n) -= noise.phi[i] * columns.middleRows(order - 1 - i, n);
  }
  // Row k by the predictor of order k; its variance falls by 1 - r^2 with each order.
  double scale = 1;
  for (Eigen::Index k = order; k-- > 0;) {
    scale *= std::sqrt(1 - noise.reflection[k] * noise.reflection[k]);
    const Eigen::VectorXd phi = coloured_noise(noise.reflection.head(k)).phi;
    for (Eigen::Index i = 0; i < k; ++i) white.row(k) -= phi[i] * columns.row(k - 1 - i);
    white.row(k) *= scale;
  }
  return white;
}

Eigen::VectorXd filtered(const Eigen::VectorXd& shape, const Eigen::VectorXd& phi) {
  const Eigen::Index order = phi.size(), n = shape.size() - order;
  Eigen::VectorXd white = shape.tail(n);
  for (Eigen::Index i = 0; i < order; ++i) white -= phi[i] * shape.segment(order - 1 - i, n);
  return white;
}

}  // namespace stiff
