#include "stiff/candidates/roc_curve.h"

#include "stiff/candidates/person_bootstrap.h"
#include "stiff/candidates/proportion_interval.h"

#include <algorithm>
#include <limits>

namespace stiff {

std::vector<RocPoint> roc_curve(std::span<const RatedCase> cases, std::size_t most) {
  std::vector<RatedCase> sorted(cases.begin(), cases.end());
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const RatedCase& a, const RatedCase& b) { return a.rating > b.rating; });
  std::vector<std::int64_t> labels;
  for (const RatedCase& c : sorted) labels.push_back(c.person);
  std::vector<std::size_t> person;
  const std::size_t people = number_people(labels, person);
  std::vector<PersonCount> positives(people), negatives(people);
  bool has_positive = false, has_negative = false;
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    (sorted[i].positive ? has_positive : has_negative) = true;
    if (sorted[i].positive) {
      ++positives[person[i]].n;
    } else {
      ++negatives[person[i]].n;
      ++negatives[person[i]].hits;  // nobody is called positive yet
    }
  }
  if (!has_positive || !has_negative) return {};
  std::vector<std::size_t> ends{0};
  for (std::size_t i = 1; i <= sorted.size(); ++i) {
    if (i == sorted.size() || sorted[i].rating != sorted[i - 1].rating) ends.push_back(i);
  }
  std::vector<RocPoint> curve;
  const std::size_t last = ends.size() - 1;
  const std::size_t points = std::min(ends.size(), std::max<std::size_t>(most, 2));
  std::size_t i = 0;
  for (std::size_t k = 0; k < points; ++k) {
    const std::size_t end = ends[k * last / (points - 1)];
    for (; i < end; ++i) {
      if (sorted[i].positive) {
        ++positives[person[i]].hits;
      } else {
        --negatives[person[i]].hits;
      }
    }
    curve.push_back({end == 0 ? std::numeric_limits<double>::infinity() : sorted[end - 1].rating,
                     proportion_of_people(positives), proportion_of_people(negatives)});
  }
  return curve;
}

}  // namespace stiff
