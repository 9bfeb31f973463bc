#include "stiff/candidates/area_under_curve.h"

#include "stiff/core/error.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <map>
#include <numeric>
#include <vector>

#include <boost/math/distributions/normal.hpp>
#include <boost/math/tools/roots.hpp>

namespace stiff {
namespace {

/// The ranks of the values from 1, equal values sharing their mean rank.
std::vector<double> midranks(const std::vector<double>& values) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
  std::vector<double> ranks(values.size());
  for (std::size_t first = 0; first < order.size();) {
    std::size_t last = first;
    while (last < order.size() && values[order[last]] == values[order[first]]) ++last;
    const double shared = 0.5 * static_cast<double>(first + last + 1);
    for (; first < last; ++first) ranks[order[first]] = shared;
  }
  return ranks;
}

/// One person's sums.
struct PersonSums {
  double positives = 0;
  double negatives = 0;
  double v10 = 0;
  double v01 = 0;
};

struct Placements {
  double area = kNaN;
  double positives = 0;
  double negatives = 0;
  bool all_equal = false;
  std::vector<PersonSums> people;  ///< in the order of their numbers
};

/// \param apart each case is a person of its own
Placements placements_of(std::span<const RatedCase> cases, bool apart) {
  std::vector<double> all, positive, negative;
  for (const RatedCase& c : cases) {
    if (std::isnan(c.rating)) throw Error(ErrorKind::usage, "a case without a rating has no rank");
    all.push_back(c.rating);
    (c.positive ? positive : negative).push_back(c.rating);
  }
  Placements out;
  out.positives = static_cast<double>(positive.size());
  out.negatives = static_cast<double>(negative.size());
  out.all_equal = std::adjacent_find(all.begin(), all.end(), std::not_equal_to<>()) == all.end();
  if (positive.empty() || negative.empty()) return out;
  const std::vector<double> rank = midranks(all);
  const std::vector<double> positive_rank = midranks(positive);
  const std::vector<double> negative_rank = midranks(negative);
  std::map<std::int64_t, PersonSums> people;
  double total = 0;
  std::size_t p = 0, n = 0;
  for (std::size_t i = 0; i < cases.size(); ++i) {
    PersonSums& person = people[apart ? static_cast<std::int64_t>(i) : cases[i].person];
    if (cases[i].positive) {
      const double v10 = (rank[i] - positive_rank[p++]) / out.negatives;
      ++person.positives;
      person.v10 += v10;
      total += v10;
    } else {
      ++person.negatives;
      person.v01 += 1 - (rank[i] - negative_rank[n++]) / out.positives;
    }
  }
  out.area = total / out.positives;
  for (const auto& [number, sums] : people) out.people.push_back(sums);
  return out;
}

struct Spread {
  double variance = kNaN;
  double dof = kNaN;
  double people = 0;
  double with_positive = 0;
  double with_negative = 0;
};

Spread spread_of(const Placements& placements) {
  Spread out;
  double s10 = 0, s01 = 0, s11 = 0;
  for (const PersonSums& person : placements.people) {
    ++out.people;
    if (person.positives > 0) ++out.with_positive;
    if (person.negatives > 0) ++out.with_negative;
    const double d10 = person.v10 - person.positives * placements.area;
    const double d01 = person.v01 - person.negatives * placements.area;
    s10 += d10 * d10;
    s01 += d01 * d01;
    s11 += d10 * d01;
  }
  if (!(out.with_positive > 1 && out.with_negative > 1)) return out;
  const double m = placements.positives;
  const double n = placements.negatives;
  s10 *= out.with_positive / (out.with_positive - 1) / m;
  s01 *= out.with_negative / (out.with_negative - 1) / n;
  s11 *= out.people / (out.people - 1);
  const double a = s10 / m;
  const double b = s01 / n;
  out.variance = a + b + 2 * s11 / (m * n);
  // Satterthwaite's; people of both kinds are not two samples.
  out.dof = std::min(
      (a + b) * (a + b) / (a * a / (out.with_positive - 1) + b * b / (out.with_negative - 1)),
      out.people - 1);
  return out;
}

AreaUnderCurve area_of(std::span<const RatedCase> cases, bool apart) {
  const Placements placements = placements_of(cases, apart);
  const Spread spread = spread_of(placements);
  AreaUnderCurve out;
  out.positives = static_cast<std::int64_t>(placements.positives);
  out.negatives = static_cast<std::int64_t>(placements.negatives);
  out.people = static_cast<std::int64_t>(placements.people.size());
  const double fewest = std::min(spread.with_positive, spread.with_negative);
  if (!(fewest > 1) || placements.all_equal) {
    out.area = no_estimate(fewest > 1 ? Reason::low_signal : Reason::too_few);
    return out;
  }
  Estimate& area = out.area;
  area.value = placements.area;
  area.n = static_cast<std::int64_t>(cases.size());
  // Correlated cases may leave rounding, or less than nothing, of a variance that is none.
  constexpr double kNone = 1e-14;
  if (spread.variance > kNone) {
    area.std_error = std::sqrt(spread.variance);
    const double t = t_quantile_975(spread.dof);
    const double logit = std::log(area.value / (1 - area.value));
    const double half = t * area.std_error / (area.value * (1 - area.value));
    area.ci_low = 1 / (1 + std::exp(half - logit));
    area.ci_high = 1 / (1 + std::exp(-half - logit));
    return out;
  }
  const AreaInterval interval =
      area_interval(area.value, spread.with_positive, spread.with_negative);
  area.ci_low = interval.low;
  area.ci_high = interval.high;
  return out;
}

}  // namespace

AreaUnderCurve area_of_cases(std::span<const RatedCase> cases) {
  return area_of(cases, true);
}

AreaUnderCurve area_of_people(std::span<const RatedCase> cases) {
  return area_of(cases, false);
}

AreaInterval area_interval(double area, double positives, double negatives) {
  const double z = boost::math::quantile(boost::math::normal(), 0.975);
  const double h = 0.5 * (positives + negatives) - 1;
  const auto reach = [&](double a) {
    const double variance =
        a * (1 - a) * (1 + h * (1 - a) / (2 - a) + h * a / (1 + a)) / (positives * negatives);
    return z * std::sqrt(variance);
  };
  const auto end = [&](double far, double sign) {
    const auto beyond = [&](double a) { return sign * (a - area) - reach(a); };
    // At 0 and 1 the area itself solves the equation too: the search begins beside it.
    const double near = area + sign * 1e-9;
    if (!(beyond(far) > 0 && beyond(near) < 0)) return far;
    std::uintmax_t steps = 200;
    const auto [low, high] =
        boost::math::tools::bisect(beyond, std::min(far, near), std::max(far, near),
                                   boost::math::tools::eps_tolerance<double>(40), steps);
    return 0.5 * (low + high);
  };
  return {end(0, -1), end(1, 1)};
}

}  // namespace stiff
