#pragma once

#include <cstdint>
#include <limits>

#include "stiff/core/reason.h"

namespace stiff {

inline constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// A number with what is known of its error. Where there is no answer, `value` is NaN and `reason`
/// says why; where there is one, `reason` is `none` and the error bar is finite or NaN if unknown.
struct Estimate {
  double value = kNaN;
  double std_error = kNaN;          ///< one standard error, in the value's unit
  double ci_low = kNaN;             ///< 95 % interval
  double ci_high = kNaN;
  double quality = kNaN;            ///< 0 (worthless) to 1 (as good as this method gets)
  std::int64_t n = 0;               ///< independent or contributing samples; the method says which
  Reason reason = Reason::none;

  bool has_value() const { return value == value; }
};

/// A value with a symmetric 95 % interval. \param dof degrees of freedom of the standard error's own
/// estimate; Student's t is used for it, the normal quantile where it is infinite.
Estimate make_estimate(double value, double std_error, double quality, std::int64_t n,
                       double dof = std::numeric_limits<double>::infinity());

/// No answer, and why. \pre reason is not `none`.
Estimate no_estimate(Reason reason);

/// The estimate of `factor * value^power`: the interval's ends are mapped, the standard error is
/// carried to first order, |power| * value^(power-1) * factor. Holds for value > 0 and power > 0 or
/// for power 1; used for mu = rho c^2 and E = 3 mu.
Estimate scaled_power(const Estimate& estimate, double factor, double power);

/// The two-sided 95 % quantile of Student's t with `dof` > 0 degrees of freedom (normal if infinite).
double t_quantile_975(double dof);

}  // namespace stiff
