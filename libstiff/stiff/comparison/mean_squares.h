#pragma once

#include "stiff/core/estimate.h"

#include <cstddef>
#include <cstdint>
#include <span>

namespace stiff {

/// The analysis of variance of n people by k repeats, one value a cell (McGraw1996, tables 3 to 5).
/// With x_ij = mean + person_i + repeat_j + error_ij their expectations are
///
///     MSB = k sigma_p^2 + sigma_e^2,  MSJ = n sigma_r^2 + sigma_e^2,  MSE = sigma_e^2,
///     MSW = sigma_r^2 + sigma_e^2 = (MSJ + (n - 1) MSE) / n
///
/// sigma_p^2 = (MSB - MSE) / k may come out negative; nothing here truncates it.
struct MeanSquares {
  Reason reason = Reason::none;
  std::int64_t people = 0;
  std::int64_t repeats = 0;
  double mean = kNaN;
  double between_people = kNaN;   ///< MSB, n - 1 degrees of freedom
  double within_people = kNaN;    ///< MSW, n (k - 1)
  double between_repeats = kNaN;  ///< MSJ, k - 1
  double error = kNaN;            ///< MSE, (n - 1) (k - 1)
  double total_variance = kNaN;   ///< of all values about their mean, n k - 1

  double people_dof() const { return static_cast<double>(people - 1); }
  double within_dof() const { return static_cast<double>(people * (repeats - 1)); }
  double repeats_dof() const { return static_cast<double>(repeats - 1); }
  double error_dof() const { return static_cast<double>((people - 1) * (repeats - 1)); }
};

/// \param values (person, repeat), person-major, complete. Reasons: `too_few` below two people or
/// two repeats, `bad_input` where a value is not finite or the number of values is no multiple of
/// `repeats`, `no_spread` where all values are equal.
MeanSquares mean_squares(std::span<const double> values, std::size_t repeats);

}  // namespace stiff
