#pragma once

#include "stiff/baseline/tolerance_limit.h"
#include "stiff/result/baseline.h"

#include <string>

namespace stiff {

/// A value of one person who is not of the cohort.
struct NewValue {
  double value = kNaN;      ///< in the entry's unit
  double std_error = kNaN;  ///< NaN where not known: taken as the cohort's
  std::string sex{};        ///< `female`, `male` or empty
  double age = kNaN;        ///< years
};

/// Where a value stands among healthy people, the cohort's own uncertainty counted.
struct BaselineScore {
  Reason reason = Reason::none;  ///< `too_few`: no spread is known; `bad_input`: no such value
  double expected = kNaN;        ///< the healthy location, in the entry's unit
  double ratio = kNaN;           ///< value over expected (on the linear scale: NaN unless both > 0)
  double difference = kNaN;      ///< value less expected
  double p_upper = kNaN;         ///< chance of a healthy value this high or higher: predictive t
  double z = kNaN;               ///< the normal quantile of 1 - p_upper
  double share_below = kNaN;     ///< of healthy values, best guess
  double share_low = kNaN;       ///< its 95 % interval: wide for few people
  double share_high = kNaN;
  double lower_limit = kNaN;  ///< one-sided tolerance limits of such values (same sex and age,
  double upper_limit = kNaN;  ///< same standard error), in the entry's unit
  double dof = kNaN;
  bool by_covariates = false;  ///< against people of the same sex and age
  std::string note;
};

/// t = (value - location) / sqrt(total (1 + 1 / effective_n)) with the cohort's degrees of freedom:
/// of healthy values, a share p has p_upper below p, over cohorts of any size. A standard error
/// larger than the cohort's adds its excess of variance; a smaller one earns nothing. Compared with
/// people of the same sex and age where the entry carries that and the value says them; else with
/// all. \pre `entry` is the value's own (`matching_entry`).
BaselineScore score_value(const BaselineEntry& entry, const NewValue& value,
                          const ToleranceLevel& level = {});

}  // namespace stiff
