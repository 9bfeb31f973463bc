#pragma once

#include <Eigen/Core>

namespace stiff {

/// Autoregressive noise: x_t = sum phi_i x_(t - i) + e_t, by its reflection coefficients
/// (within -1 and 1 the noise is stationary).
struct ColouredNoise {
  Eigen::VectorXd reflection;
  Eigen::VectorXd phi;
};

/// phi of reflection coefficients, by Levinson's recursion.
ColouredNoise coloured_noise(const Eigen::VectorXd& reflection);

/// Burg's estimate of a given order (Burg1975): stationary by construction.
/// \pre samples > 2 order.
ColouredNoise estimate_coloured_noise(const Eigen::VectorXd& samples, Eigen::Index order);

/// Noise of unit innovations: `normal()` gives standard normal numbers. It starts a hundred samples
/// before the first.
template <class Normal>
Eigen::VectorXd draw_noise(const ColouredNoise& noise, Eigen::Index samples, Normal&& normal) {
  constexpr Eigen::Index before = 100;
  const Eigen::Index order = noise.phi.size();
  Eigen::VectorXd all = Eigen::VectorXd::Zero(order + before + samples);
  for (Eigen::Index i = order; i < all.size(); ++i) {
    double sum = normal();
    for (Eigen::Index k = 0; k < order; ++k) sum += noise.phi[k] * all[i - 1 - k];
    all[i] = sum;
  }
  return all.tail(samples);
}

/// Each column less what the noise's past foretells, row by row: white where the column is such
/// noise, of the innovations' variance. The first rows, which have less of a past, are foretold
/// from what they have and scaled to the same variance (the exact likelihood of a stationary start:
/// without them a decay as fast as the noise's own would cost nothing).
Eigen::MatrixXd whitened(const Eigen::MatrixXd& columns, const ColouredNoise& noise);

/// The same for a shape far from the start: rows `order` and later, by phi alone.
Eigen::VectorXd filtered(const Eigen::VectorXd& shape, const Eigen::VectorXd& phi);

}  // namespace stiff
