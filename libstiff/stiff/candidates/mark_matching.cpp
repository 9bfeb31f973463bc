#include "stiff/candidates/mark_matching.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <tuple>

namespace stiff {
namespace {

/// How far off along one axis; 0 where one of the two is not said.
double offset(double place_mm, double mark_mm) {
  const double d = std::abs(place_mm - mark_mm);
  return d >= 0 ? d : 0;
}

double reach(double half_mm, double tolerance_mm) {
  return half_mm > tolerance_mm ? half_mm : tolerance_mm;
}

double distance(const LabelledPlace& place, const RatedMark& mark) {
  return std::hypot(offset(place.lateral_mm, mark.lateral_mm),
                    offset(place.axial_mm, mark.axial_mm));
}

double nearest_distance(std::span<const LabelledPlace> places, const RatedMark& mark) {
  double nearest = std::numeric_limits<double>::infinity();
  for (const LabelledPlace& place : places) nearest = std::min(nearest, distance(place, mark));
  return nearest;
}

}  // namespace

bool on_place(const LabelledPlace& place, double lateral_mm, double axial_mm, double tolerance_mm) {
  const double x = offset(place.lateral_mm, lateral_mm);
  const double z = offset(place.axial_mm, axial_mm);
  if (place.width_mm > 0 || place.height_mm > 0) {
    return x <= reach(0.5 * place.width_mm, tolerance_mm) &&
           z <= reach(0.5 * place.height_mm, tolerance_mm);
  }
  return std::hypot(x, z) <= reach(place.radius_mm, tolerance_mm);
}

MatchedMarks match_marks(std::span<const LabelledPlace> places, std::span<const RatedMark> marks,
                         double tolerance_mm) {
  MatchedMarks out;
  out.verdict.assign(marks.size(), MarkVerdict::off);
  out.mark_of_place.assign(places.size(), -1);
  std::vector<double> nearest;
  for (const RatedMark& mark : marks) nearest.push_back(nearest_distance(places, mark));
  std::vector<std::size_t> order(marks.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto key = [&](std::size_t i) {
    return std::make_tuple(-marks[i].rating, nearest[i], marks[i].lateral_mm, marks[i].axial_mm);
  };
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return key(a) < key(b); });
  for (const std::size_t m : order) {
    std::ptrdiff_t chosen = -1;
    bool on_any = false;
    for (std::size_t p = 0; p < places.size(); ++p) {
      if (!on_place(places[p], marks[m].lateral_mm, marks[m].axial_mm, tolerance_mm)) continue;
      on_any = true;
      if (!places[p].counts || out.mark_of_place[p] >= 0) continue;
      const auto best = static_cast<std::size_t>(chosen);
      if (chosen < 0 || distance(places[p], marks[m]) < distance(places[best], marks[m])) {
        chosen = static_cast<std::ptrdiff_t>(p);
      }
    }
    if (chosen >= 0) {
      out.mark_of_place[static_cast<std::size_t>(chosen)] = static_cast<std::ptrdiff_t>(m);
      out.verdict[m] = MarkVerdict::found;
    } else if (on_any) {
      out.verdict[m] = MarkVerdict::neither;
    }
  }
  return out;
}

}  // namespace stiff
