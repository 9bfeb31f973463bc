#include "stiff/candidates/froc_curve.h"

#include "stiff/candidates/person_bootstrap.h"
#include "stiff/candidates/proportion_interval.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace stiff {
namespace {

constexpr double kUnmarked = -std::numeric_limits<double>::infinity();

/// A mark that counts, in the order of falling rating.
struct Event {
  double rating;
  std::size_t person;
  bool found;    ///< else false
  bool healthy;  ///< picture
};

struct PersonTotals {
  double pictures = 0;
  double healthy = 0;
  double places = 0;
};

struct Study {
  std::vector<Event> events;
  std::vector<PersonTotals> people;
};

Study study_of(std::span<const FreeResponse> pictures) {
  Study study;
  std::vector<std::int64_t> person;
  std::vector<std::size_t> number;
  for (const FreeResponse& picture : pictures) person.push_back(picture.person);
  study.people.resize(number_people(person, number));
  for (std::size_t i = 0; i < pictures.size(); ++i) {
    const FreeResponse& picture = pictures[i];
    PersonTotals& totals = study.people[number[i]];
    ++totals.pictures;
    totals.healthy += picture.healthy ? 1 : 0;
    totals.places += static_cast<double>(picture.place_ratings.size());
    for (const double rating : picture.false_ratings) {
      study.events.push_back({rating, number[i], false, picture.healthy});
    }
    for (const double rating : picture.place_ratings) {
      if (rating > kUnmarked) study.events.push_back({rating, number[i], true, false});
    }
  }
  std::stable_sort(study.events.begin(), study.events.end(),
                   [](const Event& a, const Event& b) { return a.rating > b.rating; });
  return study;
}

/// Ends of the runs of equal ratings: how many events each threshold takes.
std::vector<std::size_t> thresholds_of(const Study& study) {
  std::vector<std::size_t> ends;
  for (std::size_t i = 1; i <= study.events.size(); ++i) {
    if (i == study.events.size() || study.events[i].rating != study.events[i - 1].rating) {
      ends.push_back(i);
    }
  }
  return ends;
}

/// The share of places found at each rate, the people being `times` in the study; NaN where the
/// resample has no place or no healthy picture.
std::vector<double> found_at(const Study& study, std::span<const int> times,
                             const std::vector<double>& rates) {
  double healthy = 0, places = 0;
  for (std::size_t p = 0; p < study.people.size(); ++p) {
    healthy += times[p] * study.people[p].healthy;
    places += times[p] * study.people[p].places;
  }
  std::vector<double> shares(rates.size(), kNaN);
  if (!(healthy > 0 && places > 0)) return shares;
  double found = 0, found_before = 0, false_marks = 0;
  std::size_t rate = 0;  // the first that is still kept
  const auto& events = study.events;
  for (std::size_t i = 0; i < events.size() && rate < rates.size(); ++i) {
    const double weight = times[events[i].person];
    if (events[i].found) {
      found += weight;
    } else if (events[i].healthy) {
      false_marks += weight;
    }
    if (i + 1 < events.size() && events[i + 1].rating == events[i].rating) continue;
    // Rounding of the product must not cost a mark that is allowed.
    while (rate < rates.size() && false_marks > rates[rate] * healthy * (1 + 1e-12)) {
      shares[rate++] = found_before / places;
    }
    found_before = found;
  }
  for (; rate < rates.size(); ++rate) shares[rate] = found_before / places;
  return shares;
}

std::vector<FoundAtRate> found_at_rates(const Study& study, const FrocOptions& options) {
  const std::vector<int> once(study.people.size(), 1);
  const std::vector<double> shares = found_at(study, once, options.false_rates);
  std::vector<std::vector<double>> resampled(shares.size());
  for_each_resample(study.people.size(), options.resamples, options.seed,
                    [&](std::span<const int> times) {
                      const auto drawn = found_at(study, times, options.false_rates);
                      for (std::size_t r = 0; r < drawn.size(); ++r) {
                        if (!std::isnan(drawn[r])) resampled[r].push_back(drawn[r]);
                      }
                    });
  std::vector<FoundAtRate> out;
  for (std::size_t r = 0; r < shares.size(); ++r) {
    FoundAtRate at{options.false_rates[r], no_estimate(Reason::too_few)};
    const bool enough = 2 * resampled[r].size() >= static_cast<std::size_t>(options.resamples);
    if (!std::isnan(shares[r]) && enough) {
      double mean = 0, squares = 0;
      for (const double s : resampled[r]) mean += s / static_cast<double>(resampled[r].size());
      for (const double s : resampled[r]) squares += (s - mean) * (s - mean);
      at.found = Estimate{.value = shares[r]};
      at.found.std_error = std::sqrt(squares / static_cast<double>(resampled[r].size() - 1));
      at.found.ci_low = quantile_of(resampled[r], 0.025);
      at.found.ci_high = quantile_of(resampled[r], 0.975);
      double people = 0;
      for (const PersonTotals& p : study.people) {
        at.found.n += static_cast<std::int64_t>(p.places);
        people += p.places > 0 ? 1 : 0;
      }
      // No resample of all or nothing is anything else.
      if (shares[r] == 0 || shares[r] == 1) {
        at.found = proportion_with(shares[r], people, at.found.n);
      }
    }
    out.push_back(at);
  }
  return out;
}

std::vector<FrocPoint> points_of(const Study& study, std::size_t most) {
  std::vector<std::size_t> ends = thresholds_of(study);
  if (ends.size() > most && most > 1) {
    std::vector<std::size_t> some;
    for (std::size_t i = 0; i < most; ++i) {
      some.push_back(ends[i * (ends.size() - 1) / (most - 1)]);
    }
    ends = std::move(some);
  }
  const std::size_t people = study.people.size();
  std::vector<PersonCount> found(people), at_healthy(people), at_all(people);
  for (std::size_t p = 0; p < people; ++p) {
    found[p].n = study.people[p].places;
    at_healthy[p].n = study.people[p].healthy;
    at_all[p].n = study.people[p].pictures;
  }
  std::vector<FrocPoint> points;
  std::size_t i = 0;
  for (const std::size_t end : ends) {
    for (; i < end; ++i) {
      const Event& event = study.events[i];
      if (event.found) {
        ++found[event.person].hits;
      } else {
        ++at_all[event.person].hits;
        if (event.healthy) ++at_healthy[event.person].hits;
      }
    }
    points.push_back({study.events[end - 1].rating, proportion_of_people(found),
                      rate_of_people(at_healthy), rate_of_people(at_all)});
  }
  return points;
}

}  // namespace

FreeResponse free_response(std::int64_t person, bool healthy, std::span<const LabelledPlace> places,
                           std::span<const RatedMark> marks, double tolerance_mm) {
  FreeResponse out{person, healthy, {}, {}};
  const MatchedMarks matched = match_marks(places, marks, tolerance_mm);
  for (std::size_t m = 0; m < marks.size(); ++m) {
    if (matched.verdict[m] == MarkVerdict::off) out.false_ratings.push_back(marks[m].rating);
  }
  for (std::size_t p = 0; p < places.size(); ++p) {
    if (!places[p].counts) continue;
    const std::ptrdiff_t mark = matched.mark_of_place[p];
    out.place_ratings.push_back(mark < 0 ? kUnmarked
                                         : marks[static_cast<std::size_t>(mark)].rating);
  }
  return out;
}

FrocCurve froc_curve(std::span<const FreeResponse> pictures, const FrocOptions& options) {
  const Study study = study_of(pictures);
  FrocCurve out;
  std::vector<RatedCase> cases;
  for (const FreeResponse& picture : pictures) {
    ++out.pictures;
    out.healthy += picture.healthy ? 1 : 0;
    out.places += static_cast<std::int64_t>(picture.place_ratings.size());
    for (const double rating : picture.place_ratings) {
      cases.push_back({rating, true, picture.person});
    }
    if (!picture.healthy) continue;
    double highest = kUnmarked;
    for (const double rating : picture.false_ratings) highest = std::max(highest, rating);
    cases.push_back({highest, false, picture.person});
  }
  out.people = static_cast<std::int64_t>(study.people.size());
  out.area = area_of_people(cases);
  out.points = points_of(study, options.points);
  out.found_at_rate = found_at_rates(study, options);
  return out;
}

}  // namespace stiff
