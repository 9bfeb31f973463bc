#include "stiff/baseline/healthy_baseline.h"

#include "stiff/baseline/baseline_key.h"
#include "stiff/baseline/covariate_fit.h"
#include "stiff/baseline/healthy_field.h"
#include "stiff/baseline/quantity_scale.h"
#include "stiff/baseline/variance_components.h"
#include "stiff/core/error.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <boost/math/distributions/normal.hpp>

namespace stiff {
namespace {

constexpr std::array<double, 9> kCentiles{0.025, 0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95, 0.975};
constexpr double kOldestAge = 90;       // above 89 an age leads to a person
constexpr std::size_t kFewPeople = 20;  // below, the note says how wide they make the limits

/// One person's numbers of one entry.
struct PersonValues {
  std::vector<double> values;
  std::vector<double> error_variances;
  std::string sex;
  double age = kNaN;
};

struct KeyOrder {
  bool operator()(const BaselineKey& a, const BaselineKey& b) const { return key_before(a, b); }
};
using Collected = std::map<BaselineKey, std::map<std::string, PersonValues>, KeyOrder>;

PersonSummary summary_of(const PersonValues& person) {
  PersonSummary out;
  const auto n = static_cast<double>(person.values.size());
  out.n = static_cast<std::int64_t>(person.values.size());
  double sum = 0;
  for (const double v : person.values) sum += v;
  out.mean = sum / n;
  for (const double v : person.values) out.sum_squares += (v - out.mean) * (v - out.mean);
  double errors = 0;
  for (const double e : person.error_variances) errors += e;
  out.error_variance = person.error_variances.empty()
                           ? kNaN
                           : errors / static_cast<double>(person.error_variances.size());
  out.sex = person.sex;
  if (person.age >= 0) out.age = std::min(std::floor(person.age), kOldestAge);
  return out;
}

/// NaN-proof: an unknown age is before all others.
auto order_of(const PersonSummary& p) {
  return std::make_tuple(p.mean, p.sum_squares, p.n, p.sex, std::isfinite(p.age) ? p.age : -1);
}

void sort_people(std::vector<PersonSummary>& people) {
  std::stable_sort(
      people.begin(), people.end(),
      [](const PersonSummary& a, const PersonSummary& b) { return order_of(a) < order_of(b); });
}

void add(Collected& collected, const BaselineKey& key, const CohortValue& value, double on_scale,
         double error) {
  PersonValues& person = collected[key][value.person];
  person.values.push_back(on_scale);
  if (error >= 0) person.error_variances.push_back(error * error);
  person.sex = value.sex;
  person.age = value.age;
}

Collected collect(std::span<const CohortValue> values) {
  Collected collected;
  for (const CohortValue& value : values) {
    const bool log_scale = baseline_scale(value.key.quantity) == BaselineScale::logarithm;
    const double on_scale = log_scale ? std::log(value.value) : value.value;
    const double error = log_scale ? value.std_error / value.value : value.std_error;
    BaselineKey key = value.key;
    key.side = key.site = "all";
    add(collected, key, value, on_scale, error);
    if (!value.key.side.empty()) {
      key.side = value.key.side;
      add(collected, key, value, on_scale, error);
      key.side = "all";
    }
    if (!value.key.site.empty()) {
      key.site = value.key.site;
      add(collected, key, value, on_scale, error);
    }
  }
  return collected;
}

std::string short_number(double value) {
  std::array<char, 32> text{};
  const auto end =
      std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed, 2);
  return std::string(text.data(), end.ptr);
}

std::string note_of(const BaselineEntry& entry) {
  const std::size_t people = entry.people.size();
  if (people < 2) return "1 person: no spread between people, so no limits";
  std::string note;
  if (!(entry.spread.total > 0)) return "all people read alike: no limits";
  if (people < kFewPeople) {
    note = std::to_string(people) + " people: the limits lie " + short_number(entry.limits.factor) +
           " SD from the centre, " + short_number(entry.limits.known_factor) +
           " if all people were known";
  }
  if (!(entry.components.error >= 0)) {
    note += note.empty() ? "" : "; ";
    note += "the values' standard errors are not known: they are part of the spread";
  }
  return note;
}

ToleranceLimits limits_of(const BaselineEntry& entry, RobustFactors& factors) {
  const ToleranceLevel& level = factors.level();
  ToleranceLimits out;
  out.known_factor = boost::math::quantile(boost::math::normal(), level.content);
  const CohortSpread& s = entry.spread;
  if (s.reason != Reason::none || !(s.total > 0)) return out;
  const double sd = std::sqrt(s.total);
  out.factor = one_sided_tolerance_factor(s.effective_n, s.dof, level);
  out.lower = in_units(entry, s.location - out.factor * sd);
  out.upper = in_units(entry, s.location + out.factor * sd);
  const double both = two_sided_tolerance_factor(s.effective_n, s.dof, level);
  out.two_sided_low = in_units(entry, s.location - both * sd);
  out.two_sided_high = in_units(entry, s.location + both * sd);
  const RobustLimit robust = robust_tolerance(entry.people, factors);
  if (robust.reason == Reason::none) {
    out.robust_lower = in_units(entry, robust.location - robust.factor * robust.scale);
    out.robust_upper = in_units(entry, robust.location + robust.factor * robust.scale);
  }
  const bool one_each = std::all_of(entry.people.begin(), entry.people.end(),
                                    [](const PersonSummary& p) { return p.n == 1; });
  const std::size_t rank = one_each ? upper_tolerance_rank(entry.people.size(), level) : 0;
  if (rank > 0) out.rank_upper = in_units(entry, entry.people[rank - 1].mean);
  return out;
}

std::vector<Centile> centiles_of(const BaselineEntry& entry) {
  std::vector<Centile> out;
  const CohortSpread& s = entry.spread;
  const bool known = s.reason == Reason::none && s.total > 0;
  for (const double share : kCentiles) {
    Centile centile{.share = share};
    if (known) {
      const double sd = std::sqrt(s.total);
      const double z = boost::math::quantile(boost::math::normal(), share);
      const auto bound = [&](double confidence) {
        return in_units(entry,
                        s.location + sd * centile_factor(share, s.effective_n, s.dof, confidence));
      };
      centile.value = in_units(entry, s.location + z * sd);
      centile.low = bound(0.025);
      centile.high = bound(0.975);
    }
    out.push_back(centile);
  }
  return out;
}

/// The mean of healthy people with its interval; of one person the value alone.
Estimate location_of(const BaselineEntry& entry) {
  const CohortSpread& s = entry.spread;
  const auto people = static_cast<std::int64_t>(entry.people.size());
  Estimate out = s.reason == Reason::none ? make_estimate(s.location, s.location_std_error, 1,
                                                          people, static_cast<double>(people - 1))
                                          : Estimate{.value = s.location, .n = people};
  out.quality = kNaN;
  if (entry.log_scale) {
    out.value = std::exp(out.value);
    out.std_error *= out.value;
    out.ci_low = std::exp(out.ci_low);
    out.ci_high = std::exp(out.ci_high);
  }
  return out;
}

bool same_numbers(const PersonSummary& a, const PersonSummary& b) {
  return a.n == b.n && a.mean == b.mean && a.sum_squares == b.sum_squares;
}

/// Whether all people of the smaller entry stand in the larger one, to the last bit. Single values
/// that a device rounds may agree by chance: three people or more, or repeats, do not.
bool holds_same_people(const BaselineEntry& a, const BaselineEntry& b) {
  const auto& small = a.people.size() <= b.people.size() ? a.people : b.people;
  const auto& large = a.people.size() <= b.people.size() ? b.people : a.people;
  const bool telling =
      small.size() >= 3 || std::any_of(small.begin(), small.end(),
                                       [](const PersonSummary& p) { return p.sum_squares > 0; });
  return telling && std::all_of(small.begin(), small.end(), [&](const PersonSummary& p) {
           return std::any_of(large.begin(), large.end(),
                              [&](const PersonSummary& q) { return same_numbers(p, q); });
         });
}

}  // namespace

double in_units(const BaselineEntry& entry, double on_scale) {
  return entry.log_scale ? std::exp(on_scale) : on_scale;
}

ToleranceLevel level_of(const HealthyBaseline& baseline) {
  return {.content = baseline.content, .confidence = baseline.confidence};
}

void summarise(BaselineEntry& entry, RobustFactors& factors) {
  sort_people(entry.people);
  entry.values = 0;
  for (const PersonSummary& p : entry.people) entry.values += p.n;
  entry.spread = cohort_spread(entry.people);
  entry.components = spread_components(entry.people);
  entry.location = location_of(entry);
  entry.limits = limits_of(entry, factors);
  entry.centiles = centiles_of(entry);
  entry.covariates = fit_covariates(entry.people);
  entry.note = note_of(entry);
}

void summarise(BaselineEntry& entry, const ToleranceLevel& level) {
  RobustFactors factors(level);
  summarise(entry, factors);
}

void summarise(HealthyBaseline& baseline) {
  RobustFactors factors(level_of(baseline));
  for (BaselineEntry& entry : baseline.entries) summarise(entry, factors);
  for (FieldEntry& field : baseline.fields) summarise(field);
}

HealthyBaseline build_baseline(std::span<const CohortValue> values, const ToleranceLevel& level) {
  HealthyBaseline baseline;
  baseline.content = level.content;
  baseline.confidence = level.confidence;
  for (const auto& [key, people] : collect(values)) {
    BaselineEntry entry;
    entry.key = key;
    entry.log_scale = baseline_scale(key.quantity) == BaselineScale::logarithm;
    for (const auto& [label, person] : people) entry.people.push_back(summary_of(person));
    baseline.entries.push_back(std::move(entry));
  }
  summarise(baseline);
  return baseline;
}

HealthyBaseline merge_baselines(const HealthyBaseline& a, const HealthyBaseline& b) {
  HealthyBaseline out = a;
  for (const BaselineEntry& more : b.entries) {
    const auto found =
        std::find_if(out.entries.begin(), out.entries.end(),
                     [&](const BaselineEntry& entry) { return same_key(entry.key, more.key); });
    if (found == out.entries.end()) {
      out.entries.push_back(more);
      continue;
    }
    if (found->log_scale != more.log_scale) {
      throw Error(ErrorKind::bad_data,
                  "the baselines have " + more.key.quantity +
                      " on different scales: build one of them anew with this version");
    }
    if (holds_same_people(*found, more)) {
      throw Error(ErrorKind::bad_data, "both baselines hold the same people (" + more.key.muscle +
                                           ", " + more.key.quantity + "): they would count twice");
    }
    found->people.insert(found->people.end(), more.people.begin(), more.people.end());
  }
  for (const FieldEntry& more : b.fields) {
    const auto found =
        std::find_if(out.fields.begin(), out.fields.end(),
                     [&](const FieldEntry& field) { return same_key(field.key, more.key); });
    if (found == out.fields.end()) {
      out.fields.push_back(more);
    } else {
      *found = merge_fields(*found, more);
    }
  }
  const auto by_key = [](const auto& x, const auto& y) { return key_before(x.key, y.key); };
  std::stable_sort(out.entries.begin(), out.entries.end(), by_key);
  std::stable_sort(out.fields.begin(), out.fields.end(), by_key);
  summarise(out);
  return out;
}

}  // namespace stiff
