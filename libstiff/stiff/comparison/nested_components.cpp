#include "stiff/comparison/nested_components.h"

#include "stiff/comparison/nested_tree.h"
#include "stiff/comparison/variance_interval.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <Eigen/Eigenvalues>

namespace stiff {
namespace {

using Eigen::MatrixXd;
using Eigen::VectorXd;

/// The restricted likelihood in units of the values' variance.
class Criterion {
 public:
  Criterion(const NestedTree& tree, double scale) : tree_(tree), scale_(scale) {}

  NestedTree::Likelihood at(const VectorXd& x) const {
    const VectorXd variances = scale_ * x;
    return tree_.likelihood({variances.data(), static_cast<std::size_t>(variances.size())});
  }
  VectorXd gradient(const NestedTree::Likelihood& l, Eigen::Index size) const {
    return scale_ * Eigen::Map<const VectorXd>(l.gradient.data(), size);
  }
  /// Differences of the gradient; forwards where a component is next to zero.
  MatrixXd curvature(const VectorXd& x) const {
    MatrixXd out(x.size(), x.size());
    for (Eigen::Index i = 0; i < x.size(); ++i) {
      const double step = 1e-4 * std::max(x[i], 1e-6);
      VectorXd forward = x, back = x;
      forward[i] += step;
      if (x[i] > step) back[i] -= step;
      out.col(i) =
          (gradient(at(forward), x.size()) - gradient(at(back), x.size())) / (forward[i] - back[i]);
    }
    return 0.5 * (out + out.transpose());
  }

 private:
  const NestedTree& tree_;
  double scale_;
};

/// The components that are not held at zero.
std::vector<Eigen::Index> free_ones(const VectorXd& x, const VectorXd& gradient) {
  std::vector<Eigen::Index> out;
  for (Eigen::Index i = 0; i < x.size(); ++i) {
    if (x[i] > 0 || gradient[i] < 0) out.push_back(i);
  }
  return out;
}

/// Downhill in the free components: Newton's step, its curvature made positive.
VectorXd newton_step(const MatrixXd& curvature, const VectorXd& gradient,
                     const std::vector<Eigen::Index>& free) {
  const MatrixXd h = curvature(free, free);
  const VectorXd g = gradient(free);
  const Eigen::SelfAdjointEigenSolver<MatrixXd> eigen(h);
  const double floor = 1e-10 * eigen.eigenvalues().cwiseAbs().maxCoeff();
  const VectorXd bend = eigen.eigenvalues().cwiseAbs().cwiseMax(floor);
  const VectorXd along = eigen.eigenvectors().transpose() * g;
  VectorXd step = VectorXd::Zero(gradient.size());
  step(free) = -eigen.eigenvectors() * along.cwiseQuotient(bend);
  return step;
}

struct Optimum {
  VectorXd x;
  NestedTree::Likelihood likelihood;
  bool converged = false;
};

Optimum minimum(const Criterion& criterion, VectorXd x) {
  constexpr double kLeastResidual = 1e-12;
  const Eigen::Index last = x.size() - 1;
  Optimum out{x, criterion.at(x), false};
  for (int i = 0; i < 200 && !out.converged; ++i) {
    const VectorXd gradient = criterion.gradient(out.likelihood, x.size());
    const auto free = free_ones(out.x, gradient);
    if (free.empty()) {
      out.converged = true;
      break;
    }
    const VectorXd step = newton_step(criterion.curvature(out.x), gradient, free);
    double share = 1;
    for (; share > 1e-10; share /= 2) {
      VectorXd next = (out.x + share * step).cwiseMax(0.0);
      next[last] = std::max(next[last], kLeastResidual);
      const NestedTree::Likelihood there = criterion.at(next);
      if (!(there.criterion <= out.likelihood.criterion)) continue;
      const double moved = (next - out.x).cwiseAbs().maxCoeff();
      out.converged = moved < 1e-9;
      out.x = next;
      out.likelihood = there;
      break;
    }
    // No step that does not climb: the bottom, to the last bits.
    if (!(share > 1e-10)) out.converged = true;
  }
  return out;
}

Estimate component(double variance, double std_error, std::int64_t groups) {
  Estimate out;
  out.value = variance;
  out.n = groups;
  if (!(variance > 0) || !(std_error > 0)) return out;
  out.std_error = std_error;
  const double ratio = variance / std_error;
  const VarianceTerm term{1, variance, 2 * ratio * ratio};
  const VarianceInterval interval = variance_interval({&term, 1});
  out.ci_low = interval.low;
  out.ci_high = interval.high;
  return out;
}

/// Which levels can be told apart: those with more groups than the level above, and fewer than
/// there are values.
std::vector<std::size_t> told_apart(const NestedTree& tree) {
  std::vector<std::size_t> out;
  std::size_t above = 0;
  for (std::size_t l = 0; l < tree.levels(); ++l) {
    if (tree.groups(l) > above && tree.groups(l) < tree.values()) out.push_back(l);
    above = tree.groups(l);
  }
  return out;
}

Reason refusal(const NestedValues& data) {
  if (data.levels.empty() || data.levels.size() + 1 > kMostComponents ||
      data.groups.size() != data.levels.size()) {
    return Reason::bad_input;
  }
  for (const auto& level : data.groups) {
    if (level.size() != data.values.size()) return Reason::bad_input;
  }
  for (const double v : data.values) {
    if (!std::isfinite(v)) return Reason::bad_input;
  }
  if (data.values.size() < 3) return Reason::too_few;
  const auto [low, high] = std::minmax_element(data.values.begin(), data.values.end());
  return *low < *high ? Reason::none : Reason::no_spread;
}

}  // namespace

NestedComponents nested_components(const NestedValues& data, const std::string& residual) {
  NestedComponents out;
  for (const std::string& name : data.levels) out.components.push_back({name, {}, 0, kNaN});
  out.components.push_back({residual, {}, static_cast<std::int64_t>(data.values.size()), kNaN});
  const auto refuse = [&](Reason reason) {
    out.reason = reason;
    for (NestedComponent& c : out.components) c.variance = no_estimate(reason);
    return out;
  };
  if (const Reason reason = refusal(data); reason != Reason::none) return refuse(reason);
  const NestedTree whole(data.groups, data.values);
  for (std::size_t l = 0; l < whole.levels(); ++l) {
    out.components[l].groups = static_cast<std::int64_t>(whole.groups(l));
    out.components[l].variance = no_estimate(Reason::too_few);
    out.components[l + 1].per_group = whole.parts_per_group(l);
  }
  out.components[0].per_group = static_cast<double>(whole.groups(0));
  const std::vector<std::size_t> kept = told_apart(whole);
  if (whole.groups(0) < 2 || kept.empty()) return refuse(Reason::too_few);
  std::vector<std::vector<int>> groups;
  for (const std::size_t l : kept) groups.push_back(data.groups[l]);
  const NestedTree tree(groups, data.values);
  // Repeats that all agree to the bit: their likelihood has no bottom.
  if (!(tree.squares_within() > 0)) return refuse(Reason::no_spread);
  const std::vector<double> moments = tree.moments();
  const double scale = std::accumulate(moments.begin(), moments.end(), 0.0);
  const Criterion criterion(tree, scale);
  VectorXd start(static_cast<Eigen::Index>(moments.size()));
  for (Eigen::Index i = 0; i < start.size(); ++i) {
    start[i] = std::max(moments[static_cast<std::size_t>(i)] / scale, 0.01);
  }
  const Optimum best = minimum(criterion, start);
  if (!best.converged) return refuse(Reason::not_converged);
  out.mean = best.likelihood.mean;
  out.mean_std_error = 1 / std::sqrt(best.likelihood.precision);
  out.reml_criterion = best.likelihood.criterion;
  // -2 log L: the covariance of the estimates is twice the inverse of its curvature.
  std::vector<Eigen::Index> above;
  for (Eigen::Index i = 0; i < best.x.size(); ++i) {
    if (best.x[i] > 0) above.push_back(i);
  }
  const MatrixXd covariance = 2 * criterion.curvature(best.x)(above, above).inverse();
  VectorXd errors = VectorXd::Constant(best.x.size(), kNaN);
  for (std::size_t i = 0; i < above.size(); ++i) {
    const auto j = static_cast<Eigen::Index>(i);
    errors[above[i]] = scale * std::sqrt(covariance(j, j));
  }
  for (std::size_t i = 0; i < moments.size(); ++i) {
    NestedComponent& c = i < kept.size() ? out.components[kept[i]] : out.components.back();
    const auto j = static_cast<Eigen::Index>(i);
    c.variance = component(scale * best.x[j], errors[j], c.groups);
  }
  return out;
}

}  // namespace stiff
