#include "stiff/contact/twitch_axes.h"

#include "stiff/dsp/robust_scale.h"

#include <algorithm>
#include <cmath>

#include <Eigen/Eigenvalues>

namespace stiff {
namespace {

constexpr std::size_t kClippedRun = 4;
constexpr double kMargin_s = 0.03;

// Runs of equal samples at the ends of an axis' range, and how many samples stand in runs
// elsewhere.
struct Runs {
  std::vector<TimeSpan> spans;
  std::size_t at_limits = 0, elsewhere = 0;
};

Runs find_runs(const std::vector<double>& axis, double step_s) {
  const auto [low, high] = std::minmax_element(axis.begin(), axis.end());
  Runs runs;
  std::size_t first = 0;
  for (std::size_t i = 1; i <= axis.size(); ++i) {
    if (i < axis.size() && axis[i] == axis[first]) continue;
    if (i - first >= kClippedRun) {
      if (axis[first] == *low || axis[first] == *high) {
        runs.at_limits += i - first;
        runs.spans.push_back({step_s * static_cast<double>(first) - kMargin_s,
                              step_s * static_cast<double>(i) + kMargin_s});
      } else {
        runs.elsewhere += i - first;
      }
    }
    first = i;
  }
  return runs;
}

}  // namespace

std::vector<std::vector<double>> principal_axes(std::span<const std::vector<double>> axes,
                                                double sampling_frequency_hz) {
  std::vector<std::vector<double>> turned(axes.begin(), axes.end());
  const std::size_t n = axes.size();
  if (n == 1) return turned;
  const TwitchSpectrum spectrum(axes, sampling_frequency_hz);
  std::vector<std::vector<double>> band;
  for (std::size_t axis = 0; axis < n; ++axis) {
    band.push_back(spectrum.real(axis, {15, 120, 4, 5}, 500, nullptr).value);
  }
  std::vector<double> length(band.front().size(), 0);
  for (const auto& axis : band) {
    for (std::size_t i = 0; i < length.size(); ++i) length[i] += axis[i] * axis[i];
  }
  const double middle = median(length);
  // Of two axes the third row and column are 0: the eigenvalues rise, and theirs come last.
  Eigen::Matrix3d covariance = Eigen::Matrix3d::Zero();
  for (std::size_t i = 0; i < length.size(); ++i) {
    if (!(length[i] <= middle)) continue;
    Eigen::Vector3d v = Eigen::Vector3d::Zero();
    for (std::size_t axis = 0; axis < n; ++axis) v[static_cast<Index>(axis)] = band[axis][i];
    covariance += v * v.transpose();
  }
  const Eigen::SelfAdjointEigenSolver<Eigen::Matrix3d> solver(covariance);
  const Eigen::Matrix3d vectors = solver.eigenvectors();
  for (std::size_t to = 0; to < n; ++to) {
    std::fill(turned[to].begin(), turned[to].end(), 0.0);
    for (std::size_t from = 0; from < n; ++from) {
      const double share = vectors(static_cast<Index>(from), static_cast<Index>(3 - n + to));
      for (std::size_t i = 0; i < turned[to].size(); ++i) turned[to][i] += share * axes[from][i];
    }
  }
  return turned;
}

Clipping find_clipping(std::span<const std::vector<double>> axes, double sampling_frequency_hz) {
  Clipping clipping;
  for (const std::vector<double>& axis : axes) {
    Runs runs = find_runs(axis, 1 / sampling_frequency_hz);
    if (!(runs.at_limits > runs.elsewhere)) continue;
    clipping.spans.insert(clipping.spans.end(), runs.spans.begin(), runs.spans.end());
    const double share = static_cast<double>(runs.at_limits) / static_cast<double>(axis.size());
    clipping.share = std::max(clipping.share, share);
  }
  return clipping;
}

}  // namespace stiff
