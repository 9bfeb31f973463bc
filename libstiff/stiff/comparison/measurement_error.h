#pragma once

#include "stiff/comparison/mean_squares.h"

#include <span>

namespace stiff {

/// How far apart repeats of one person lie: the three numbers that are all called SEM, and what
/// they say of a change. From one table of n people by k repeats.
struct MeasurementError {
  /// sqrt(MSE): without the repeats' own means. Interval by chi-square, exact.
  Estimate sem_sqrt_mse;
  /// sqrt(MSE + (MSJ - MSE) / n) = sqrt(MSW): with them. Interval by the modified large sample
  /// method (GraybillWang1980).
  Estimate sem_agreement;
  /// SD sqrt(1 - ICC(C,1)), SD of all values (Weir2005). It goes up and down with who took part;
  /// no interval in closed form.
  Estimate sem_sd_icc;
  /// Within-person coefficient of variation, root mean square of SD over mean of each person.
  Estimate cv_root_mean_square;
  /// sqrt(exp(s^2) - 1), s^2 = MSW of ln value: of two repeats Dahlberg's s^2 = sum d^2 / (2 n)
  /// (Dahlberg1940). Interval by chi-square on n (k - 1), exact where repeats are in no order: a
  /// mean of their own is known by its k - 1 degrees of freedom only, as in `sem_agreement`.
  Estimate cv_logarithmic;
  /// exp(1.96 sqrt(2) s): the factor by which one person must rise, or fall, to be beyond error.
  Estimate mdc_ratio;
};

/// \param values (person, repeat), person-major, complete; \param squares of the same. A reason of
/// the squares is handed on to all; coefficients of variation have `out_of_range` where a value is
/// not above 0. The standard errors are to first order.
MeasurementError measurement_error(std::span<const double> values, const MeanSquares& squares);

/// The least difference between two single measurements of one person that is beyond error in 95 %
/// of pairs: 1.96 sqrt(2) SEM (Weir2005; 1.96 as it is printed, not the quantile 1.95996).
Estimate minimal_detectable_change(const Estimate& sem);
double minimal_detectable_change(double sem);

}  // namespace stiff
