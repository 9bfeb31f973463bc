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
constexpr double kSeen = 2;      // innovations of a decay along a direction
constexpr double kLeast = 0.25;  // innovations that a course goes along a direction
constexpr Eigen::Index kMostDecays = 15;

}  // namespace

PassiveBasis passive_basis(const Eigen::VectorXd& time_s, double amplitude_n,
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
    decays.col(k) /= 1 - decays(n - 1, k);
    decays.col(k).array() -= decays.col(k).mean();
  }
  const Eigen::MatrixXd white = whitened(decays, noise);
  const Eigen::HouseholderQR<Eigen::MatrixXd> qr(white);
  const Eigen::Index rank = std::min(white.rows(), count);
  const Eigen::MatrixXd upper = qr.matrixQR().topRows(rank).template triangularView<Eigen::Upper>();
  const Eigen::JacobiSVD<Eigen::MatrixXd> svd(upper, Eigen::ComputeThinU | Eigen::ComputeThinV);
  const double amplitude = amplitude_n / innovation_std_n;
  const double spread = amplitude / std::sqrt(static_cast<double>(count));
  PassiveBasis basis;
  basis.noise = noise;
  Eigen::Index kept = 0;
  while (kept < std::min(rank, kMostDecays) && spread * svd.singularValues()[kept] > kLeast) ++kept;
  basis.courses = spread * (decays * svd.matrixV().leftCols(kept));
  const auto largest = [&](Eigen::Index k) {
    return amplitude * svd.singularValues()[k] * svd.matrixV().col(k).cwiseAbs().maxCoeff();
  };
  basis.seen = 1;
  while (basis.seen <= kept && largest(basis.seen - 1) > kSeen) ++basis.seen;
  Eigen::MatrixXd all(n, kept + 1);
  all << Eigen::VectorXd::Ones(n), basis.courses;
  const Eigen::HouseholderQR<Eigen::MatrixXd> factors(all);
  basis.columns = factors.householderQ() * Eigen::MatrixXd::Identity(n, kept + 1);
  // Courses' weights are those of the columns, solved for: standard normal, the constant's free.
  const Eigen::MatrixXd solved =
      factors.matrixQR().topRows(kept + 1).template triangularView<Eigen::Upper>().solve(
          Eigen::MatrixXd::Identity(kept + 1, kept + 1));
  basis.precision = solved.bottomRows(kept).transpose() * solved.bottomRows(kept);
  return basis;
}

}  // namespace stiff
