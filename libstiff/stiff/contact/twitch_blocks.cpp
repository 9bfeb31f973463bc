#include "stiff/contact/twitch_field.h"
#include "stiff/dsp/robust_scale.h"

#include <algorithm>
#include <cmath>

#include <Eigen/Cholesky>

namespace stiff {
namespace {

constexpr std::size_t kFewestForShared = 4;
constexpr std::size_t kFewestForPlane = 9;
constexpr int kTurns = 6;
constexpr double kTukey = 4.685;  // 95 % efficient where the residuals are normal

// Even cuts of an axis into blocks of about a length.
std::vector<Index> cuts(const Axis& axis, double block_m) {
  const double length = std::abs(axis.step) * static_cast<double>(axis.size);
  const auto blocks =
      std::clamp(static_cast<Index>(std::lround(length / block_m)), Index{1}, axis.size);
  std::vector<Index> edges;
  for (Index i = 0; i <= blocks; ++i) edges.push_back(i * axis.size / blocks);
  return edges;
}

// The plane a + b z + c x over the blocks, z and x within -1 .. 1, or their median alone.
class SharedMotion {
 public:
  explicit SharedMotion(const TwitchBlocks& blocks) {
    const auto [z0, z1] = std::minmax_element(blocks.axial_m.begin(), blocks.axial_m.end());
    const auto [x0, x1] = std::minmax_element(blocks.lateral_m.begin(), blocks.lateral_m.end());
    const double tall = std::max(*z1 - *z0, 1e-9), wide = std::max(*x1 - *x0, 1e-9);
    for (std::size_t i = 0; i < blocks.axial_m.size(); ++i) {
      place_.emplace_back(1, 2 * (blocks.axial_m[i] - *z0) / tall - 1,
                          2 * (blocks.lateral_m[i] - *x0) / wide - 1);
    }
    plane_ = place_.size() >= kFewestForPlane && *z1 > *z0 && *x1 > *x0;
  }

  // Takes it off the blocks' values of one time; returns it at the picture's middle.
  double remove(std::vector<double>& values) const {
    const double middle = median(values);
    Eigen::Vector3d shared(middle, 0, 0);
    for (int turn = 0; plane_ && turn < kTurns; ++turn) shared = refit(values, shared);
    for (std::size_t i = 0; i < values.size(); ++i) values[i] -= shared.dot(place_[i]);
    return shared[0];
  }

 private:
  Eigen::Vector3d refit(const std::vector<double>& values, const Eigen::Vector3d& from) const {
    std::vector<double> residual(values.size());
    for (std::size_t i = 0; i < values.size(); ++i) residual[i] = values[i] - from.dot(place_[i]);
    const double spread = kTukey * mad_std(residual);
    if (!(spread > 0)) return from;
    Eigen::Matrix3d normal = Eigen::Matrix3d::Zero();
    Eigen::Vector3d right = Eigen::Vector3d::Zero();
    for (std::size_t i = 0; i < values.size(); ++i) {
      const double u = residual[i] / spread;
      const double weight = std::abs(u) < 1 ? std::pow(1 - u * u, 2) : 0;
      normal += weight * place_[i] * place_[i].transpose();
      right += weight * values[i] * place_[i];
    }
    const Eigen::LDLT<Eigen::Matrix3d> factors(normal);
    const Eigen::Vector3d next = factors.solve(right);
    return next.allFinite() ? next : from;
  }

  std::vector<Eigen::Vector3d> place_;
  bool plane_ = false;
};

}  // namespace

TwitchBlocks twitch_blocks(View3<const float> velocity, const Axis& axial_m, const Axis& lateral_m,
                           double block_m) {
  TwitchBlocks blocks;
  const auto frames = static_cast<std::size_t>(velocity.time());
  const std::vector<Index> rows = cuts(axial_m, block_m), columns = cuts(lateral_m, block_m);
  for (std::size_t r = 0; r + 1 < rows.size(); ++r) {
    for (std::size_t c = 0; c + 1 < columns.size(); ++c) {
      std::vector<double> mean(frames, 0);
      const auto pixels =
          static_cast<double>((rows[r + 1] - rows[r]) * (columns[c + 1] - columns[c]));
      for (Index z = rows[r]; z < rows[r + 1]; ++z) {
        for (Index x = columns[c]; x < columns[c + 1]; ++x) {
          const auto trace = velocity.trace(z, x);
          for (std::size_t t = 0; t < frames; ++t)
            mean[t] += static_cast<double>(trace[t]) / pixels;
        }
      }
      blocks.local.push_back(std::move(mean));
      blocks.axial_m.push_back(0.5 * (axial_m[rows[r]] + axial_m[rows[r + 1] - 1]));
      blocks.lateral_m.push_back(0.5 * (lateral_m[columns[c]] + lateral_m[columns[c + 1] - 1]));
    }
  }
  blocks.shared.assign(frames, 0);
  blocks.shared_removed = blocks.local.size() >= kFewestForShared;
  if (!blocks.shared_removed) return blocks;
  const SharedMotion shared(blocks);
  std::vector<double> values(blocks.local.size());
  for (std::size_t t = 0; t < frames; ++t) {
    for (std::size_t i = 0; i < values.size(); ++i) values[i] = blocks.local[i][t];
    blocks.shared[t] = shared.remove(values);
    for (std::size_t i = 0; i < values.size(); ++i) blocks.local[i][t] = values[i];
  }
  return blocks;
}

}  // namespace stiff
