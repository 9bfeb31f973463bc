#include "stiff/contact/passive_basis.h"

#include "stiff/contact/coloured_noise.h"

#include <algorithm>
#include <cmath>

#include <Eigen/QR>
#include <Eigen/SVD>

namespace stiff {
namespace {

constexpr double kShortestTau_s = 0.1;
constexpr double kLongestOverTime = 10;
constexpr double kTauRatio = 1.5;
constexpr double kSeen = 2;  // innovations along a direction
constexpr Eigen::Index kMostDecays = 15;

}  // namespace

Eigen::MatrixXd passive_basis(const Eigen::VectorXd& time_s, double amplitude_n,
                              const ColouredNoise& noise, double innovation_std_n) {
  const Eigen::Index n = time_s.size();
  const double longest = kLongestOverTime * (time_s[n - 1] - time_s[0]);
  const auto count = static_cast<Eigen::Index>(
                         std::ceil(std::log(longest / kShortestTau_s) / std::log(kTauRatio))) +
                     1;
  Eigen::MatrixXd decays(n, count);
  double tau = kShortestTau_s;
  for (Eigen::Index k = 0; k < count; ++k, tau *= kTauRatio) {
    decays.col(k) = ((time_s[0] - time_s.array()) / tau).exp();
    decays.col(k).array() -= decays.col(k).mean();
  }
  const Eigen::MatrixXd white = whitened(decays, noise);
  const Eigen::HouseholderQR<Eigen::MatrixXd> qr(white);
  const Eigen::Index rank = std::min(white.rows(), count);
  const Eigen::MatrixXd upper = qr.matrixQR().topRows(rank).template triangularView<Eigen::Upper>();
  const Eigen::JacobiSVD<Eigen::MatrixXd> svd(upper, Eigen::ComputeThinU | Eigen::ComputeThinV);
  Eigen::Index kept = 0;
  while (kept < std::min(rank, kMostDecays) &&
         amplitude_n * svd.singularValues()[kept] * svd.matrixV().col(kept).cwiseAbs().maxCoeff() >
             kSeen * innovation_std_n) {
    ++kept;
  }
  Eigen::MatrixXd basis(n, kept + 1);
  basis.col(0).setOnes();
  for (Eigen::Index k = 0; k < kept; ++k) {
    basis.col(k + 1) = decays * (svd.matrixV().col(k) / svd.singularValues()[k]);
  }
  const Eigen::HouseholderQR<Eigen::MatrixXd> all(basis);
  return all.householderQ() * Eigen::MatrixXd::Identity(n, kept + 1);
}

}  // namespace stiff
