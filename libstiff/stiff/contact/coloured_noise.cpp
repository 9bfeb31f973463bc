#include "stiff/contact/coloured_noise.h"

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

Eigen::MatrixXd whitened(const Eigen::MatrixXd& columns, const Eigen::VectorXd& phi) {
  const Eigen::Index order = phi.size(), n = columns.rows() - order;
  Eigen::MatrixXd white = columns.bottomRows(n);
  for (Eigen::Index i = 0; i < order; ++i) {
    white -= phi[i] * columns.middleRows(order - 1 - i, n);
  }
  return white;
}

}  // namespace stiff
