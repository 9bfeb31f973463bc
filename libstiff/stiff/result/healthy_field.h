#pragma once

#include "stiff/core/reason.h"
#include "stiff/result/baseline.h"

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace stiff {

/// Maps of healthy muscle are uneven, and evenly so: ln value = level of the map + trend with
/// position + a field whose neighbours are alike + the measurement's error, alike over a shorter
/// way and as large as each pixel's standard error says. What follows keeps of healthy people's
/// maps what a new map is held against, and nothing else of them.

/// How alike two places of a field are, h apart:
///
///     rho(h) = exp(-((q + d^2)^(k/2) - d^k)),   q = (h_axial / a_axial)^2 + (h_lateral /
///     a_lateral)^2
///
/// a correlation in any number of dimensions for 0 < k <= 2 (the exponent is a Bernstein function
/// of q): exponential at k = 1, Gaussian at 2, d rounds its tip as an estimator's window does.
struct FieldShape {
  double axial_scale_mm = kNaN;
  double lateral_scale_mm = kNaN;
  double exponent = kNaN;  ///< k
  double rounding = 0;     ///< d
};

/// Sums of products of a map's deviations from its mean, over all pairs of pixels at a lag.
struct FieldLags {
  static constexpr int kCount = 31;  ///< lags in each direction, 0 among them
  static constexpr double kStepMm = 0.5;
  std::vector<double> products = std::vector<double>(kCount * kCount, 0.0);  ///< (axial, lateral)
  std::vector<double> pairs = std::vector<double>(kCount * kCount, 0.0);
};

/// How the people's maps deviate from their own mean along one direction, in bins of 2 mm.
struct FieldProfile {
  double first_mm = 0;  ///< centre of the first bin
  std::vector<double> people;
  std::vector<double> sum;  ///< of the people's means
  std::vector<double> sum_squares;
};

/// Slopes of ln value on (z, z^2, x, x^2): z is (depth - 20 mm) / 10 mm, x is lateral / 10 mm.
inline constexpr int kTrendTerms = 4;
using FieldTrend = std::array<double, kTrendTerms>;

/// One healthy person's maps.
struct FieldPerson {
  PersonSummary level;            ///< of the medians of the person's maps, ln value
  double variance = kNaN;         ///< of ln value about a map's mean, mean over maps
  double error_variance = kNaN;   ///< mean squared relative standard error of a pixel
  double extent_axial_mm = kNaN;  ///< of the valid field
  double extent_lateral_mm = kNaN;
  FieldTrend trend{};
};

/// What is known of healthy fields of one key; made of the people by `summarise`.
struct FieldModel {
  Reason reason = Reason::none;   ///< `too_few`: no spread is known
  CohortSpread level;             ///< of a map's median, ln value
  double within_variance = kNaN;  ///< of the medians of one person's maps
  double within_dof = kNaN;
  FieldShape correlation;         ///< of the field itself
  FieldShape error_correlation;   ///< of the measurement's error
  double variance = kNaN;         ///< about the level, measurement's error included
  double field_variance = kNaN;   ///< of the field itself
  double error_variance = kNaN;   ///< mean of the squared relative standard errors
  double axial_length_mm = kNaN;  ///< at which the field's correlation is 1/e
  double lateral_length_mm = kNaN;
  double dof = kNaN;            ///< of `variance`, over the cohort
  double heterogeneity = kNaN;  ///< variance over people of ln of a field's variance
  bool has_trend = false;       ///< at least ten people, and it stands out (Hotelling, 1 %)
  FieldTrend trend{};
  double trend_mean = 0;  ///< over a usual map: taken out, so that `level` holds it
  std::array<double, kTrendTerms * kTrendTerms> trend_covariance{};  ///< of `trend`'s error
  double extent_axial_mm = kNaN;                                     ///< of a usual map
  double extent_lateral_mm = kNaN;
};

/// Maps of one quantity of one muscle in one state by one device, over healthy people.
struct FieldEntry {
  BaselineKey key;  ///< `method` is `map`; side and site are `all`
  std::vector<FieldPerson> people;
  FieldLags lags;
  FieldProfile depth;
  FieldProfile lateral;
  FieldModel model;
  std::string note;
};

}  // namespace stiff
