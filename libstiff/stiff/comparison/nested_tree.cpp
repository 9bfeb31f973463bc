#include "stiff/comparison/nested_tree.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <boost/math/constants/constants.hpp>

namespace stiff {
namespace {

/// What the parts of a group say of it: an estimate, its variance, and what each of the components
/// does to both.
struct Part {
  double mean = 0;
  double variance = 0;
  std::array<double, kMostComponents> d_mean{};
  std::array<double, kMostComponents> d_variance{};
};

/// Joins parts to the group that they make, without the group's own component, and adds to the
/// criterion what they say of the variances.
Part joined(std::span<const Part> parts, std::size_t count, NestedTree::Likelihood& out) {
  Part whole;
  double precision = 0;
  std::array<double, kMostComponents> d_precision{};
  // About one of the parts, so that large means cost no digits.
  const double about = parts[0].mean;
  for (const Part& part : parts) {
    const double q = 1 / part.variance;
    precision += q;
    whole.mean += q * (part.mean - about);
    out.criterion += std::log(part.variance);
    for (std::size_t k = 0; k < count; ++k) {
      const double qd = q * part.d_variance[k];
      d_precision[k] -= q * qd;
      whole.d_mean[k] += q * (part.d_mean[k] - (part.mean - about) * qd);
      out.gradient[k] += qd;
    }
  }
  whole.mean /= precision;
  for (std::size_t k = 0; k < count; ++k) {
    whole.d_mean[k] = (whole.d_mean[k] - whole.mean * d_precision[k]) / precision;
    whole.d_variance[k] = -d_precision[k] / (precision * precision);
    out.gradient[k] += d_precision[k] / precision;
  }
  whole.mean += about;
  whole.variance = 1 / precision;
  out.criterion += std::log(precision);
  for (const Part& part : parts) {
    const double r = (part.mean - whole.mean) / part.variance;
    out.criterion += r * (part.mean - whole.mean);
    for (std::size_t k = 0; k < count; ++k) {
      out.gradient[k] += r * (2 * part.d_mean[k] - r * part.d_variance[k]);
    }
  }
  return whole;
}

}  // namespace

NestedTree::NestedTree(std::span<const std::vector<int>> groups, std::span<const double> values)
    : values_(values.size()), first_(groups.size()) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    for (const std::vector<int>& level : groups) {
      if (level[a] != level[b]) return level[a] < level[b];
    }
    return values[a] < values[b];
  });
  for (std::size_t i = 0; i < order.size(); ++i) {
    bool begins = i == 0;
    for (std::size_t l = 0; l < groups.size(); ++l) {
      begins = begins || groups[l][order[i]] != groups[l][order[i - 1]];
      if (!begins) continue;
      // The next level's group that begins here has not been counted yet.
      first_[l].push_back(l + 1 < groups.size() ? first_[l + 1].size() : i);
      if (l + 1 == groups.size()) cells_.push_back({});
    }
    cells_.back().n += 1;
  }
  for (std::size_t l = 0; l < groups.size(); ++l) {
    first_[l].push_back(l + 1 < groups.size() ? first_[l + 1].size() : values.size());
  }
  const std::vector<std::size_t>& begin = first_.back();
  for (std::size_t c = 0; c < cells_.size(); ++c) {
    Cell& cell = cells_[c];
    const double about = values[order[begin[c]]];
    for (std::size_t i = begin[c]; i < begin[c + 1]; ++i) {
      cell.mean += (values[order[i]] - about) / cell.n;
    }
    cell.mean += about;
    for (std::size_t i = begin[c]; i < begin[c + 1]; ++i) {
      cell.squares += (values[order[i]] - cell.mean) * (values[order[i]] - cell.mean);
    }
  }
}

double NestedTree::parts_per_group(std::size_t level) const {
  double inverse = 0;
  for (std::size_t g = 0; g < groups(level); ++g) {
    inverse += 1 / static_cast<double>(first_[level][g + 1] - first_[level][g]);
  }
  return static_cast<double>(groups(level)) / inverse;
}

double NestedTree::squares_within() const {
  double sum = 0;
  for (const Cell& cell : cells_) sum += cell.squares;
  return sum;
}

std::vector<double> NestedTree::moments() const {
  std::vector<double> out(levels() + 1, 0.0);
  std::vector<double> means;
  double inverse = 0;
  for (const Cell& cell : cells_) {
    means.push_back(cell.mean);
    inverse += 1 / cell.n;
  }
  out.back() = dof_within() > 0 ? squares_within() / dof_within() : 0;
  // What a group's mean scatters by for reasons within it.
  double below = out.back() * inverse / static_cast<double>(cells_.size());
  for (std::size_t l = levels(); l-- > 0;) {
    // The scatter of this level's means within the groups above, the root being one group.
    const std::vector<std::size_t> root{0, means.size()};
    const std::vector<std::size_t>& begin = l > 0 ? first_[l - 1] : root;
    std::vector<double> above;
    double squares = 0, dof = 0, shares = 0;
    for (std::size_t g = 0; g + 1 < begin.size(); ++g) {
      const auto n = static_cast<double>(begin[g + 1] - begin[g]);
      double mean = 0;
      for (std::size_t i = begin[g]; i < begin[g + 1]; ++i) mean += means[i] / n;
      for (std::size_t i = begin[g]; i < begin[g + 1]; ++i) {
        squares += (means[i] - mean) * (means[i] - mean);
      }
      dof += n - 1;
      shares += 1 / n;
      above.push_back(mean);
    }
    const double scatter = dof > 0 ? squares / dof : 0;
    out[l] = std::max(0.0, scatter - below);
    below = scatter * shares / static_cast<double>(above.size());
    means = std::move(above);
  }
  return out;
}

NestedTree::Likelihood NestedTree::likelihood(std::span<const double> variances) const {
  const std::size_t count = levels() + 1;
  const std::size_t residual = levels();
  const double r = variances[residual];
  Likelihood out;
  std::vector<Part> parts(cells_.size());
  for (std::size_t c = 0; c < cells_.size(); ++c) {
    const Cell& cell = cells_[c];
    out.criterion += (cell.n - 1) * std::log(r) + std::log(cell.n) + cell.squares / r;
    out.gradient[residual] += (cell.n - 1) / r - cell.squares / (r * r);
    parts[c].mean = cell.mean;
    parts[c].variance = r / cell.n + variances[residual - 1];
    parts[c].d_variance[residual] = 1 / cell.n;
    parts[c].d_variance[residual - 1] = 1;
  }
  for (std::size_t l = levels() - 1; l-- > 0;) {
    std::vector<Part> whole;
    whole.reserve(groups(l));
    for (std::size_t g = 0; g < groups(l); ++g) {
      const std::span<const Part> mine(parts.data() + first_[l][g],
                                       first_[l][g + 1] - first_[l][g]);
      whole.push_back(joined(mine, count, out));
      whole.back().variance += variances[l];
      whole.back().d_variance[l] += 1;
    }
    parts = std::move(whole);
  }
  const Part mean = joined(parts, count, out);
  out.mean = mean.mean;
  out.precision = 1 / mean.variance;
  out.criterion +=
      static_cast<double>(values_ - 1) * std::log(boost::math::constants::two_pi<double>());
  return out;
}

}  // namespace stiff
