#include "stiff/candidates/evaluated_muscles.h"

#include "stiff/candidates/area_under_curve.h"
#include "stiff/candidates/proportion_interval.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <map>
#include <set>

namespace stiff {
namespace {

constexpr std::array<MuscleRating, 7> kRatings{
    {{"p_fwer", -1, &FlaggedRecording::p_fwer},
     {"z_max", 1, &FlaggedRecording::z_max},
     {"z_max_own", 1, &FlaggedRecording::z_max_own},
     {"z_max_side", 1, &FlaggedRecording::z_max_side},
     {"z_max_healthy", 1, &FlaggedRecording::z_max_healthy},
     {"heterogeneity_index", 1, &FlaggedRecording::heterogeneity_index},
     {"median", 1, &FlaggedRecording::median}}};

using Asked = std::function<bool(const EvaluatedMuscle&)>;

/// The share of muscles that a question is of, by people.
struct PeopleShare {
  std::vector<PersonCount> counts;
  std::int64_t people = 0;
};

PeopleShare share_of(std::span<const EvaluatedMuscle> muscles, const Asked& of, const Asked& hit) {
  std::map<std::int64_t, PersonCount> people;
  for (const EvaluatedMuscle& muscle : muscles) {
    if (!of(muscle)) continue;
    PersonCount& person = people[muscle.person];
    ++person.n;
    if (hit(muscle)) ++person.hits;
  }
  PeopleShare out;
  for (const auto& [number, count] : people) out.counts.push_back(count);
  out.people = static_cast<std::int64_t>(out.counts.size());
  return out;
}

const char* method_of(const PeopleShare& share) {
  return one_case_each(share.counts) ? "Wilson" : "Wilson, people (Rao-Scott)";
}

EvaluationRow muscle_row(const std::string& measure, const PeopleShare& share) {
  EvaluationRow row;
  row.level = "muscle";
  row.measure = measure;
  row.value = proportion_of_people(share.counts);
  row.people = share.people;
  row.method = method_of(share);
  return row;
}

void add_areas(std::span<const EvaluatedMuscle> muscles, const MuscleRating& rating, bool primary,
               std::vector<EvaluationRow>& rows) {
  const std::vector<RatedCase> cases = rated_cases(muscles, rating);
  if (cases.empty() && !primary) return;
  EvaluationRow row;
  row.level = "muscle";
  row.measure = primary ? "auc" : "auc_" + std::string(rating.name);
  const AreaUnderCurve by_people = area_of_people(cases);
  row.value = by_people.area;
  row.people = by_people.people;
  row.method = "people (Obuchowski)";
  rows.push_back(row);
  if (!primary) return;
  row.value = area_of_cases(cases).area;
  row.method = "muscles taken as independent (DeLong)";
  row.measure = "auc_independent";
  rows.push_back(row);
}

}  // namespace

const MuscleRating& rating_of(RatingRule rule) {
  return kRatings[static_cast<std::size_t>(rule)];
}

std::span<const MuscleRating> muscle_ratings() {
  return kRatings;
}

double rated(const EvaluatedMuscle& muscle, const MuscleRating& rating) {
  return rating.sign * muscle.flagged->*rating.member;
}

std::vector<RatedCase> rated_cases(std::span<const EvaluatedMuscle> muscles,
                                   const MuscleRating& rating) {
  std::vector<RatedCase> cases;
  for (const EvaluatedMuscle& muscle : muscles) {
    const double value = rated(muscle, rating);
    if (std::isfinite(value)) cases.push_back({value, muscle.positive(), muscle.person});
  }
  return cases;
}

std::int64_t people_of(std::span<const EvaluatedMuscle> muscles) {
  std::set<std::int64_t> people;
  for (const EvaluatedMuscle& muscle : muscles) people.insert(muscle.person);
  return static_cast<std::int64_t>(people.size());
}

std::vector<EvaluationRow> muscle_rows(std::span<const EvaluatedMuscle> muscles,
                                       const MuscleRating& rating) {
  const Asked all = [](const EvaluatedMuscle&) { return true; };
  const Asked positive = [](const EvaluatedMuscle& m) { return m.positive(); };
  const Asked negative = [](const EvaluatedMuscle& m) { return !m.positive(); };
  const Asked flagged = [](const EvaluatedMuscle& m) { return m.flagged->found > 0; };
  const Asked not_flagged = [](const EvaluatedMuscle& m) { return m.flagged->found == 0; };
  const Asked active = [](const EvaluatedMuscle& m) { return m.positive() && m.label->active; };
  const Asked latent = [](const EvaluatedMuscle& m) {
    return m.positive() && m.label->latent && !m.label->active;
  };
  std::vector<EvaluationRow> rows;
  const auto add = [&](const char* measure, const Asked& of, const Asked& hit) {
    rows.push_back(muscle_row(measure, share_of(muscles, of, hit)));
  };
  add("prevalence", all, positive);
  add("sensitivity", positive, flagged);
  for (const auto& [measure, of] :
       {std::pair{"sensitivity_active", &active}, std::pair{"sensitivity_latent", &latent}}) {
    if (std::any_of(muscles.begin(), muscles.end(), *of)) add(measure, *of, flagged);
  }
  add("specificity", negative, not_flagged);
  add("ppv", flagged, positive);
  add("npv", not_flagged, negative);
  add_areas(muscles, rating, true, rows);
  for (const MuscleRating& other : kRatings) {
    if (other.name != rating.name) add_areas(muscles, other, false, rows);
  }
  return rows;
}

}  // namespace stiff
