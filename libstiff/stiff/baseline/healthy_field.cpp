#include "stiff/baseline/healthy_field.h"

#include "stiff/baseline/baseline_key.h"
#include "stiff/core/error.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace stiff {
namespace {

constexpr double kOldestAge = 90;  // above 89 an age leads to a person

PersonSummary level_of(const std::vector<double>& medians, double error_variance,
                       const std::string& sex, double age) {
  PersonSummary out;
  out.n = static_cast<std::int64_t>(medians.size());
  double sum = 0;
  for (const double m : medians) sum += m;
  out.mean = sum / static_cast<double>(medians.size());
  for (const double m : medians) out.sum_squares += (m - out.mean) * (m - out.mean);
  out.error_variance = error_variance;
  out.sex = sex;
  if (age >= 0) out.age = std::min(std::floor(age), kOldestAge);
  return out;
}

/// A person's profile: the mean over their maps in each bin, as one person.
FieldProfile of_one_person(FieldProfile profile) {
  for (std::size_t i = 0; i < profile.sum.size(); ++i) {
    if (!(profile.people[i] > 0)) continue;
    profile.sum[i] /= profile.people[i];
    profile.sum_squares[i] = profile.sum[i] * profile.sum[i];
    profile.people[i] = 1;
  }
  return profile;
}

bool same_person(const FieldPerson& a, const FieldPerson& b) {
  return a.level.mean == b.level.mean && a.variance == b.variance && a.level.n == b.level.n;
}

}  // namespace

bool FieldCohort::KeyOrder::operator()(const BaselineKey& a, const BaselineKey& b) const {
  return key_before(a, b);
}

void FieldCohort::add(BaselineKey key, const std::string& person_label, const std::string& sex,
                      double age, const LogMap& map) {
  key.side = key.site = "all";
  key.method = "map";
  const MapSums sums = sums_of(map);
  Gathered& entry = gathered_[key];
  Person& person = entry.people[person_label];
  person.medians.push_back(sums.median);
  person.variance += sums.variance;
  person.error_variance += sums.error_variance;
  person.extent_axial += sums.extent_axial_mm;
  person.extent_lateral += sums.extent_lateral_mm;
  for (std::size_t k = 0; k < sums.trend.size(); ++k) person.trend[k] += sums.trend[k];
  person.sex = sex;
  person.age = age;
  stiff::add(person.depth, sums.depth);
  stiff::add(person.lateral, sums.lateral);
  stiff::add(entry.lags, sums.lags);
}

std::vector<FieldEntry> FieldCohort::entries() const {
  std::vector<FieldEntry> out;
  for (const auto& [key, gathered] : gathered_) {
    FieldEntry entry;
    entry.key = key;
    entry.lags = gathered.lags;
    for (const auto& [label, person] : gathered.people) {
      const auto maps = static_cast<double>(person.medians.size());
      FieldPerson one;
      one.level = level_of(person.medians, person.error_variance / maps, person.sex, person.age);
      one.variance = person.variance / maps;
      one.error_variance = person.error_variance / maps;
      one.extent_axial_mm = person.extent_axial / maps;
      one.extent_lateral_mm = person.extent_lateral / maps;
      for (std::size_t k = 0; k < one.trend.size(); ++k) one.trend[k] = person.trend[k] / maps;
      entry.people.push_back(std::move(one));
      stiff::add(entry.depth, of_one_person(person.depth));
      stiff::add(entry.lateral, of_one_person(person.lateral));
    }
    summarise(entry);
    out.push_back(std::move(entry));
  }
  return out;
}

FieldEntry merge_fields(const FieldEntry& a, const FieldEntry& b) {
  const bool shared = std::any_of(a.people.begin(), a.people.end(), [&](const FieldPerson& p) {
    return std::any_of(b.people.begin(), b.people.end(),
                       [&](const FieldPerson& q) { return same_person(p, q); });
  });
  if (shared) {
    throw Error(ErrorKind::bad_data, "both baselines hold the same people's maps (" + a.key.muscle +
                                         "): they would count twice");
  }
  FieldEntry out = a;
  out.people.insert(out.people.end(), b.people.begin(), b.people.end());
  add(out.lags, b.lags);
  add(out.depth, b.depth);
  add(out.lateral, b.lateral);
  summarise(out);
  return out;
}

FieldMatch matching_field(const HealthyBaseline& baseline, const BaselineKey& key) {
  // The same search as that of numbers, over entries that have nothing but a key.
  HealthyBaseline keys;
  for (const FieldEntry& field : baseline.fields) {
    keys.entries.emplace_back();
    keys.entries.back().key = field.key;
  }
  BaselineKey wanted = key;
  wanted.side = wanted.site = "all";
  wanted.method = "map";
  const BaselineMatch match = matching_entry(keys, wanted);
  if (!match.entry) {
    return {nullptr, baseline.fields.empty()
                         ? "the baseline holds no maps: build it from results with their maps"
                         : match.refusal};
  }
  return {&baseline.fields[static_cast<std::size_t>(match.entry - keys.entries.data())], ""};
}

}  // namespace stiff
