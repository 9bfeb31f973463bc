#include "stiff/candidates/family_wise.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <span>

namespace stiff {
namespace {

using Maxima = std::vector<float>;

float largest_of(std::span<const float> z, const FlagOptions& options, Enhancement& enhancement) {
  switch (options.rule) {
    case RegionRule::enhancement:
      return enhancement.largest(z);
    case RegionRule::extent:
      return enhancement.largest_extent(z, static_cast<float>(options.extent_z));
    case RegionRule::peak:
      break;
  }
  return *std::max_element(z.begin(), z.end());
}

void picture_of(std::span<const float> z, std::span<float> statistic, const FlagOptions& options,
                Enhancement& enhancement) {
  switch (options.rule) {
    case RegionRule::enhancement:
      enhancement.picture(z, statistic);
      return;
    case RegionRule::extent:
      enhancement.extents(z, static_cast<float>(options.extent_z), statistic);
      return;
    case RegionRule::peak:
      std::copy(z.begin(), z.end(), statistic.begin());
  }
}

std::vector<int> scores_used(const FieldScores& scores, ScoreKind kind) {
  if (kind != ScoreKind::any) return {static_cast<int>(kind)};
  std::vector<int> used;
  for (int s = 0; s < kScores; ++s) {
    if (scores.has(s)) used.push_back(s);
  }
  return used;
}

/// (1 + those at least `value`) / (1 + all). \pre ascending.
double p_among(const Maxima& ascending, float value) {
  const auto at_least =
      ascending.end() - std::lower_bound(ascending.begin(), ascending.end(), value);
  return (1.0 + static_cast<double>(at_least)) / (1.0 + static_cast<double>(ascending.size()));
}

/// A statistic that stands for "nothing above the floor": as common as can be.
bool is_nothing(float statistic, RegionRule rule) {
  return rule == RegionRule::peak ? !std::isfinite(statistic) : !(statistic > 0);
}

/// What one score says of the map.
struct OfScore {
  int score = 0;
  std::vector<float> z, statistic;
  float largest = 0;
  Maxima healthy;  ///< in the order of the muscles
  Maxima ascending;
  int reached = 0;  ///< muscles whose largest is at least the map's
};

void simulate(std::vector<OfScore>& all, FieldScores& scores, const HealthyMaps& healthy,
              const FlagOptions& options, Enhancement& enhancement, FamilyWise& out) {
  const auto size = static_cast<std::size_t>(healthy.grid().size());
  std::vector<float> z(size, -std::numeric_limits<float>::infinity());
  const double enough = options.alpha * (1 + healthy.count());
  for (out.simulated = 0; out.simulated < healthy.count(); ++out.simulated) {
    const bool settled = std::all_of(all.begin(), all.end(),
                                     [&](const OfScore& one) { return one.reached + 1 > enough; });
    if (settled) break;
    for (OfScore& one : all) {
      scores.healthy_z(healthy, out.simulated, one.score, z);
      one.healthy.push_back(largest_of(z, options, enhancement));
      if (one.healthy.back() >= one.largest) ++one.reached;
    }
  }
  for (OfScore& one : all) {
    one.ascending = one.healthy;
    std::sort(one.ascending.begin(), one.ascending.end());
  }
}

/// The smallest p of each healthy muscle over the scores, ascending.
std::vector<double> least_p_of_healthy(const std::vector<OfScore>& all) {
  std::vector<double> least(all.front().healthy.size(), 1);
  for (const OfScore& one : all) {
    for (std::size_t i = 0; i < least.size(); ++i) {
      least[i] = std::min(least[i], p_among(one.ascending, one.healthy[i]));
    }
  }
  std::sort(least.begin(), least.end());
  return least;
}

}  // namespace

FamilyWise family_wise(FieldScores& scores, const HealthyMaps& healthy, const FlagOptions& options,
                       Enhancement& enhancement) {
  const auto size = static_cast<std::size_t>(healthy.grid().size());
  FamilyWise out;
  std::vector<OfScore> all;
  for (const int score : scores_used(scores, options.score)) {
    OfScore one;
    one.score = score;
    one.z.resize(size);
    one.statistic.resize(size);
    scores.map_z(score, one.z);
    picture_of(one.z, one.statistic, options, enhancement);
    one.largest = *std::max_element(one.statistic.begin(), one.statistic.end());
    all.push_back(std::move(one));
  }
  simulate(all, scores, healthy, options, enhancement, out);
  const std::vector<double> least =
      all.size() > 1 ? least_p_of_healthy(all) : std::vector<double>{};
  out.statistic.assign(size, 0);
  out.p.assign(size, 1);
  out.z.assign(size, -std::numeric_limits<float>::infinity());
  out.which.assign(size, static_cast<signed char>(all.front().score));
  for (std::size_t i = 0; i < size; ++i) {
    double p = 2;
    for (const OfScore& one : all) {
      const double here =
          is_nothing(one.statistic[i], options.rule) ? 1 : p_among(one.ascending, one.statistic[i]);
      if (!(here < p)) continue;
      p = here;
      out.statistic[i] = one.statistic[i];
      out.z[i] = one.z[i];
      out.which[i] = static_cast<signed char>(one.score);
    }
    if (!least.empty() && p < 1) {
      const auto as_small = std::upper_bound(least.begin(), least.end(), p) - least.begin();
      p = (1.0 + static_cast<double>(as_small)) / (1.0 + static_cast<double>(least.size()));
    }
    out.p[i] = static_cast<float>(std::min(1.0, p));
    out.p_least = std::min(out.p_least, std::min(1.0, p));
  }
  return out;
}

double expected_candidates(const HealthyMaps& healthy, const FieldModel& model,
                           const FlagOptions& options, const OwnScale& own_scale) {
  const AnalysisGrid& grid = healthy.grid();
  LogMap whole{
      grid.axial_m, grid.lateral_m, Picture<float>::Zero(grid.axial_m.size, grid.lateral_m.size),
      Picture<float>::Constant(grid.axial_m.size, grid.lateral_m.size,
                               static_cast<float>(std::sqrt(std::max(0.0, model.error_variance)))),
      grid.size()};
  FieldScores scores(whole, model, grid, {true, 0}, own_scale, options.surroundings_m);
  FlagOptions one = options;
  if (one.score == ScoreKind::any || !scores.has(static_cast<int>(one.score))) {
    one.score = ScoreKind::own;
  }
  Enhancement enhancement(grid.axial_m.size, grid.lateral_m.size, grid.pixel_area_mm2());
  const int score = static_cast<int>(one.score);
  std::vector<float> z(static_cast<std::size_t>(grid.size()),
                       -std::numeric_limits<float>::infinity());
  Maxima largest;
  for (int i = 0; i < healthy.count(); ++i) {
    scores.healthy_z(healthy, i, score, z);
    largest.push_back(largest_of(z, one, enhancement));
  }
  Maxima ascending = largest;
  std::sort(ascending.begin(), ascending.end());
  std::vector<float> statistic(z.size());
  std::vector<unsigned char> inside(z.size());
  std::vector<int> number;
  int found = 0;
  for (int i = 0; i < healthy.count(); ++i) {
    // The muscle itself is among those it is held against: its own place in the count.
    if (!(p_among(ascending, largest[static_cast<std::size_t>(i)]) <= one.alpha)) continue;
    scores.healthy_z(healthy, i, score, z);
    picture_of(z, statistic, one, enhancement);
    for (std::size_t k = 0; k < z.size(); ++k) {
      inside[k] =
          !is_nothing(statistic[k], one.rule) && p_among(ascending, statistic[k]) <= one.alpha;
    }
    found += connected(grid.axial_m.size, grid.lateral_m.size, inside, number);
  }
  return static_cast<double>(found) / healthy.count();
}

}  // namespace stiff
