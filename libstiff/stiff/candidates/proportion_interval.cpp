#include "stiff/candidates/proportion_interval.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace stiff {
namespace {

struct Sums {
  double hits = 0;
  double n = 0;
  double people = 0;

  double share() const { return hits / n; }
};

Sums sums_of(std::span<const PersonCount> people) {
  Sums sums;
  for (const PersonCount& person : people) {
    if (!(person.n > 0)) continue;
    sums.hits += person.hits;
    sums.n += person.n;
    ++sums.people;
  }
  return sums;
}

/// The ratio estimator's variance.
double ratio_variance(std::span<const PersonCount> people, const Sums& sums) {
  double squares = 0;
  for (const PersonCount& person : people) {
    const double d = person.hits - sums.share() * person.n;
    squares += d * d;
  }
  return sums.people / (sums.people - 1) * squares / (sums.n * sums.n);
}

double normal_quantile() {
  return t_quantile_975(std::numeric_limits<double>::infinity());
}

/// (z / t)^2: what a variance from so many people makes of the cases' worth.
double worth_of_dof(double people) {
  const double ratio = normal_quantile() / t_quantile_975(people - 1);
  return ratio * ratio;
}

/// \param worth of the cases, in independent ones
void set_wilson(Estimate& estimate, double worth) {
  const double z2 = normal_quantile() * normal_quantile();
  const double p = estimate.value;
  const double centre = (p + z2 / (2 * worth)) / (1 + z2 / worth);
  const double half =
      std::sqrt(z2 * (p * (1 - p) / worth + z2 / (4 * worth * worth))) / (1 + z2 / worth);
  // At 0 and 1 rounding may leave the share beyond its own interval.
  estimate.ci_low = std::min(p, std::max(0.0, centre - half));
  estimate.ci_high = std::max(p, std::min(1.0, centre + half));
}

}  // namespace

Estimate proportion_with(double share, double independent, std::int64_t n) {
  Estimate out;
  out.value = share;
  out.n = n;
  const double variance = share * (1 - share) / independent;
  if (variance > 0) out.std_error = std::sqrt(variance);
  set_wilson(out, independent);
  return out;
}

Estimate proportion_of_cases(std::int64_t hits, std::int64_t n) {
  if (!(n > 0)) return no_estimate(Reason::too_few);
  const auto cases = static_cast<double>(n);
  return proportion_with(static_cast<double>(hits) / cases, cases, n);
}

double independent_cases(std::span<const PersonCount> people) {
  const Sums sums = sums_of(people);
  if (one_case_each(people)) return sums.n;
  const double one_case = sums.share() * (1 - sums.share());
  if (!(one_case > 0)) return sums.people;
  const double variance = ratio_variance(people, sums);
  if (!(variance > 0)) return sums.n;
  return std::min(sums.n, one_case / variance * worth_of_dof(sums.people));
}

Estimate proportion_of_people(std::span<const PersonCount> people) {
  const Sums sums = sums_of(people);
  if (!(sums.people > 1)) return no_estimate(Reason::too_few);
  Estimate out =
      proportion_with(sums.share(), independent_cases(people), static_cast<std::int64_t>(sums.n));
  if (out.std_error > 0 && !one_case_each(people))
    out.std_error = std::sqrt(ratio_variance(people, sums));
  return out;
}

Estimate rate_of_people(std::span<const PersonCount> people) {
  const Sums sums = sums_of(people);
  if (!(sums.people > 1)) return no_estimate(Reason::too_few);
  Estimate out;
  out.value = sums.share();
  out.n = static_cast<std::int64_t>(sums.n);
  double worth = sums.people;
  if (sums.hits > 0) {
    const double variance = ratio_variance(people, sums);
    if (variance > 0) out.std_error = std::sqrt(variance);
    const double dispersion = std::max(1.0, variance * sums.n / out.value);
    worth = sums.n / dispersion * worth_of_dof(sums.people);
  }
  const double z2 = normal_quantile() * normal_quantile();
  const double centre = out.value + z2 / (2 * worth);
  const double half = std::sqrt(z2 * (out.value / worth + z2 / (4 * worth * worth)));
  out.ci_low = std::min(out.value, std::max(0.0, centre - half));
  out.ci_high = centre + half;
  return out;
}

bool one_case_each(std::span<const PersonCount> people) {
  return std::all_of(people.begin(), people.end(),
                     [](const PersonCount& person) { return person.n == 0 || person.n == 1; });
}

}  // namespace stiff
