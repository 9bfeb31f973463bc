#include "stiff/contact/loading_start.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <Eigen/Cholesky>

namespace stiff {
namespace {

using Eigen::Index;
// Offset, drift and four terms at the most: on the stack.
using Small = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, 0, 6, 6>;
using SmallVector = Eigen::Matrix<double, Eigen::Dynamic, 1, 0, 6, 1>;

constexpr std::size_t kMostMeans = 256;
constexpr std::size_t kEnoughForMeans = 150;
constexpr int kCandidates = 40;
constexpr double kDeepestShare = 0.95;  // of the travel: a contact beyond it has no curve

}  // namespace

ThinnedLoading thin(std::span<const double> time_s, std::span<const double> force_n,
                    std::span<const double> depth_m, double deepest_m) {
  // Three samples at least, where there are enough: a noisy depth bends the curve at its ends.
  const std::size_t least = time_s.size() >= kEnoughForMeans ? 3 : 1;
  const std::size_t together = std::max(least, time_s.size() / kMostMeans);
  const std::size_t size = time_s.size() / together;
  ThinnedLoading thinned;
  thinned.deepest_m = deepest_m;
  const auto rows = static_cast<Index>(size);
  thinned.time_s.resize(rows);
  thinned.force_n.resize(rows);
  thinned.depth_m.resize(rows);
  for (std::size_t i = 0; i < size; ++i) {
    double t = 0, f = 0, w = 0;
    for (std::size_t j = i * together; j < (i + 1) * together; ++j) {
      t += time_s[j];
      f += force_n[j];
      w += depth_m[j];
    }
    const auto row = static_cast<Index>(i);
    const double share = 1.0 / static_cast<double>(together);
    thinned.time_s[row] = t * share;
    thinned.force_n[row] = f * share;
    thinned.depth_m[row] = w * share;
  }
  thinned.mid_s = thinned.time_s.mean();
  thinned.time_s.array() -= thinned.mid_s;
  return thinned;
}

LoadingCandidate solve_at(const ThinnedLoading& data, const Indenter& indenter,
                          const LoadingModel& model, double contact_m) {
  LoadingCandidate candidate;
  candidate.contact_m = contact_m;
  candidate.squares = std::numeric_limits<double>::infinity();
  const int count = model.linear(), first = count - model.terms;
  const double deepest = data.deepest_m - contact_m;
  // Columns of size one: seconds, and G over its deepest.
  const double span_s = std::max(data.time_s[data.time_s.size() - 1] - data.time_s[0], 1e-12);
  const double whole = indenter.force_over_modulus_m2(deepest);
  Small normal = Small::Zero(count, count);
  SmallVector right = SmallVector::Zero(count), row(count);
  double squares = 0;
  for (Index i = 0; i < data.force_n.size(); ++i) {
    const double depth = data.depth_m[i] - contact_m;
    row[0] = 1;
    if (model.drift) row[1] = data.time_s[i] / span_s;
    double column = indenter.force_over_modulus_m2(depth) / whole;
    for (int k = 0; k < model.terms; ++k, column *= depth / deepest) row[first + k] = column;
    normal.noalias() += row * row.transpose();
    right += data.force_n[i] * row;
    squares += data.force_n[i] * data.force_n[i];
  }
  const Eigen::LDLT<Small> factors(normal);
  candidate.linear = factors.solve(right);
  if (factors.info() != Eigen::Success || !candidate.linear.allFinite()) return candidate;
  // The curve must rise from the contact to the deepest point.
  const auto terms = candidate.linear.tail(model.terms);
  for (int step = 0; step <= 8; ++step) {
    const double u = step / 8.0;
    double secant = 0, turn = 0, power = 1;
    for (int k = 0; k < model.terms; ++k, power *= u) {
      secant += terms[k] * power;
      turn += k * terms[k] * power;
    }
    // G is a power of the depth between 1 and 1.5, more on a layer.
    const double exponent = indenter.shape() == ProbeShape::flat ? 1.0 : 1.5;
    if (!(exponent * secant + turn > 0)) return candidate;
  }
  // Residuals summed again: the difference of large sums would lose the small ones.
  squares = 0;
  for (Index i = 0; i < data.force_n.size(); ++i) {
    const double depth = data.depth_m[i] - contact_m;
    double off = data.force_n[i] - candidate.linear[0];
    if (model.drift) off -= candidate.linear[1] * data.time_s[i] / span_s;
    double column = indenter.force_over_modulus_m2(depth) / whole;
    for (int k = 0; k < model.terms; ++k, column *= depth / deepest) off -= terms[k] * column;
    squares += off * off;
  }
  candidate.squares = squares;
  if (model.drift) candidate.linear[1] /= span_s;
  candidate.linear.tail(model.terms) /= whole;
  return candidate;
}

LoadingCandidate search_contact(const ThinnedLoading& data, const Indenter& indenter,
                                const LoadingModel& model) {
  const double low = data.depth_m.minCoeff();
  const double step = kDeepestShare * (data.deepest_m - low) / kCandidates;
  LoadingCandidate best;
  best.squares = std::numeric_limits<double>::infinity();
  const auto attempt = [&](double contact) {
    LoadingCandidate candidate = solve_at(data, indenter, model, contact);
    const double squares = candidate.squares;
    if (squares < best.squares) best = std::move(candidate);
    return squares;
  };
  for (int i = 0; i <= kCandidates; ++i) attempt(low + i * step);
  if (!std::isfinite(best.squares)) return best;
  constexpr double kGolden = 0.6180339887498949;
  double a = std::max(best.contact_m - step, low - 0.5 * step), b = best.contact_m + step;
  double c = b - kGolden * (b - a), d = a + kGolden * (b - a);
  double at_c = attempt(c), at_d = attempt(d);
  for (int i = 0; i < 24; ++i) {
    if (at_c <= at_d) {
      b = d;
      d = c;
      at_d = at_c;
      c = b - kGolden * (b - a);
      at_c = attempt(c);
    } else {
      a = c;
      c = d;
      at_c = at_d;
      d = a + kGolden * (b - a);
      at_d = attempt(d);
    }
  }
  return best;
}

double squares_of_air(const ThinnedLoading& data, bool drift) {
  const auto off = data.force_n.array() - data.force_n.mean();
  double squares = off.square().sum();
  if (drift) {
    const auto time = data.time_s.array() - data.time_s.mean();
    const double product = (off * time).sum();
    squares -= product * product / time.square().sum();
  }
  return squares;
}

double bayes_criterion(const ThinnedLoading& data, double squares, int parameters) {
  const auto n = static_cast<double>(data.force_n.size());
  // Rounding leaves something of the largest square: below it, models are alike.
  const double floor = 1e-20 * data.force_n.squaredNorm() + 1e-300;
  return n * std::log(std::max(squares, floor) / n) + parameters * std::log(n);
}

}  // namespace stiff
