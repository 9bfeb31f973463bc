#include "stiff/candidates/youden_cut.h"

#include "stiff/candidates/person_bootstrap.h"
#include "stiff/candidates/proportion_interval.h"
#include "stiff/core/error.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <vector>

#include <boost/math/distributions/normal.hpp>

namespace stiff {
namespace {

constexpr std::size_t kBins = 256;
using Bins = std::array<double, kBins>;

/// The cases in ascending order of their ratings, on the scale of normal scores, binned.
struct Scores {
  std::vector<double> rating;
  std::vector<double> score;
  std::vector<std::size_t> bin;
  std::vector<char> positive;
  std::vector<std::size_t> person;  ///< 0, 1, ...
  std::size_t people = 0;
  double step = 0;  ///< between bins

  double rating_at(double place) const;  ///< in bins
};

double Scores::rating_at(double place) const {
  const double at = score.front() + step * place;
  const auto above = std::lower_bound(score.begin(), score.end(), at);
  if (above == score.begin()) return rating.front();
  if (above == score.end()) return rating.back();
  const auto i = static_cast<std::size_t>(above - score.begin());
  const double part = (at - score[i - 1]) / (score[i] - score[i - 1]);
  return rating[i - 1] + part * (rating[i] - rating[i - 1]);
}

/// \pre both classes are there
Scores scores_of(std::span<const RatedCase> cases) {
  std::vector<RatedCase> sorted(cases.begin(), cases.end());
  double positives = 0;
  for (const RatedCase& c : sorted) positives += c.positive ? 1 : 0;
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const RatedCase& a, const RatedCase& b) { return a.rating < b.rating; });
  // The share of cases below, each class counting half in all.
  const double of_positive = 0.5 / positives;
  const double of_negative = 0.5 / (static_cast<double>(sorted.size()) - positives);
  Scores out;
  std::vector<std::int64_t> person;
  double below = 0;
  for (std::size_t first = 0; first < sorted.size();) {
    std::size_t last = first;
    double tied = 0;
    for (; last < sorted.size() && sorted[last].rating == sorted[first].rating; ++last) {
      tied += sorted[last].positive ? of_positive : of_negative;
    }
    const double score = boost::math::quantile(boost::math::normal(), below + 0.5 * tied);
    below += tied;
    for (; first < last; ++first) {
      out.rating.push_back(sorted[first].rating);
      out.score.push_back(score);
      out.positive.push_back(sorted[first].positive ? 1 : 0);
      person.push_back(sorted[first].person);
    }
  }
  out.people = number_people(person, out.person);
  out.step = (out.score.back() - out.score.front()) / static_cast<double>(kBins - 1);
  for (const double score : out.score) {
    const double place = out.step > 0 ? (score - out.score.front()) / out.step : 0;
    out.bin.push_back(std::min(kBins - 1, static_cast<std::size_t>(std::lround(place))));
  }
  return out;
}

/// One class as it is weighed in a resample.
struct WeighedClass {
  Bins weight{};
  double n = 0;
};

/// The score's place, in bins, below which the share of the class lies.
double bin_quantile(const WeighedClass& c, double share) {
  double sum = 0;
  for (std::size_t i = 0; i < kBins; ++i) {
    sum += c.weight[i];
    if (sum >= share * c.n) return static_cast<double>(i);
  }
  return static_cast<double>(kBins - 1);
}

/// The kernel's width in bins, at least one.
double kernel_width(const WeighedClass& c) {
  double mean = 0, squares = 0;
  for (std::size_t i = 0; i < kBins; ++i) mean += c.weight[i] * static_cast<double>(i);
  mean /= c.n;
  for (std::size_t i = 0; i < kBins; ++i) {
    const double d = static_cast<double>(i) - mean;
    squares += c.weight[i] * d * d;
  }
  const double sd = std::sqrt(squares / std::max(1.0, c.n - 1));
  const double quartiles = (bin_quantile(c, 0.75) - bin_quantile(c, 0.25)) / 1.34;
  const double spread = quartiles > 0 ? std::min(sd, quartiles) : sd;
  return std::max(1.0, 0.9 * spread * std::pow(c.n, -0.2));
}

/// The smoothed share of the class at or above each bin.
Bins share_above(const WeighedClass& c) {
  const double width = kernel_width(c);
  std::array<double, 2 * kBins - 1> kernel;
  for (std::size_t k = 0; k < kernel.size(); ++k) {
    const double d = static_cast<double>(k) - static_cast<double>(kBins - 1);
    kernel[k] = 0.5 * std::erfc(-d / (width * std::sqrt(2.0)));
  }
  Bins share{};
  for (std::size_t i = 0; i < kBins; ++i) {
    if (c.weight[i] == 0) continue;
    const double* from = kernel.data() + (kBins - 1) + i;
    for (std::size_t at = 0; at < kBins; ++at) {
      share[at] += c.weight[i] * *(from - static_cast<std::ptrdiff_t>(at));
    }
  }
  for (double& s : share) s /= c.n;
  return share;
}

/// Where the index is largest, in bins: the vertex of the parabola through the best bin and its
/// neighbours.
double best_place(const WeighedClass& positive, const WeighedClass& negative) {
  Bins index = share_above(positive);
  const Bins false_share = share_above(negative);
  for (std::size_t i = 0; i < kBins; ++i) index[i] -= false_share[i];
  const auto best =
      static_cast<std::size_t>(std::max_element(index.begin(), index.end()) - index.begin());
  const auto place = static_cast<double>(best);
  if (best == 0 || best + 1 == kBins) return place;
  const double bend = index[best - 1] - 2 * index[best] + index[best + 1];
  return bend < 0 ? place + 0.5 * (index[best - 1] - index[best + 1]) / bend : place;
}

/// Cases at or above a cut among all, of positives and of negatives.
struct Share {
  double hits = 0;
  double n = 0;
  double value() const { return hits / n; }
};

struct Resamples {
  std::vector<double> cuts;
  Share sensitivity;  ///< of those left out, at the cut of those drawn
  Share specificity;
};

void add_resample(const Scores& scores, std::span<const int> times, Resamples& out) {
  std::array<WeighedClass, 2> classes;
  for (std::size_t i = 0; i < scores.bin.size(); ++i) {
    const double weight = times[scores.person[i]];
    WeighedClass& c = classes[static_cast<std::size_t>(scores.positive[i])];
    c.weight[scores.bin[i]] += weight;
    c.n += weight;
  }
  if (!(classes[0].n > 0 && classes[1].n > 0)) return;
  const double cut = scores.rating_at(best_place(classes[1], classes[0]));
  out.cuts.push_back(cut);
  for (std::size_t i = 0; i < scores.rating.size(); ++i) {
    if (times[scores.person[i]] > 0) continue;
    const bool called = scores.rating[i] >= cut;
    Share& share = scores.positive[i] ? out.sensitivity : out.specificity;
    share.hits += called == (scores.positive[i] != 0) ? 1 : 0;
    ++share.n;
  }
}

/// The people's counts of right calls among the positives, or the negatives.
std::vector<PersonCount> right_calls(const Scores& scores, double cut, bool positive) {
  std::vector<PersonCount> people(scores.people);
  for (std::size_t i = 0; i < scores.rating.size(); ++i) {
    if ((scores.positive[i] != 0) != positive) continue;
    PersonCount& person = people[scores.person[i]];
    ++person.n;
    if ((scores.rating[i] >= cut) == positive) ++person.hits;
  }
  return people;
}

std::size_t people_with(const std::vector<PersonCount>& people) {
  return static_cast<std::size_t>(
      std::count_if(people.begin(), people.end(), [](const PersonCount& p) { return p.n > 0; }));
}

Estimate corrected(const std::vector<PersonCount>& people, const Estimate& apparent,
                   const Share& left_out) {
  const double share = 0.368 * apparent.value + 0.632 * left_out.value();
  return proportion_with(share, independent_cases(people), apparent.n);
}

/// The sum of two shares less 1, from the intervals of both.
Estimate index_of(const Estimate& a, const Estimate& b) {
  Estimate out;
  out.value = a.value + b.value - 1;
  out.std_error = std::hypot(a.std_error, b.std_error);
  out.ci_low = out.value - std::hypot(a.value - a.ci_low, b.value - b.ci_low);
  out.ci_high = out.value + std::hypot(a.ci_high - a.value, b.ci_high - b.value);
  out.n = a.n + b.n;
  return out;
}

YoudenCut refused(Reason reason) {
  const Estimate none = no_estimate(reason);
  return {none, none, none, none, none, none, 0};
}

}  // namespace

YoudenCut youden_cut(std::span<const RatedCase> cases, const YoudenOptions& options) {
  std::array<std::size_t, 2> counts{0, 0};
  for (const RatedCase& c : cases) {
    if (!std::isfinite(c.rating)) throw Error(ErrorKind::usage, "a cut needs finite ratings");
    ++counts[c.positive ? 1 : 0];
  }
  if (counts[0] == 0 || counts[1] == 0) return refused(Reason::too_few);
  const Scores scores = scores_of(cases);
  std::array<WeighedClass, 2> classes;
  for (std::size_t i = 0; i < scores.bin.size(); ++i) {
    WeighedClass& c = classes[static_cast<std::size_t>(scores.positive[i])];
    ++c.weight[scores.bin[i]];
    ++c.n;
  }
  const double cut = scores.rating_at(best_place(classes[1], classes[0]));
  const std::vector<PersonCount> positives = right_calls(scores, cut, true);
  const std::vector<PersonCount> negatives = right_calls(scores, cut, false);
  if (people_with(positives) < 2 || people_with(negatives) < 2) return refused(Reason::too_few);
  if (!(scores.step > 0)) return refused(Reason::low_signal);

  Resamples resamples;
  for_each_resample(scores.people, options.resamples, static_cast<std::uint64_t>(options.seed),
                    [&](std::span<const int> times) { add_resample(scores, times, resamples); });
  YoudenCut out;
  out.resamples = static_cast<int>(resamples.cuts.size());
  const bool few = 2 * out.resamples < options.resamples;
  if (few || !(resamples.sensitivity.n > 0 && resamples.specificity.n > 0)) {
    return refused(Reason::too_few);
  }
  out.cut.value = cut;
  out.cut.n = static_cast<std::int64_t>(cases.size());
  const double mean = std::accumulate(resamples.cuts.begin(), resamples.cuts.end(), 0.0) /
                      static_cast<double>(out.resamples);
  double squares = 0;
  for (const double c : resamples.cuts) squares += (c - mean) * (c - mean);
  out.cut.std_error = std::sqrt(squares / static_cast<double>(out.resamples - 1));
  out.cut.ci_low = quantile_of(resamples.cuts, 0.025);
  out.cut.ci_high = quantile_of(resamples.cuts, 0.975);
  out.sensitivity = proportion_of_people(positives);
  out.specificity = proportion_of_people(negatives);
  out.corrected_sensitivity = corrected(positives, out.sensitivity, resamples.sensitivity);
  out.corrected_specificity = corrected(negatives, out.specificity, resamples.specificity);
  out.corrected_index = index_of(out.corrected_sensitivity, out.corrected_specificity);
  return out;
}

}  // namespace stiff
