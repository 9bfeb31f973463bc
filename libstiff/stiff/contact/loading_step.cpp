#include "stiff/contact/loading_step.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <Eigen/LU>
#include <boost/math/distributions/chi_squared.hpp>

namespace stiff {
namespace {

using Eigen::Index;

constexpr int kMostSteps = 40;
constexpr Index kNeighbours = 3;  // on each side, for the instrument
constexpr double kFewestForScatter = 6;

std::vector<double> neighbours_depth(std::span<const double> depth) {
  const auto size = static_cast<Index>(depth.size());
  std::vector<double> mean(depth.size());
  for (Index i = 0; i < size; ++i) {
    const Index reach = std::min({kNeighbours, i, size - 1 - i});
    double sum = 0;
    for (Index j = 1; j <= reach; ++j) {
      sum += depth[static_cast<std::size_t>(i - j)] + depth[static_cast<std::size_t>(i + j)];
    }
    const Index other = i == 0 ? 1 : i - 1;  // an end has one neighbour
    mean[static_cast<std::size_t>(i)] =
        reach > 0 ? sum / static_cast<double>(2 * reach) : depth[static_cast<std::size_t>(other)];
  }
  return mean;
}

}  // namespace

LoadingData loading_data(std::span<const double> time_s, std::span<const double> force_n,
                         std::span<const double> depth_m, double deepest_m) {
  return {time_s, force_n, depth_m, neighbours_depth(depth_m), deepest_m};
}

double loading_force_n(const LoadingState& state, const Indenter& indenter, double time_s,
                       double travel_m, LoadingVector* by) {
  const double depth = travel_m - state.contact_m;
  const Index first = state.first_term();
  double force =
      state.linear[0] + (state.model.drift ? state.linear[1] * (time_s - state.mid_s) : 0);
  if (by) {
    by->setZero(1 + state.linear.size());
    (*by)[1] = 1;
    if (state.model.drift) (*by)[2] = time_s - state.mid_s;
  }
  if (!(depth > 0)) return force;
  const double g = indenter.force_over_modulus_m2(depth), slope = by ? indenter.slope_m(depth) : 0;
  const double u = depth / state.scale_m;
  double power = 1;
  for (int k = 0; k < state.model.terms; ++k, power *= u) {
    const double a = state.linear[first + k];
    force += a * power * g;
    if (!by) continue;
    (*by)[1 + first + k] = power * g;
    (*by)[0] -= a * power * (slope + k * g / depth);
  }
  return force;
}

LoadingStep loading_step(const LoadingData& data, const Indenter& indenter,
                         const LoadingState& state, LoadingScatter weigh_by) {
  const Index count = 1 + state.linear.size(), skip = state.model.contact_free ? 0 : 1;
  LoadingMatrix slopes = LoadingMatrix::Zero(count, count),
                products = LoadingMatrix::Zero(count, count);
  LoadingVector pull = LoadingVector::Zero(count), by(count), by_other(count);
  std::array<double, 2> squares{}, samples{};
  for (std::size_t i = 0; i < data.time_s.size(); ++i) {
    const double t = data.time_s[i], w = data.depth_m[i];
    const double off = data.force_n[i] - loading_force_n(state, indenter, t, w, &by);
    loading_force_n(state, indenter, t, data.instrument_m[i], &by_other);
    const bool tissue = data.instrument_m[i] > state.contact_m;
    const double sigma = tissue ? weigh_by.tissue_n : weigh_by.air_n;
    const double weight = 1 / (sigma * sigma);
    slopes.noalias() += weight * by_other * by.transpose();
    products.noalias() += weight * by_other * by_other.transpose();
    pull += weight * off * by_other;
    squares[tissue ? 1 : 0] += off * off;
    samples[tissue ? 1 : 0] += 1;
  }
  // Parameters of very unlike size: scaled to one.
  const Index used = count - skip;
  const LoadingVector unit = products.diagonal().tail(used).cwiseSqrt().cwiseInverse();
  const LoadingMatrix scaled =
      unit.asDiagonal() * slopes.bottomRightCorner(used, used) * unit.asDiagonal();
  const LoadingMatrix inverse = scaled.partialPivLu().inverse();
  const LoadingMatrix middle =
      unit.asDiagonal() * products.bottomRightCorner(used, used) * unit.asDiagonal();
  LoadingStep step;
  step.change = LoadingVector::Zero(count);
  step.covariance = LoadingMatrix::Zero(count, count);
  step.change.tail(used) = unit.asDiagonal() * (inverse * (unit.asDiagonal() * pull.tail(used)));
  step.covariance.bottomRightCorner(used, used) =
      unit.asDiagonal() * (inverse * middle * inverse.transpose()) * unit.asDiagonal();
  const double all = samples[0] + samples[1];
  const double freedom = all / (all - static_cast<double>(used));
  const auto root = [&](std::size_t part) {
    return std::sqrt(squares[part] / std::max(samples[part], 1.0) * freedom);
  };
  step.scatter = {root(0), root(1)};
  // A few samples tell nothing of their scatter.
  if (!(samples[0] >= kFewestForScatter)) step.scatter.air_n = step.scatter.tissue_n;
  if (!(samples[1] >= kFewestForScatter)) step.scatter.tissue_n = step.scatter.air_n;
  return step;
}

LoadingScatter bounded(LoadingScatter scatter, double force_n) {
  const double least = std::max({1e-9 * force_n, 1e-3 * scatter.air_n, 1e-3 * scatter.tissue_n});
  return {std::max(scatter.air_n, least), std::max(scatter.tissue_n, least)};
}

LoadingDescent descend(const LoadingData& data, const Indenter& indenter, LoadingState state,
                       LoadingScatter scatter, double force_n) {
  LoadingDescent descent{state, {}, false};
  for (int i = 0; i < kMostSteps; ++i) {
    descent.last = loading_step(data, indenter, descent.state, scatter);
    const LoadingVector& change = descent.last.change;
    if (!change.allFinite() || !descent.last.covariance.allFinite()) return descent;
    const LoadingVector error = descent.last.covariance.diagonal().cwiseSqrt();
    // A sample that crosses the contact turns the gradient a little: half steps end the dance.
    const double length = i < 12 ? 1.0 : 0.5;
    double largest = 0;
    for (Index k = 0; k < change.size(); ++k) {
      if (error[k] > 0) largest = std::max(largest, std::abs(change[k]) / error[k]);
    }
    descent.state.contact_m += length * change[0];
    descent.state.linear += length * change.tail(change.size() - 1);
    const LoadingScatter next = bounded(descent.last.scatter, force_n);
    const bool steady = std::abs(next.air_n / scatter.air_n - 1) < 0.01 &&
                        std::abs(next.tissue_n / scatter.tissue_n - 1) < 0.01;
    scatter = next;
    descent.converged = steady && largest < (i < 12 ? 1e-3 : 0.1);
    if (descent.converged) return descent;
  }
  return descent;
}

double loading_misfit(const LoadingData& data, const Indenter& indenter, const LoadingState& state,
                      double level) {
  std::vector<double> off;
  for (std::size_t i = 0; i < data.time_s.size(); ++i) {
    if (!(data.instrument_m[i] > state.contact_m)) continue;
    off.push_back(data.force_n[i] -
                  loading_force_n(state, indenter, data.time_s[i], data.depth_m[i], nullptr));
  }
  const std::size_t runs = std::min<std::size_t>(24, off.size() / 8);
  const int dof = static_cast<int>(runs) - state.model.parameters();
  if (dof < 4) return 1;
  const std::size_t length = off.size() / runs;
  double squares = 0, between = 0;
  for (std::size_t run = 0; run < runs; ++run) {
    double sum = 0;
    for (std::size_t i = run * length; i < (run + 1) * length; ++i) {
      sum += off[i];
      squares += off[i] * off[i];
    }
    between += sum * sum / static_cast<double>(length);
  }
  const double variance = squares / static_cast<double>(runs * length);
  const double ratio = between / variance / dof;
  const boost::math::chi_squared chi(dof);
  return ratio * dof > quantile(complement(chi, level)) ? ratio : 1.0;
}

}  // namespace stiff
