#include "stiff/contact/release_scan.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <Eigen/Cholesky>

namespace stiff {
namespace {

using RowMatrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

// `scale` is what t is divided by; below 0 for a rise. `most` is the largest of them all.
double evidence(const std::vector<std::vector<double>>& by_width, double most, double scale) {
  double mean = 0;
  for (const std::vector<double>& times : by_width) {
    double sum = 0;
    for (const double value : times) {
      const double t = std::max(value / scale, 0.0);
      sum += std::exp(0.5 * (t * t - most * most));
    }
    if (!times.empty()) mean += sum / static_cast<double>(times.size());
  }
  return 0.5 * most * most + std::log(mean / static_cast<double>(by_width.size()));
}

}  // namespace

// Force and basis in white noise: the covariance's inverse there is 1 - basis basis'.
struct ReleaseScan::Whitened {
  Eigen::MatrixXd basis;     // (samples, directions)
  Eigen::VectorXd residual;  // the force times that inverse
  double squares = 0;        // the force's product with it
};

ReleaseScan::ReleaseScan(Eigen::VectorXd time_s, PassiveBasis basis, double rate_hz,
                         std::vector<double> widths_s, Eigen::Index noise_order, double margin_s)
    : time_s_(std::move(time_s)),
      basis_(std::move(basis)),
      rate_hz_(rate_hz),
      widths_s_(std::move(widths_s)),
      order_(noise_order),
      margin_s_(margin_s),
      step_(rate_hz) {
  const auto reach = static_cast<Eigen::Index>(std::ceil(step_.reach_s() * rate_hz_ - 1e-9));
  shape_.resize(2 * reach + 1);
  for (Eigen::Index k = -reach; k <= reach; ++k) {
    shape_[k + reach] = -step_.at(static_cast<double>(k) / rate_hz_, 0);
  }
  const Eigen::MatrixXd white = whitened(basis_.columns, basis_.noise);
  weights_ = (white.transpose() * white + basis_.precision).ldlt().solve(white.transpose());
}

Eigen::Index ReleaseScan::first(double width_s) const {
  return order_ + static_cast<Eigen::Index>(
                      std::ceil((step_.reach_s() + margin_s_ + width_s / 2) * rate_hz_ - 1e-9));
}

Eigen::Index ReleaseScan::last(double width_s) const {
  return samples() - 1 - (first(width_s) - order_);
}

ReleaseScan::Whitened ReleaseScan::whiten(const Eigen::VectorXd& force_n,
                                          const ColouredNoise& noise) const {
  Whitened white{whitened(basis_.columns, noise), whitened(force_n, noise)};
  const Eigen::LLT<Eigen::MatrixXd> gram(white.basis.transpose() * white.basis + basis_.precision);
  gram.matrixU().solveInPlace<Eigen::OnTheRight>(white.basis);
  const Eigen::VectorXd part = white.basis.transpose() * white.residual;
  white.squares = white.residual.squaredNorm() - part.squaredNorm();
  white.residual -= white.basis * part;
  return white;
}

// The steps' products with force and basis at every sample, and those of wider falls as their
// running means: a ramp is the mean of the steps within its width.
ReleaseScan::Pass ReleaseScan::pass(const Whitened& white, const ColouredNoise& noise) const {
  const Eigen::Index reach = (shape_.size() - 1) / 2, n = white.residual.size();
  const Eigen::Index columns = white.basis.cols() + 1;
  Eigen::VectorXd padded = Eigen::VectorXd::Zero(shape_.size() + 2 * order_);
  padded.segment(order_, shape_.size()) = shape_;
  padded.tail(order_).setConstant(-1);
  const Eigen::VectorXd moved = filtered(padded, noise.phi);  // -(1 - sum phi) behind its end
  const double end = -(1 - noise.phi.sum());
  RowMatrix steps(n, columns);  // row: where the moved shape starts
  const Eigen::Index local = moved.size();
  Eigen::VectorXd column(n + local), product(n);
  for (Eigen::Index c = 0; c < columns; ++c) {
    column.tail(local).setZero();
    column.head(n) = c + 1 < columns ? white.basis.col(c) : white.residual;
    double behind = 0;
    for (Eigen::Index i = n; i-- > 0;) product[i] = end * (behind += column[i + local]);
    for (Eigen::Index k = 0; k < local; ++k) product += moved[k] * column.segment(k, n);
    steps.col(c) = product;
  }
  Pass best;
  best.squares = white.squares;
  for (const double width : widths_s_) {
    best.t.emplace_back();
    const auto half = static_cast<Eigen::Index>(std::lround(width * rate_hz_ / 2));
    const double share = 1.0 / static_cast<double>(2 * half + 1);
    // The wider shape's own squares, up to each of its rows.
    const Eigen::Index rows_moved = local + 2 * half;
    Eigen::VectorXd squares = Eigen::VectorXd::Zero(rows_moved + 1);
    double value = 0;
    for (Eigen::Index k = 0; k < rows_moved; ++k) {
      value += share * (k < local ? moved[k] : end);
      if (k > 2 * half) {
        const Eigen::Index left = k - 2 * half - 1;
        value -= share * (left < local ? moved[left] : end);
      }
      squares[k + 1] = squares[k] + value * value;
    }
    const Eigen::Index from = first(width), to = last(width);
    Eigen::RowVectorXd sum = Eigen::RowVectorXd::Zero(columns);
    const Eigen::Index shift = reach;
    for (Eigen::Index i = from - half; i < from + half; ++i) sum += steps.row(i - shift);
    for (Eigen::Index at = from; at <= to; ++at) {
      sum += steps.row(at + half - shift);
      const Eigen::Index start = at - half - shift;
      const Eigen::Index rows = std::min(rows_moved, n - start);
      const double norm = squares[rows] + end * end * static_cast<double>(n - start - rows);
      const double information = norm - share * share * sum.head(columns - 1).squaredNorm();
      if (information > 1e-9 * norm) {
        const double size = share * sum[columns - 1] / information;
        StepMatch& slot = size > 0 ? best.drop : best.rise;
        const double t = size * std::sqrt(information);
        best.t.back().push_back(t);
        if (!slot.found() || std::abs(t) > std::abs(slot.t)) {
          slot = {time_s_[at], width, size, information, t};
        }
      }
      sum -= steps.row(start);
    }
  }
  return best;
}

Eigen::VectorXd ReleaseScan::beside_basis(const Eigen::VectorXd& force_n) const {
  return force_n - basis_.columns * (weights_ * whitened(force_n, basis_.noise));
}

ReleaseScanResult ReleaseScan::run(const Eigen::VectorXd& force_n) const {
  ReleaseScanResult result;
  if (samples() <= directions() + 2 * order_ + 2 || first(0) > last(0)) return result;
  Eigen::VectorXd rest = beside_basis(force_n);
  result.noise = estimate_coloured_noise(rest, order_);
  Whitened white = whiten(force_n, result.noise);
  const Pass before = pass(white, result.noise);
  const StepMatch& clearer =
      std::abs(before.drop.t) > std::abs(before.rise.t) ? before.drop : before.rise;
  rest = beside_basis(force_n - response(clearer));
  result.noise = estimate_coloured_noise(rest, order_);
  white = whiten(force_n, result.noise);
  const Pass after = pass(white, result.noise);
  const double best = std::max(std::abs(after.drop.t), std::abs(after.rise.t));
  result.dof = static_cast<double>(samples() - directions() - 1);
  result.innovation_std = std::sqrt(std::max(after.squares - best * best, 0.0) / result.dof);
  result.drop = after.drop;
  result.rise = after.rise;
  result.drop.t /= result.innovation_std;
  result.rise.t /= result.innovation_std;
  result.drop_evidence = evidence(after.t, result.drop.t, result.innovation_std);
  result.rise_evidence = evidence(after.t, result.rise.t, -result.innovation_std);
  return result;
}

std::vector<StepMatch> ReleaseScan::match(const Eigen::VectorXd& force_n,
                                          const ColouredNoise& noise, double innovation_std,
                                          std::span<const double> times_s,
                                          std::span<const double> widths_s) const {
  const Whitened white = whiten(force_n, noise);
  std::vector<StepMatch> matches;
  for (const double width : widths_s) {
    for (const double time : times_s) {
      const Eigen::VectorXd shape = whitened(response({time, width, 1, 1, 0}), noise);
      const double information =
          shape.squaredNorm() - (white.basis.transpose() * shape).squaredNorm();
      if (!(information > 1e-9 * shape.squaredNorm())) continue;
      const double size = shape.dot(white.residual) / information;
      matches.push_back(
          {time, width, size, information, size * std::sqrt(information) / innovation_std});
    }
  }
  return matches;
}

Eigen::VectorXd ReleaseScan::response(const StepMatch& step) const {
  Eigen::VectorXd response = Eigen::VectorXd::Zero(samples());
  if (!step.found()) return response;
  for (Eigen::Index i = 0; i < samples(); ++i) {
    response[i] = -step.size_n * step_.at(time_s_[i] - step.time_s, step.width_s);
  }
  return response;
}

Eigen::VectorXd ReleaseScan::passive(const Eigen::VectorXd& force_n, const ColouredNoise& noise,
                                     const StepMatch& step) const {
  const Eigen::VectorXd rest = force_n - response(step);
  const Eigen::MatrixXd white = whitened(basis_.columns, noise);
  const Eigen::VectorXd weights = (white.transpose() * white + basis_.precision)
                                      .ldlt()
                                      .solve(white.transpose() * whitened(rest, noise));
  return basis_.columns * weights;
}

}  // namespace stiff
