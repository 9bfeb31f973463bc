#pragma once

#include "stiff/baseline/log_map.h"
#include "stiff/candidates/healthy_maps.h"
#include "stiff/candidates/surroundings.h"

#include <array>
#include <span>
#include <vector>

namespace stiff {

/// What is known of the other side of the same person.
struct OtherSide {
  bool known = false;
  double median = kNaN;  ///< of its map, ln value, trend taken out
};

inline constexpr int kScores = 3;  ///< own, side, healthy, in this order

/// How healthy fields stand against their own surroundings: the SD of the difference, with the
/// field's as 1, and what its robust scale is worth: 2 over the relative variance of MAD^2 over
/// healthy muscles with every place counting.
struct OwnScale {
  double sd = 1;
  double dof = 0;
};
OwnScale own_scale_of(const HealthyMaps& healthy, double surroundings_m);

/// A map's three scores, at the places of an analysis grid that count. With y = ln value less the
/// healthy trend, m its median in this map, w^2 = field variance + squared standard error, and
/// r = (y - m) / w:
///
///     own      (r - r') / (s c),  r' what lies round the place (`Surroundings`)
///     side     (y - m_other) / sqrt(2 within variance + w^2)
///     healthy  (y - level) / sqrt(level variance (1 + 1/n) + w^2)
///
/// A place is stiff against the muscle round it, whatever the muscle does further off: an uneven
/// muscle hides less so. s is the SD that r - r' has in healthy muscle (`OwnScale`). c is how
/// uneven this muscle is against healthy ones, c^2 = (n0 + n1 MAD^2) / (n0 + n1): its own robust
/// scale (1.4826 median absolute deviation of (r - r') / s) drawn towards the cohort's by what each
/// is worth (Smyth2004), n0 degrees of freedom of the cohort, n1 of the map: in a map with few
/// independent places its own scale alone would make any stiff place invisible. Simulated healthy
/// maps go through the same arithmetic.
class FieldScores {
 public:
  /// \param map on its own grid; \pre its axes are those that `grid` was made of.
  FieldScores(const LogMap& map, const FieldModel& model, const AnalysisGrid& grid,
              const OtherSide& other, const OwnScale& own_scale, double surroundings_m);

  Index places() const { return static_cast<Index>(place_.size()); }
  bool has(int score) const { return has_[static_cast<std::size_t>(score)]; }
  double median() const { return median_; }    ///< m, ln value with the trend taken out
  double own_scale() const { return scale_; }  ///< c
  /// z of the map itself; -infinity where nothing counts. \param z of the grid's size.
  void map_z(int score, std::span<float> z) const;
  /// z of a simulated healthy muscle seen with this map's mask and errors; places that do not count
  /// must be -infinity already.
  void healthy_z(const HealthyMaps& healthy, int muscle, int score, std::span<float> z);
  /// z of any ln value with this relative standard error, `place` of the grid being nearest to it:
  /// for the picture.
  double z_at(int score, Index place, double log_value, double std_error, double trend) const;

 private:
  /// (r - r') / s of a field, and c of it.
  double against_surroundings(std::span<const float> field, double unevenness,
                              std::span<float> out);

  const FieldModel* model_;
  std::vector<std::int32_t> place_;  ///< index on the grid
  Surroundings surroundings_;
  OwnScale own_;
  std::vector<float> value_;  ///< y
  std::vector<float> weight_;
  std::vector<float> field_part_, error_part_;  ///< of w: sigma / w and e / w
  std::vector<float> by_level_, by_side_;       ///< 1 / the scores' denominators
  std::vector<std::int32_t> sample_;            ///< places that median and MAD are taken from
  std::vector<float> round_;                    ///< r' of the map, on the grid
  std::vector<float> own_residual_;             ///< (r - r') / s of the map
  std::vector<float> scratch_, field_, mean_, residual_;
  int prepared_ = -1;  ///< the muscle that `residual_` is of
  std::array<bool, kScores> has_{};
  double field_variance_ = 0, side_variance_ = kNaN, level_variance_ = kNaN;
  double cohort_dof_ = 0, own_dof_ = 0;
  double median_ = kNaN, scale_ = kNaN, other_median_ = kNaN;
};

}  // namespace stiff
