#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

namespace stiff {

/// Levels that components can be told apart at, with the residual.
inline constexpr std::size_t kMostComponents = 7;

/// Nested groups with what the restricted likelihood of their variances needs: of each innermost
/// group number, mean and sum of squares; of each other group where its parts begin.
class NestedTree {
 public:
  /// \param groups labels by level, outermost first, at the most six levels, none of them empty;
  /// \pre all as long as `values`.
  NestedTree(std::span<const std::vector<int>> groups, std::span<const double> values);

  std::size_t levels() const { return first_.size(); }
  std::size_t groups(std::size_t level) const { return first_[level].size() - 1; }
  std::size_t values() const { return values_; }
  /// Harmonic mean of how many parts (groups of the next level, or values) a level's groups have.
  double parts_per_group(std::size_t level) const;
  double squares_within() const;  ///< within innermost groups
  double dof_within() const { return static_cast<double>(values_ - cells_.size()); }
  /// Rough components by moments, of the levels and the residual.
  std::vector<double> moments() const;

  struct Likelihood {
    double criterion = 0;  ///< -2 log restricted likelihood
    std::array<double, kMostComponents> gradient{};
    double mean = 0;
    double precision = 0;  ///< of the mean
  };
  /// \param variances of the levels and, last, the residual, which is above 0.
  Likelihood likelihood(std::span<const double> variances) const;

 private:
  struct Cell {
    double n = 0;
    double mean = 0;
    double squares = 0;
  };
  std::size_t values_ = 0;
  std::vector<Cell> cells_;
  /// first_[l][i]: the first part of group i of level l, among the groups of level l + 1; of the
  /// innermost level among the values in order. One more entry ends the last.
  std::vector<std::vector<std::size_t>> first_;
};

}  // namespace stiff
