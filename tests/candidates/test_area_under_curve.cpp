#include "stiff/candidates/area_under_curve.h"
#include "stiff/core/error.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <string>
#include <vector>

#include "candidates/rated_people.h"
#include "validation.h"
#include <catch2/catch.hpp>

using stiff::AreaUnderCurve;
using stiff::RatedCase;
using stiff_test::normal_share_above;
using stiff_test::rated_cases;
using stiff_test::RatedPeople;

namespace {

/// The 43 patients with all three tests of DeLong1988 (ovarian cancer; printed in the SAS/STAT
/// user's guide, PROC LOGISTIC, "Comparing receiver operating characteristic curves"): albumin,
/// total protein, K-G score, and whether surgery is of use.
constexpr double kDeLong[][4] = {
    {3.0, 5.8, 10, 0}, {3.2, 6.3, 5, 1}, {3.9, 6.8, 3, 1}, {2.8, 4.8, 6, 0}, {3.2, 5.8, 3, 1},
    {0.9, 4.0, 5, 0},  {2.5, 5.7, 8, 0}, {1.6, 5.6, 5, 1}, {3.8, 5.7, 5, 1}, {3.7, 6.7, 6, 1},
    {3.2, 5.4, 4, 1},  {3.8, 6.6, 6, 1}, {4.1, 6.6, 5, 1}, {3.6, 5.7, 5, 1}, {4.3, 7.0, 4, 1},
    {3.6, 6.7, 4, 0},  {2.3, 4.4, 6, 1}, {4.2, 7.6, 4, 0}, {4.0, 6.6, 6, 0}, {3.5, 5.8, 6, 1},
    {3.8, 6.8, 7, 1},  {3.0, 4.7, 8, 0}, {4.5, 7.4, 5, 1}, {3.7, 7.4, 5, 1}, {3.1, 6.6, 6, 1},
    {4.1, 8.2, 6, 1},  {4.3, 7.0, 5, 1}, {4.3, 6.5, 4, 1}, {3.2, 5.1, 5, 1}, {2.6, 4.7, 6, 1},
    {3.3, 6.8, 6, 0},  {1.7, 4.0, 7, 0}, {3.7, 6.1, 5, 1}, {3.3, 6.3, 7, 1}, {4.2, 7.7, 6, 1},
    {3.5, 6.2, 5, 1},  {2.9, 5.7, 9, 0}, {2.1, 4.8, 7, 1}, {2.8, 6.2, 8, 0}, {4.0, 7.0, 7, 1},
    {3.3, 5.7, 6, 1},  {3.7, 6.9, 5, 1}, {3.6, 6.6, 5, 1}};

/// \param sign -1: a low value is of use
std::vector<RatedCase> delong_cases(std::size_t column, double sign) {
  std::vector<RatedCase> cases;
  for (const auto& row : kDeLong) {
    cases.push_back({sign * row[column], row[3] == 1, static_cast<std::int64_t>(cases.size())});
  }
  return cases;
}

double kernel(double x, double y) {
  return x > y ? 1 : (x == y ? 0.5 : 0);
}

struct Brute {
  double area = 0;
  double variance = 0;
};

/// Obuchowski1997's equations over all pairs, O(M N).
Brute by_all_pairs(const std::vector<RatedCase>& cases) {
  double m = 0, n = 0;
  for (const RatedCase& c : cases) (c.positive ? m : n) += 1;
  Brute out;
  struct Sums {
    double m = 0, n = 0, v10 = 0, v01 = 0;
  };
  std::map<std::int64_t, Sums> people;
  for (const RatedCase& x : cases) {
    double v = 0;
    for (const RatedCase& y : cases) {
      if (x.positive == y.positive) continue;
      v += x.positive ? kernel(x.rating, y.rating) : kernel(y.rating, x.rating);
    }
    Sums& sums = people[x.person];
    if (x.positive) {
      ++sums.m;
      sums.v10 += v / n;
      out.area += v / (m * n);
    } else {
      ++sums.n;
      sums.v01 += v / m;
    }
  }
  double i10 = 0, i01 = 0, s10 = 0, s01 = 0, s11 = 0;
  for (const auto& [number, sums] : people) {
    i10 += sums.m > 0 ? 1 : 0;
    i01 += sums.n > 0 ? 1 : 0;
    s10 += std::pow(sums.v10 - sums.m * out.area, 2);
    s01 += std::pow(sums.v01 - sums.n * out.area, 2);
    s11 += (sums.v10 - sums.m * out.area) * (sums.v01 - sums.n * out.area);
  }
  const auto i = static_cast<double>(people.size());
  out.variance = i10 / ((i10 - 1) * m) * s10 / m + i01 / ((i01 - 1) * n) * s01 / n +
                 2 * i / (i - 1) * s11 / (m * n);
  return out;
}

}  // namespace

TEST_CASE("The areas and standard errors that were printed for the data of DeLong 1988") {
  struct Printed {
    std::size_t column;
    double sign, area, std_error, low, high;
  };
  // SAS/STAT user's guide, the same example, "ROC Association Statistics", 95 % Wald limits.
  for (const Printed& printed : {Printed{0, 1, 0.7366, 0.0927, 0.5549, 0.9182},
                                 Printed{2, -1, 0.7258, 0.1028, 0.5243, 0.9273},
                                 Printed{1, 1, 0.6478, 0.1000, 0.4518, 0.8439}}) {
    const auto cases = delong_cases(printed.column, printed.sign);
    const AreaUnderCurve out = stiff::area_of_cases(cases);
    CHECK(out.positives == 31);
    CHECK(out.negatives == 12);
    CHECK(out.area.value == Approx(printed.area).margin(0.00005));
    CHECK(out.area.std_error == Approx(printed.std_error).margin(0.00005));
    // Wald's limits are of the same standard error; ours lie within 0 and 1.
    CHECK(out.area.value - 1.959964 * out.area.std_error == Approx(printed.low).margin(0.0001));
    CHECK(out.area.value + 1.959964 * out.area.std_error == Approx(printed.high).margin(0.0001));
    CHECK(out.area.ci_high < printed.high);
    // People with one case each: one variance.
    CHECK(stiff::area_of_people(cases).area.std_error == Approx(out.area.std_error));
  }
}

TEST_CASE("Areas and variances are those of all pairs, with ties and people of several cases") {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    auto cases = rated_cases({.positive_people = 5,
                              .negative_people = 6,
                              .mixed_people = 7,
                              .cases_each = 3,
                              .distance = 0.7,
                              .correlation = 0.5},
                             seed);
    if (seed % 2 == 1) {
      for (RatedCase& c : cases) c.rating = std::round(2 * c.rating);  // many ties
    }
    const Brute brute = by_all_pairs(cases);
    const AreaUnderCurve out = stiff::area_of_people(cases);
    CHECK(out.area.value == Approx(brute.area).epsilon(1e-12));
    CHECK(out.area.std_error == Approx(std::sqrt(brute.variance)).epsilon(1e-9));
    CHECK(out.people == 18);
    auto apart = cases;
    for (std::size_t i = 0; i < apart.size(); ++i) apart[i].person = static_cast<std::int64_t>(i);
    CHECK(stiff::area_of_cases(cases).area.std_error ==
          Approx(std::sqrt(by_all_pairs(apart).variance)).epsilon(1e-9));
  }
}

TEST_CASE("The area keeps under a rising scale and turns over with the ratings") {
  const auto cases = rated_cases({.distance = 1.2}, 4);
  auto scaled = cases, turned = cases;
  for (RatedCase& c : scaled) c.rating = std::exp(3 * c.rating) - 7;
  for (RatedCase& c : turned) c.rating = -c.rating;
  auto shuffled = cases;
  std::reverse(shuffled.begin(), shuffled.end());
  const auto area = [](const auto& of) { return stiff::area_of_people(of).area; };
  CHECK(area(scaled).value == area(cases).value);
  CHECK(area(scaled).std_error == area(cases).std_error);
  CHECK(area(turned).value == Approx(1 - area(cases).value));
  CHECK(area(turned).ci_low == Approx(1 - area(cases).ci_high));
  CHECK(area(shuffled).value == Approx(area(cases).value));
  // Unmarked lesions and pictures have minus infinity, and are ties.
  auto unmarked = cases;
  for (RatedCase& c : unmarked) {
    if (c.rating < 0) c.rating = -std::numeric_limits<double>::infinity();
  }
  CHECK(area(unmarked).value == Approx(by_all_pairs(unmarked).area));
}

TEST_CASE("The area's interval holds the closed form as often as it says") {
  struct Design {
    const char* what;
    RatedPeople people;
    double truth;
    bool cases_fail;  ///< DeLong's interval is too narrow
  };
  const auto area = [](double distance) { return 1 - normal_share_above(distance / std::sqrt(2)); };
  const double same_person = 1 - normal_share_above(1 / std::sqrt(2 * 0.4));
  const Design designs[] = {
      {"30 and 30 people, area 0.76", {30, 30, 0, 1, 1, 0}, area(1), false},
      {"20 and 60 people, area 0.92", {20, 60, 0, 1, 2, 0}, area(2), false},
      {"30 and 30 people of 3 sides, correlation 0.8", {30, 30, 0, 3, 1, 0.8}, area(1), true},
      // Of 50 x 50 pairs 50 are of one person, whose ratings have a difference of SD sqrt(2 * 0.4).
      {"50 people with a positive and a negative side, correlation 0.6",
       {0, 0, 50, 2, 1, 0.6},
       (49 * area(1) + same_person) / 50,
       false}};
  const int runs = validation::seeds(1000, 10000);
  for (const Design& design : designs) {
    int by_cases = 0, by_people = 0;
    for (int seed = 0; seed < runs; ++seed) {
      const auto cases = rated_cases(design.people, static_cast<std::uint64_t>(seed) + 77);
      const auto holds = [&](const stiff::Estimate& e) {
        return e.ci_low <= design.truth && design.truth <= e.ci_high;
      };
      by_cases += holds(stiff::area_of_cases(cases).area) ? 1 : 0;
      by_people += holds(stiff::area_of_people(cases).area) ? 1 : 0;
    }
    WARN(design.what << ": by cases " << by_cases << ", by people " << by_people << " of " << runs);
    validation::note(std::string("Area under the ROC curve, ") + design.what,
                     std::to_string(by_people) + " of " + std::to_string(runs), "95 %");
    CHECK(stiff_test::as_claimed(by_people, runs, 0.94, 0.97));
    if (design.cases_fail) CHECK(by_cases < 0.85 * runs);
  }
}

TEST_CASE("Where all positives are above all negatives the interval still has a width") {
  std::vector<RatedCase> cases;
  for (int i = 0; i < 10; ++i) cases.push_back({i < 5 ? 1.0 + i : -1.0 - i, i < 5, i});
  const stiff::Estimate apart = stiff::area_of_people(cases).area;
  CHECK(apart.value == 1);
  CHECK(std::isnan(apart.std_error));
  CHECK(apart.ci_high == 1);
  // 1 - A = z sqrt(V(A)) with h = 4, m n = 25.
  const double a = apart.ci_low;
  const double variance = a * (1 - a) * (1 + 4 * (1 - a) / (2 - a) + 4 * a / (1 + a)) / 25;
  CHECK(1 - a == Approx(1.959964 * std::sqrt(variance)).epsilon(1e-6));
  CHECK((a > 0.5 && a < 0.9));
  // More of the same people add nothing.
  auto twice = cases;
  twice.insert(twice.end(), cases.begin(), cases.end());
  CHECK(stiff::area_of_people(twice).area.ci_low == Approx(a));
  CHECK(stiff::area_of_cases(twice).area.ci_low > a);
}

TEST_CASE("Refusal: no positive, no negative, one person, all tied, no rating") {
  using Cases = std::vector<RatedCase>;
  const auto reason = [](const Cases& cases) { return stiff::area_of_people(cases).area.reason; };
  CHECK(reason({}) == stiff::Reason::too_few);
  CHECK(reason({{1, true, 1}, {2, true, 2}}) == stiff::Reason::too_few);
  CHECK(reason({{1, false, 1}, {2, false, 2}}) == stiff::Reason::too_few);
  CHECK(reason({{1, false, 1}, {2, false, 1}, {1, true, 1}, {2, true, 1}}) ==
        stiff::Reason::too_few);
  CHECK(reason({{1, false, 1}, {2, false, 2}, {1, true, 3}, {2, true, 3}}) ==
        stiff::Reason::too_few);
  CHECK(reason({{1, false, 1}, {1, false, 2}, {1, true, 3}, {1, true, 4}}) ==
        stiff::Reason::low_signal);
  CHECK_THROWS_AS(reason({{stiff::kNaN, false, 1}, {1, true, 2}}), stiff::Error);
}
