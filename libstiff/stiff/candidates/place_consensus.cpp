#include "stiff/candidates/place_consensus.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace stiff {
namespace {

struct Group {
  std::vector<LabelledPlace> members;
  std::size_t last_rater;
  LabelledPlace mean;
};

/// The mean of what the members say; NaN where none does.
double mean_of(const std::vector<LabelledPlace>& members, double LabelledPlace::*member) {
  double sum = 0, n = 0;
  for (const LabelledPlace& place : members) {
    if (std::isnan(place.*member)) continue;
    sum += place.*member;
    ++n;
  }
  return n > 0 ? sum / n : kNaN;
}

void set_mean(Group& group) {
  for (const auto member :
       {&LabelledPlace::lateral_mm, &LabelledPlace::axial_mm, &LabelledPlace::radius_mm,
        &LabelledPlace::width_mm, &LabelledPlace::height_mm}) {
    group.mean.*member = mean_of(group.members, member);
  }
  group.mean.counts = std::any_of(group.members.begin(), group.members.end(),
                                  [](const LabelledPlace& place) { return place.counts; });
}

}  // namespace

int verdict_of_raters(std::size_t votes, std::size_t raters, ReferenceRule rule) {
  switch (rule) {
    case ReferenceRule::any:
      return votes > 0 ? 1 : -1;
    case ReferenceRule::all:
      return votes == raters ? 1 : -1;
    case ReferenceRule::majority:
      break;
  }
  if (2 * votes == raters) return 0;
  return 2 * votes > raters ? 1 : -1;
}

std::vector<LabelledPlace> consensus_places(std::span<const std::vector<LabelledPlace>> by_rater,
                                            std::size_t raters, ReferenceRule rule,
                                            double tolerance_mm) {
  std::vector<Group> groups;
  for (std::size_t rater = 0; rater < by_rater.size(); ++rater) {
    for (const LabelledPlace& place : by_rater[rater]) {
      Group* nearest = nullptr;
      double least = std::numeric_limits<double>::infinity();
      for (Group& group : groups) {
        const bool joins =
            group.last_rater != rater &&
            (on_place(group.mean, place.lateral_mm, place.axial_mm, tolerance_mm) ||
             on_place(place, group.mean.lateral_mm, group.mean.axial_mm, tolerance_mm));
        const double d = std::abs(group.mean.lateral_mm - place.lateral_mm);
        if (!joins || !(d < least)) continue;
        least = d;
        nearest = &group;
      }
      if (!nearest) {
        groups.push_back({{}, rater, {}});
        nearest = &groups.back();
      }
      nearest->members.push_back(place);
      nearest->last_rater = rater;
      set_mean(*nearest);
    }
  }
  std::vector<LabelledPlace> places;
  for (Group& group : groups) {
    const int verdict = verdict_of_raters(group.members.size(), raters, rule);
    if (verdict < 0) continue;
    group.mean.counts = group.mean.counts && verdict > 0;
    places.push_back(group.mean);
  }
  return places;
}

}  // namespace stiff
