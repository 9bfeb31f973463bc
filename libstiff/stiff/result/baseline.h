#pragma once

#include "stiff/core/estimate.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace stiff {

/// What a healthy value may be compared with: only a value that agrees in all of this. An empty
/// text is "not said", and agrees with nothing but another that is not said.
struct BaselineKey {
  std::string muscle;
  std::string side = "all";  ///< `all`: every side counts; or one side's label
  std::string site = "all";  ///< likewise
  std::string quantity;
  std::string units;
  std::string method;
  std::string device;
  std::string state;
  std::string posture;
  std::string probe_direction;

  bool operator==(const BaselineKey&) const = default;
};

/// A part of a baseline's key as tables and messages name it.
struct BaselineKeyPart {
  std::string_view name;
  std::string_view long_name;
  std::string BaselineKey::*member;
};

/// All parts, in the order in which a comparison looks at them.
std::span<const BaselineKeyPart> baseline_key_parts();

/// What is kept of one person in one entry: enough to merge and to extend a baseline, and nothing
/// that says who it was. Numbers are on the entry's scale (of ln value where it is logarithmic).
struct PersonSummary {
  std::int64_t n = 0;         ///< values: sides, sites, runs, sessions
  double mean = kNaN;         ///< of them
  double sum_squares = 0;     ///< of their deviations from `mean`
  double error_variance = 0;  ///< mean of the values' squared standard errors; NaN where not known
  std::string sex;            ///< `female`, `male` or empty
  double age = kNaN;          ///< whole years, 90 for everyone above 89
};

/// How a quantity is spread over healthy people, on the entry's scale. One value of a new person
/// has the variance `total`.
struct CohortSpread {
  Reason reason = Reason::none;  ///< `too_few` where a spread is not known
  double location = kNaN;        ///< mean of the people's means
  double location_std_error = kNaN;
  double total = kNaN;        ///< variance of one value of one person
  double effective_n = kNaN;  ///< total over the variance of the location
  double dof = kNaN;          ///< of `total`
};

/// Between people, within a person beyond the measurement's error, and that error: variances on the
/// entry's scale, NaN where the cohort cannot tell.
struct SpreadComponents {
  Reason reason = Reason::none;
  double mean = kNaN;  ///< by REML: people weigh by what is known of them
  double mean_std_error = kNaN;
  double between = kNaN;
  double within = kNaN;
  double error = kNaN;
  double between_std_error = kNaN;
  double within_std_error = kNaN;
  double reml_criterion = kNaN;  ///< -2 log restricted likelihood
};

/// Limits that hold the share `content` of healthy people's values with the probability
/// `confidence`, in the quantity's unit; NaN where the people are too few.
struct ToleranceLimits {
  double lower = kNaN;  ///< one-sided: the share lies above it
  double upper = kNaN;  ///< one-sided: the share lies below it
  double two_sided_low = kNaN;
  double two_sided_high = kNaN;
  double factor = kNaN;        ///< one-sided limits in SD from the location
  double known_factor = kNaN;  ///< what it would be if the population were known
  double robust_lower = kNaN;  ///< by median and Qn
  double robust_upper = kNaN;
  double rank_upper = kNaN;  ///< by order statistics; only where each person has one value
};

/// A centile of one value of one healthy person, with its 95 % interval, in the quantity's unit.
struct Centile {
  double share = kNaN;  ///< 0..1
  double value = kNaN;
  double low = kNaN;
  double high = kNaN;
};

/// Sex and age as far as the cohort carries them: location = intercept + sex_effect [male] +
/// age_effect (age - mean_age), on the entry's scale.
struct CovariateFit {
  bool has_sex = false;
  bool has_age = false;
  std::int64_t people = 0;
  double intercept = kNaN;
  double sex_effect = kNaN;
  double age_effect = kNaN;  ///< a year
  double sex_std_error = kNaN;
  double age_std_error = kNaN;
  double mean_age = kNaN;
  double youngest = kNaN;
  double oldest = kNaN;
  CohortSpread spread;          ///< about the fit; `location` at a female (or all) of mean age
  std::vector<double> inverse;  ///< (X'X)^-1, row-major, for the leverage of a new person

  bool used() const { return has_sex || has_age; }
};

/// One quantity of one muscle in one state by one method and device, over healthy people.
struct BaselineEntry {
  BaselineKey key;
  bool log_scale = false;
  std::vector<PersonSummary> people;  ///< ordered by their numbers, so that the order says nothing

  // Made of the people by `summarise`.
  std::int64_t values = 0;
  Estimate location;  ///< in the quantity's unit: mean, or geometric mean on the logarithmic scale
  CohortSpread spread;
  SpreadComponents components;
  ToleranceLimits limits;
  std::vector<Centile> centiles;
  CovariateFit covariates;
  std::string note;  ///< what a reader must know: how wide few people make it
};

}  // namespace stiff
