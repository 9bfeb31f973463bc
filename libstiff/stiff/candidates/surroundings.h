#pragma once

#include "stiff/baseline/log_map.h"
#include "stiff/candidates/candidate_region.h"
#include "stiff/candidates/healthy_maps.h"

#include <cstdint>
#include <span>
#include <vector>

namespace stiff {

/// What lies round each place of a grid: the mean over the places that count, weighted by a
/// Gaussian window and over its sum there (normalised convolution, KnutssonWestin1993). Made once
/// for a mask and used for many fields: the window is far wider than a place, so it is taken over
/// blocks of places and read between their middles.
class Surroundings {
 public:
  /// \param place indices on the grid of what counts. \param sd_m of the window, > 0.
  Surroundings(const AnalysisGrid& grid, std::span<const std::int32_t> place, double sd_m);

  /// \param value one for each `place`. \param mean of the grid's size: also where nothing counts,
  /// 0 where nothing counts within three SD of it.
  void mean(std::span<const float> value, std::span<float> mean);

 private:
  struct Between {
    Index first = 0;  ///< block; the other is the next one
    float share = 0;  ///< of the next one
  };
  static std::vector<Between> between(Index places, Index block, Index blocks);
  /// The window over blocks, along both axes.
  void blur(std::vector<float>& blocks);

  Index rows_, columns_;              ///< of the grid
  Index block_rows_, block_columns_;  ///< blocks along each axis
  std::vector<Between> row_, column_;
  std::vector<std::int32_t> block_;  ///< of each `place`
  std::vector<float> axial_window_, lateral_window_;
  std::vector<float> over_weight_;  ///< 1 / the window's sum at a block
  std::vector<float> sum_, scratch_;
};

/// Mean ln value, the healthy trend taken out, of what lies round a place: the same window about
/// its centroid, without the place and its blurred rim (its ellipse half as large again, and 1 mm).
/// NaN where nothing counts within three SD.
double level_round(const LogMap& map, const FieldModel& model, const RegionShape& place,
                   double sd_m);

}  // namespace stiff
