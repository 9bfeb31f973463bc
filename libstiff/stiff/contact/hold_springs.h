#pragma once

#include "stiff/contact/relaxation_fit.h"
#include "stiff/contact/zener_fit.h"

#include <span>
#include <vector>

namespace stiff {

/// A hold as it is fitted: force (N) without its zero, and G (m2) of what drives it.
struct HoldSeries {
  std::span<const double> time_s;
  std::vector<double> force_n, drive_m2;
  double contact_s = kNaN, ramp_end_s = kNaN;
};

/// Relative standard errors that the fits themselves do not know.
struct HoldErrors {
  double long_time = 0;  ///< of the long-time force over G: zero and depth
  double arms = 0;       ///< of what relaxes, over G: depth
};

/// The standard linear solid and the Kelvin-Voigt solid of a hold, as special cases of its series:
/// with `relaxation` of one term the same numbers. Where the series is another, they are wrong by
/// more than noise, and each error is widened by its distance from what the series has of the same
/// meaning: sum E_i of the arm's spring, sum E_i tau_i of both dashpots, E_inf of the others. Where
/// nothing relaxes, the spring beside the arm is the series' force, the arm `low_signal`. Without
/// both ends of a series of several terms, its reason.
SpringDashpot springs_of(const HoldSeries& hold, const RelaxationFit& relaxation,
                         const RelaxationOptions& options, const HoldErrors& errors);

/// All of them without a value.
SpringDashpot no_springs(Reason reason);

}  // namespace stiff
