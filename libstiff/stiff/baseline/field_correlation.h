#pragma once

#include "stiff/result/healthy_field.h"

namespace stiff {

/// The correlation of two places this far apart (see `FieldShape`).
double correlation_at(const FieldShape& field, double axial_mm, double lateral_mm);

/// The distance at which it is 1/e, along depth and along the probe.
double axial_length_mm(const FieldShape& field);
double lateral_length_mm(const FieldShape& field);

/// Mean over all pairs of places in a rectangle of rho, and of (rho - that mean)^2: the share of
/// the field's variance that the rectangle's own mean takes up, and half of the relative variance
/// of the variance about that mean. Midpoint rule over the lags; error below 0.5 % where the
/// rectangle is a length or more.
struct RectangleMoments {
  double mean = 0;
  double square = 0;
};
RectangleMoments rectangle_moments(const FieldShape& field, double axial_mm, double lateral_mm);
/// The same of two fields one upon the other, `share` of the variance being the first one's.
RectangleMoments rectangle_moments(const FieldShape& first, const FieldShape& second, double share,
                                   double axial_mm, double lateral_mm);

/// The field that sums of products tell of. Deviations from a map's own mean are alike by
///
///     E[products / pairs](h) = field variance (rho(h) - mean of rho over the map)
///                              + error variance (rho_e(h) - mean of rho_e) + trend(h)
///
/// so a plain sum reads too small; the fit puts that back. How large the error is, is known from
/// the pixels' standard errors; how far it is alike, rho_e = exp(-q^(3/4)), is fitted beside the
/// field: what is not alike at all would otherwise make the field rough. Least squares over the
/// lags, weighted by their pairs and by 1 / (1 + |h| / mm), since neighbours decide how a field's
/// peaks behave. \param trend what the cohort's trend adds at each lag, as `lags.products` is laid
/// out; may be empty. \param error_variance where it is above nine tenths of what is seen, those
/// are taken.
struct FittedField {
  FieldShape correlation;
  FieldShape error_correlation;
  double variance = kNaN;        ///< of both
  double field_variance = kNaN;  ///< of the field
};
FittedField fit_field(const FieldLags& lags, const std::vector<double>& trend,
                      double error_variance, double extent_axial_mm, double extent_lateral_mm);

}  // namespace stiff
