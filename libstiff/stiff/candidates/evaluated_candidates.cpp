#include "stiff/candidates/evaluated_candidates.h"

#include "stiff/candidates/proportion_interval.h"

#include <cmath>
#include <limits>
#include <map>

namespace stiff {
namespace {

/// A mark has a rating, were it the lowest.
double or_lowest(double rating) {
  return std::isnan(rating) ? -std::numeric_limits<double>::max() : rating;
}

bool has_lateral(double lateral_mm) {
  return std::isfinite(lateral_mm);
}

std::vector<RatedMark> candidate_marks(const EvaluatedMuscle& muscle) {
  std::vector<RatedMark> marks;
  for (const Candidate* c : muscle.candidates) {
    if (!has_lateral(c->centroid_lateral_mm)) continue;
    marks.push_back({c->centroid_lateral_mm, c->centroid_axial_mm, or_lowest(-c->p_fwer)});
  }
  return marks;
}

/// A person's sums over pictures.
struct PersonSums {
  PersonCount found;      ///< of labelled places
  PersonCount on_places;  ///< of candidates that are true or false
  PersonCount at_healthy;
  PersonCount at_all;
};

EvaluationRow row_of(const char* measure, const Estimate& value, std::int64_t people,
                     const char* method) {
  EvaluationRow row;
  row.level = "candidate";
  row.measure = measure;
  row.value = value;
  row.people = people;
  row.method = method;
  return row;
}

/// The mean over healthy muscles of the number of candidates expected in one.
EvaluationRow expected_row(std::span<const EvaluatedMuscle> muscles) {
  Estimate mean;
  double sum = 0;
  std::int64_t people = 0;
  std::map<std::int64_t, int> counted;
  for (const EvaluatedMuscle& muscle : muscles) {
    if (muscle.positive() || !std::isfinite(muscle.flagged->expected)) continue;
    sum += muscle.flagged->expected;
    ++mean.n;
    if (++counted[muscle.person] == 1) ++people;
  }
  if (mean.n == 0) mean.reason = Reason::too_few;
  if (mean.n > 0) mean.value = sum / static_cast<double>(mean.n);
  return row_of("expected_per_healthy", mean, people, "mean of `expected`");
}

}  // namespace

bool has_places(const EvaluatedMuscle& muscle) {
  const bool is_map = std::isfinite(muscle.flagged->valid_area_mm2);
  return is_map && (!muscle.positive() || muscle.label->located());
}

std::vector<EvaluationRow> candidate_rows(std::span<const EvaluatedMuscle> muscles,
                                          double tolerance_mm) {
  std::map<std::int64_t, PersonSums> people;
  for (const EvaluatedMuscle& muscle : muscles) {
    PersonSums& person = people[muscle.person];
    const std::vector<RatedMark> marks = candidate_marks(muscle);
    const MatchedMarks matched = match_marks(muscle.label->places, marks, tolerance_mm);
    ++person.at_all.n;
    person.at_healthy.n += muscle.positive() ? 0 : 1;
    for (std::size_t p = 0; p < muscle.label->places.size(); ++p) {
      if (!muscle.label->places[p].counts) continue;
      ++person.found.n;
      person.found.hits += matched.mark_of_place[p] >= 0 ? 1 : 0;
    }
    for (const MarkVerdict verdict : matched.verdict) {
      if (verdict == MarkVerdict::neither) continue;
      ++person.on_places.n;
      if (verdict == MarkVerdict::found) {
        ++person.on_places.hits;
        continue;
      }
      ++person.at_all.hits;
      person.at_healthy.hits += muscle.positive() ? 0 : 1;
    }
  }
  const auto counts = [&](PersonCount PersonSums::*member) {
    std::vector<PersonCount> out;
    for (const auto& [number, sums] : people) {
      if ((sums.*member).n > 0) out.push_back(sums.*member);
    }
    return out;
  };
  std::vector<EvaluationRow> rows;
  const auto share = [&](const char* measure, PersonCount PersonSums::*member) {
    const std::vector<PersonCount> all = counts(member);
    rows.push_back(row_of(measure, proportion_of_people(all), static_cast<std::int64_t>(all.size()),
                          one_case_each(all) ? "Wilson" : "Wilson, people (Rao-Scott)"));
  };
  const auto rate = [&](const char* measure, PersonCount PersonSums::*member) {
    const std::vector<PersonCount> all = counts(member);
    rows.push_back(row_of(measure, rate_of_people(all), static_cast<std::int64_t>(all.size()),
                          "Poisson score, people"));
  };
  share("sensitivity", &PersonSums::found);
  share("ppv", &PersonSums::on_places);
  rate("false_per_healthy", &PersonSums::at_healthy);
  rows.push_back(expected_row(muscles));
  rate("false_per_muscle", &PersonSums::at_all);
  return rows;
}

std::vector<FreeResponse> free_responses(std::span<const EvaluatedMuscle> muscles, RatingRule rule,
                                         double tolerance_mm) {
  std::vector<FreeResponse> pictures;
  for (const EvaluatedMuscle& muscle : muscles) {
    std::vector<RatedMark> marks;
    for (const CandidateMark* mark : muscle.marks) {
      if (!has_lateral(mark->lateral_mm)) continue;
      const double rating = rule == RatingRule::p_fwer ? -mark->p_fwer : mark->z;
      marks.push_back({mark->lateral_mm, mark->axial_mm, or_lowest(rating)});
    }
    pictures.push_back(free_response(muscle.person, !muscle.positive(), muscle.label->places, marks,
                                     tolerance_mm));
  }
  return pictures;
}

}  // namespace stiff
