#include "stiff/contact/prony_order.h"

#include "stiff/contact/gram_fit.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <Eigen/Cholesky>

namespace stiff {
namespace {

using Eigen::Index;
using Matrix = Eigen::MatrixXd;
using Vector = Eigen::VectorXd;

struct Problem {
  const PronyRamp& ramp;
  const Vector& force;
  NoiseWhitener whitener;
  Matrix columns;  // constant, decays, their slopes, residual
};

// The amplitudes at given time constants and what is left for these to take off.
struct State {
  bool ok = false;
  Vector log_tau, amplitude;
  double cost = 0;
  Matrix gram;  // of the whitened columns; the residual is that of `from`
  Vector from;
  Vector gradient;  // downhill, by log_tau
  Matrix curvature;
};

// The amplitudes are solved as a change to `from`, so that rounding is that of the residual.
State evaluate(Problem& problem, const Vector& log_tau, const Vector& from) {
  const Index m = log_tau.size();
  State state;
  state.log_tau = log_tau;
  state.from = from;
  Matrix& x = problem.columns;
  x.col(0) = problem.ramp.constant();
  for (Index i = 0; i < m; ++i) {
    problem.ramp.decay(std::exp(log_tau[i]), x.col(1 + i), x.col(1 + m + i));
  }
  x.col(1 + 2 * m) = problem.force;
  x.col(1 + 2 * m).noalias() -= x.leftCols(1 + m) * from;
  problem.whitener.apply(x);
  state.gram = column_products(x);
  const Matrix& all = state.gram;
  const Eigen::LLT<Matrix> linear(all.topLeftCorner(1 + m, 1 + m));
  if (linear.info() != Eigen::Success) return state;
  const Vector by_residual = all.col(1 + 2 * m);
  const Vector change = linear.solve(by_residual.head(1 + m));
  state.amplitude = from + change;
  state.cost = by_residual[1 + 2 * m] - change.dot(by_residual.head(1 + m));
  state.ok = state.amplitude.allFinite() && std::isfinite(state.cost);
  if (m == 0) {  // nothing relaxes: a mean has no time constants to descend in
    state.gradient = Vector(0);
    state.curvature = Matrix(0, 0);
    return state;
  }
  const auto c = state.amplitude.tail(m);
  const Matrix cross = all.block(1 + m, 0, m, 1 + m);
  state.gradient = c.cwiseProduct(by_residual.segment(1 + m, m) - cross * change);
  state.curvature = c.asDiagonal() *
                    (all.block(1 + m, 1 + m, m, m) - cross * linear.solve(cross.transpose())) *
                    c.asDiagonal();
  state.ok = state.ok && c.minCoeff() > 0;
  return state;
}

// A term at its bound that would go on beyond takes no part in the step.
void hold_at_bounds(State& at, const PronyDescent& descent) {
  for (Index i = 0; i < at.log_tau.size(); ++i) {
    const bool beyond = (at.log_tau[i] >= descent.log_longest && at.gradient[i] > 0) ||
                        (at.log_tau[i] <= descent.log_shortest && at.gradient[i] < 0);
    if (!beyond) continue;
    at.gradient[i] = 0;
    at.curvature.row(i).setZero();
    at.curvature.col(i).setZero();
    at.curvature(i, i) = 1;
  }
}

bool minimise(Problem& problem, const PronyDescent& descent, State& at) {
  const double dof = std::max<double>(1, static_cast<double>(problem.force.size()) - 7);
  const double power = problem.force.squaredNorm();
  double damping = 1e-3;
  for (int step = 0; step < descent.most_steps; ++step) {
    hold_at_bounds(at, descent);
    const Vector scale = at.curvature.diagonal().cwiseSqrt().cwiseInverse();
    if (!scale.allFinite()) return false;
    Matrix h = scale.asDiagonal() * at.curvature * scale.asDiagonal();
    h.diagonal().array() += damping;
    Vector change = scale.asDiagonal() * h.ldlt().solve(scale.asDiagonal() * at.gradient);
    // Beyond a factor of e the quadratic model of an exponential means nothing.
    const double longest = change.cwiseAbs().maxCoeff();
    if (longest > 1) change /= longest;
    const Vector next =
        (at.log_tau + change).cwiseMax(descent.log_shortest).cwiseMin(descent.log_longest);
    // Costs are told apart down to the rounding of the force times what is left of it.
    const double rounding = 1e-15 * std::sqrt(std::max(at.cost, 0.0) * power) + 1e-30 * power;
    const bool last =
        change.dot(at.gradient) < std::max(descent.tolerance * at.cost / dof, rounding);
    State there = evaluate(problem, next, at.amplitude);
    if (there.ok && there.cost <= at.cost) {
      at = std::move(there);
      if (last) return true;
      damping = std::max(damping * 0.1, 1e-12);
      continue;
    }
    if (last) return true;
    damping = std::max(damping * 10, 1e-10);
    if (damping > 1e10) return false;
  }
  return false;
}

// The terms in the order of their time constants.
void sort_terms(State& at) {
  const Index m = at.log_tau.size();
  std::vector<Index> order(static_cast<std::size_t>(m));
  std::iota(order.begin(), order.end(), Index{0});
  std::sort(order.begin(), order.end(),
            [&](Index a, Index b) { return at.log_tau[a] < at.log_tau[b]; });
  const Vector log_tau = at.log_tau(order), amplitude = at.amplitude.tail(m)(order);
  at.log_tau = log_tau;
  at.amplitude.tail(m) = amplitude;
}

}  // namespace

PronyOrder fit_prony_order(const PronyRamp& ramp, const Vector& force_n,
                           const std::vector<double>& tau_s, const HoldNoise& noise,
                           const PronyDescent& descent) {
  const auto m = static_cast<Index>(tau_s.size());
  PronyOrder order;
  order.terms = static_cast<int>(m);
  Problem problem{ramp, force_n, NoiseWhitener(noise, ramp.samples()),
                  Matrix(ramp.samples(), 2 + 2 * m)};
  Vector log_tau(m);
  for (Index i = 0; i < m; ++i) log_tau[i] = std::log(tau_s[static_cast<std::size_t>(i)]);
  State at = evaluate(problem, log_tau, Vector::Zero(1 + m));
  // Once more from there: the first cost has the rounding of the whole force.
  if (at.amplitude.allFinite() && at.amplitude.size() > 0) {
    at = evaluate(problem, log_tau, at.amplitude);
  }
  if (!at.ok) return order;
  order.converged = m == 0 || minimise(problem, descent, at);
  sort_terms(at);
  at = evaluate(problem, at.log_tau, at.amplitude);
  if (!at.ok) return order;
  order.amplitude = at.amplitude;
  order.log_tau = at.log_tau;
  order.cost = at.cost;
  // The columns again, not whitened.
  Matrix plain(ramp.samples(), 2 + 2 * m);
  plain.col(0) = ramp.constant();
  for (Index i = 0; i < m; ++i) {
    ramp.decay(std::exp(at.log_tau[i]), plain.col(1 + i), plain.col(1 + m + i));
  }
  order.residual = force_n - plain.leftCols(1 + m) * at.amplitude;
  plain.col(1 + 2 * m) = order.residual;
  // Derivatives by the logarithms carry their amplitudes. A term held at its bound is not free, and
  // what it would be is not told: it leaves the others' errors alone.
  Vector scale = Vector::Ones(2 + 2 * m);
  scale.segment(1 + m, m) = at.amplitude.tail(m);
  std::vector<int> free;
  for (int i = 0; i <= static_cast<int>(2 * m); ++i) {
    const bool held = i > m && (at.log_tau[i - 1 - m] >= descent.log_longest ||
                                at.log_tau[i - 1 - m] <= descent.log_shortest);
    if (!held) free.push_back(i);
  }
  std::vector<int> with_residual = free;
  with_residual.push_back(static_cast<int>(2 * m + 1));
  const Matrix gram = scale.asDiagonal() * at.gram * scale.asDiagonal();
  const GramFit fit = gram_fit(gram(with_residual, with_residual));
  if (!fit.ok) return order;
  order.inverse = Matrix::Zero(1 + 2 * m, 1 + 2 * m);
  order.inverse(free, free) = fit.inverse;
  if (descent.estimate_noise) {
    order.noise = restricted_hold_noise(plain(Eigen::all, with_residual), noise);
  }
  order.ok = true;
  return order;
}

}  // namespace stiff
