#include "stiff/candidates/youden_cut.h"
#include "stiff/core/error.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "candidates/rated_people.h"
#include "validation.h"
#include <catch2/catch.hpp>

using stiff::Estimate;
using stiff::RatedCase;
using stiff::YoudenCut;
using stiff_test::normal_share_above;
using stiff_test::rated_cases;

namespace {

bool holds(const Estimate& estimate, double truth) {
  return estimate.ci_low <= truth && truth <= estimate.ci_high;
}

}  // namespace

TEST_CASE("The cut of many cases is the normal theory's") {
  // Two normals of SD 1: the densities cross half way, sensitivity = specificity = Phi(d / 2).
  const auto cases =
      rated_cases({.positive_people = 4000, .negative_people = 4000, .distance = 2}, 1);
  const YoudenCut out = stiff::youden_cut(cases, {.resamples = 200});
  // The cut's own SD at 400 and 400 is 0.07 and falls as n^(-2/5): 0.028 here; four of them.
  CHECK(out.cut.value == Approx(1).margin(0.11));
  const double right = 1 - normal_share_above(1);
  // Their binomial SD is 0.0058; the cut's 0.028 moves each by phi(1) 0.028 = 0.0068: four of both.
  CHECK(out.corrected_sensitivity.value == Approx(right).margin(0.036));
  CHECK(out.corrected_specificity.value == Approx(right).margin(0.036));
  CHECK(out.corrected_index.value == Approx(2 * right - 1).margin(0.033));
  CHECK(holds(out.cut, 1));
}

TEST_CASE("Intervals of the cut and of what it does hold as often as the header says") {
  struct Counts {
    int cut = 0, index = 0, sensitivity = 0, specificity = 0;
    double apparent = 0, corrected = 0;
  };
  const int runs = validation::seeds(300, 3000);
  for (const int people : {20, 50}) {
    Counts counts;
    for (int seed = 0; seed < runs; ++seed) {
      const auto cases =
          rated_cases({.positive_people = people, .negative_people = people, .distance = 1},
                      static_cast<std::uint64_t>(seed) + 31);
      const YoudenCut out = stiff::youden_cut(cases, {.resamples = 200, .seed = seed});
      const double sensitivity = normal_share_above(out.cut.value - 1);
      const double specificity = 1 - normal_share_above(out.cut.value);
      counts.cut += holds(out.cut, 0.5) ? 1 : 0;
      counts.index += holds(out.corrected_index, sensitivity + specificity - 1) ? 1 : 0;
      counts.sensitivity += holds(out.corrected_sensitivity, sensitivity) ? 1 : 0;
      counts.specificity += holds(out.corrected_specificity, specificity) ? 1 : 0;
      const double apparent = out.sensitivity.value + out.specificity.value - 1;
      counts.apparent += apparent - (sensitivity + specificity - 1);
      counts.corrected += out.corrected_index.value - (sensitivity + specificity - 1);
    }
    const std::string what = "Youden's cut of " + std::to_string(people) + " and " +
                             std::to_string(people) + " people, distance 1 SD: ";
    const auto of_runs = [&](int held) {
      return std::to_string(held) + " of " + std::to_string(runs);
    };
    WARN(what << "cut " << counts.cut << ", index " << counts.index << ", sensitivity "
              << counts.sensitivity << ", specificity " << counts.specificity << " of " << runs
              << "; index too high by " << counts.apparent / runs << ", corrected "
              << counts.corrected / runs);
    validation::note(what + "interval of the cut", of_runs(counts.cut), "95 %");
    validation::note(what + "of the index at it", of_runs(counts.index), "95 %");
    validation::note(what + "of sensitivity, specificity",
                     of_runs(counts.sensitivity) + ", " + of_runs(counts.specificity), "95 %");
    CHECK(stiff_test::as_claimed(counts.cut, runs, 0.91, 0.96));
    CHECK(stiff_test::as_claimed(counts.index, runs, 0.94, 0.98));
    CHECK(stiff_test::as_claimed(counts.sensitivity, runs, 0.93, 0.98));
    CHECK(stiff_test::as_claimed(counts.specificity, runs, 0.86, 0.97));
    // The index's SD is 0.14 at 20 and 20, the correction's 0.034; four of their means'. The
    // apparent one is too high by 0.06 and 0.03: the correction takes most of it.
    const double root = std::sqrt(20.0 / people / runs);
    CHECK(std::abs(counts.corrected / runs) < 0.01 + 4 * 0.14 * root);
    CHECK((counts.apparent - counts.corrected) / runs > 0.02 - 4 * 0.034 * root);
  }
}

TEST_CASE("A rising scale carries the cut with it; another order changes nothing") {
  const auto cases = rated_cases({.distance = 1.5}, 8);
  const YoudenCut plain = stiff::youden_cut(cases, {.resamples = 300});
  auto scaled = cases;
  for (RatedCase& c : scaled) c.rating = 100 + 8 * c.rating;
  const YoudenCut other = stiff::youden_cut(scaled, {.resamples = 300});
  CHECK(other.cut.value == Approx(100 + 8 * plain.cut.value));
  CHECK(other.cut.ci_low == Approx(100 + 8 * plain.cut.ci_low));
  CHECK(other.corrected_sensitivity.value == Approx(plain.corrected_sensitivity.value));
  // exp is no straight line between two cases: the cut lies between the same two.
  auto bent = cases;
  for (RatedCase& c : bent) c.rating = std::exp(c.rating);
  const YoudenCut exp = stiff::youden_cut(bent, {.resamples = 300});
  CHECK(exp.sensitivity.value == plain.sensitivity.value);
  CHECK(exp.specificity.value == plain.specificity.value);
  const YoudenCut again = stiff::youden_cut(cases, {.resamples = 300});
  CHECK(again.cut.ci_high == plain.cut.ci_high);
  CHECK(again.corrected_index.value == plain.corrected_index.value);
  const YoudenCut seeded = stiff::youden_cut(cases, {.resamples = 300, .seed = 2});
  CHECK(seeded.cut.value == plain.cut.value);
  CHECK(seeded.cut.ci_high != plain.cut.ci_high);
}

TEST_CASE("More of the same people widen nothing and narrow nothing") {
  const auto cases = rated_cases({.distance = 1}, 15);
  auto twice = cases;
  twice.insert(twice.end(), cases.begin(), cases.end());
  const YoudenCut one = stiff::youden_cut(cases, {.resamples = 500});
  const YoudenCut two = stiff::youden_cut(twice, {.resamples = 500});
  const auto width = [](const Estimate& e) { return e.ci_high - e.ci_low; };
  // The kernel is 2^(-1/5) as wide, which sharpens the cut's distribution a little.
  CHECK(width(two.cut) > 0.8 * width(one.cut));
  CHECK(width(two.corrected_sensitivity) > 0.95 * width(one.corrected_sensitivity));
  // As other people, they count.
  for (std::size_t i = cases.size(); i < twice.size(); ++i) twice[i].person += 1000;
  const YoudenCut four = stiff::youden_cut(twice, {.resamples = 500});
  CHECK(width(four.corrected_sensitivity) < 0.8 * width(one.corrected_sensitivity));
}

TEST_CASE("Classes that do not overlap are cut between") {
  std::vector<RatedCase> cases;
  for (int i = 0; i < 40; ++i) {
    cases.push_back({i < 20 ? 10.0 + i : static_cast<double>(-i), i < 20, i});
  }
  const YoudenCut out = stiff::youden_cut(cases, {.resamples = 300});
  CHECK((out.cut.value > -20 && out.cut.value <= 10));
  CHECK(out.sensitivity.value == 1);
  CHECK(out.specificity.value == 1);
  CHECK(out.corrected_sensitivity.ci_low < 1);
}

TEST_CASE("Refusal: no positive, no negative, one person, all tied, an unmarked case") {
  const auto reason = [](const std::vector<RatedCase>& cases) {
    const YoudenCut out = stiff::youden_cut(cases);
    CHECK_FALSE(out.cut.has_value());
    CHECK_FALSE(out.corrected_index.has_value());
    return out.cut.reason;
  };
  CHECK(reason({}) == stiff::Reason::too_few);
  CHECK(reason({{1, true, 1}, {2, true, 2}}) == stiff::Reason::too_few);
  CHECK(reason({{1, false, 1}, {2, false, 2}}) == stiff::Reason::too_few);
  CHECK(reason({{1, false, 1}, {2, false, 1}, {1, true, 1}, {2, true, 1}}) ==
        stiff::Reason::too_few);
  CHECK(reason({{1, false, 1}, {1, false, 2}, {1, true, 3}, {1, true, 4}}) ==
        stiff::Reason::low_signal);
  CHECK_THROWS_AS(reason({{-INFINITY, false, 1}, {1, true, 2}}), stiff::Error);
}
