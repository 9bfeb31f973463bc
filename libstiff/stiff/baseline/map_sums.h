#pragma once

#include "stiff/baseline/log_map.h"
#include "stiff/result/healthy_field.h"

#include <vector>

namespace stiff {

/// What one map tells a baseline; no picture is kept.
struct MapSums {
  double median = kNaN;          ///< of ln value
  double variance = kNaN;        ///< of ln value about its mean
  double error_variance = kNaN;  ///< mean squared relative standard error
  double extent_axial_mm =
      kNaN;  ///< sides of a rectangle with the second moments of the valid field
  double extent_lateral_mm = kNaN;
  FieldTrend trend{};  ///< least squares on the terms of `trend_terms`
  FieldLags lags;      ///< read on a grid of 0.5 mm by the nearest pixels
  FieldProfile depth;  ///< mean deviation in each bin; `people` 1 where there are pixels
  FieldProfile lateral;
};

/// The terms of the trend at a place.
FieldTrend trend_terms(double depth_mm, double lateral_mm);
/// The trend of healthy muscle at a place, 0 where the model has none.
double trend_at(const FieldModel& model, double depth_mm, double lateral_mm);

/// \pre the map has 20 pixels that count or more.
MapSums sums_of(const LogMap& map);

/// Products and pairs of `more` added.
void add(FieldLags& lags, const FieldLags& more);
void add(FieldProfile& profile, const FieldProfile& more);

}  // namespace stiff
