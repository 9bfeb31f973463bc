#include "stiff/candidates/froc_curve.h"

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "candidates/rated_people.h"
#include "validation.h"
#include <boost/random/mersenne_twister.hpp>
#include <boost/random/normal_distribution.hpp>
#include <boost/random/poisson_distribution.hpp>
#include <catch2/catch.hpp>

using stiff::FreeResponse;
using stiff::FrocCurve;
using stiff_test::normal_share_above;

namespace {

constexpr double kUnmarked = -std::numeric_limits<double>::infinity();

/// Three people: two pictures with places, three healthy ones.
std::vector<FreeResponse> hand_made() {
  return {{1, false, {1.0}, {5.0, 3.0}},
          {2, false, {}, {kUnmarked}},
          {1, true, {2.0}, {}},
          {2, true, {}, {}},
          {3, true, {4.0, 2.5}, {}}};
}

/// Chakraborty's search model: Poisson false marks of mean `rate` a picture, rated N(0, 1); each
/// place is marked, rated N(distance, 1).
struct SearchModel {
  int people = 40;
  double rate = 1;
  double distance = 1.5;

  /// Of a threshold, the place share; at `false_rate` marks a healthy picture.
  double found_at(double false_rate) const {
    double low = -9, high = 9;
    for (int i = 0; i < 100; ++i) {
      const double t = 0.5 * (low + high);
      (rate * normal_share_above(t) > false_rate ? low : high) = t;
    }
    return normal_share_above(low - distance);
  }
  /// E exp(-rate Q(Y)), Y ~ N(distance, 1).
  double area() const {
    double sum = 0;
    const double step = 1e-3;
    for (double y = -9; y < 9; y += step) {
      const double d = y - distance;
      sum += std::exp(-rate * normal_share_above(y) - 0.5 * d * d);
    }
    return sum * step / std::sqrt(2 * std::acos(-1.0));
  }
  std::vector<FreeResponse> pictures(std::uint64_t seed) const {
    boost::random::mt19937_64 engine(seed);
    boost::random::normal_distribution<double> normal;
    boost::random::poisson_distribution<int, double> marks(rate);
    std::vector<FreeResponse> out;
    for (int person = 0; person < people; ++person) {
      for (int k = 0; k < 2; ++k) {  // a side with a place, and a healthy one
        FreeResponse picture{person, k == 1, {}, {}};
        const int n = marks(engine);
        for (int i = 0; i < n; ++i) picture.false_ratings.push_back(normal(engine));
        if (k == 0) picture.place_ratings.push_back(distance + normal(engine));
        out.push_back(picture);
      }
    }
    return out;
  }
};

bool holds(const stiff::Estimate& e, double truth) {
  return e.ci_low <= truth && truth <= e.ci_high;
}

}  // namespace

TEST_CASE("The curve of a few pictures, counted by hand") {
  const FrocCurve curve = stiff::froc_curve(hand_made(), {.false_rates = {0, 0.34, 0.67, 1, 5}});
  CHECK(curve.pictures == 5);
  CHECK(curve.healthy == 3);
  CHECK(curve.places == 3);
  CHECK(curve.people == 3);
  // Ratings from the top: 5 found, 4 false, 3 found, 2.5 false, 2 false, 1 false (not healthy).
  REQUIRE(curve.points.size() == 6);
  const double found[] = {1, 1, 2, 2, 2, 2};
  const double healthy[] = {0, 1, 1, 2, 3, 3};
  const double all[] = {0, 1, 1, 2, 3, 4};
  const double threshold[] = {5, 4, 3, 2.5, 2, 1};
  for (std::size_t i = 0; i < 6; ++i) {
    CHECK(curve.points[i].threshold == threshold[i]);
    CHECK(curve.points[i].found.value == Approx(found[i] / 3));
    CHECK(curve.points[i].false_per_healthy.value == Approx(healthy[i] / 3));
    CHECK(curve.points[i].false_per_picture.value == Approx(all[i] / 5));
  }
  // None: only the 5. One of three pictures (0.34): down to 3. More adds nothing.
  const double at_rate[] = {1, 2, 2, 2, 2};
  for (std::size_t r = 0; r < 5; ++r) {
    CHECK(curve.found_at_rate[r].found.value == Approx(at_rate[r] / 3));
  }
  // Highest false marks 2, none, 4 against 5, 3, none: 5 beats 3, 3 beats 2, none ties once.
  CHECK(curve.area.area.value == Approx((3 + 2 + 0.5) / 9));
}

TEST_CASE("Marks are matched to places, pictures keep what counts") {
  const std::vector<stiff::LabelledPlace> places{
      {.lateral_mm = 0, .axial_mm = 0},
      {.lateral_mm = 30, .axial_mm = 0},
      {.lateral_mm = 60, .axial_mm = 0, .counts = false}};
  const std::vector<stiff::RatedMark> marks{{1, 0, 7}, {2, 0, 6}, {61, 0, 5}, {90, 0, 4}};
  const FreeResponse picture = stiff::free_response(8, false, places, marks, 5);
  CHECK(picture.person == 8);
  CHECK(picture.place_ratings == std::vector<double>{7, kUnmarked});
  CHECK(picture.false_ratings == std::vector<double>{4});
}

TEST_CASE("A longer curve is thinned to so many points, its ends kept") {
  const auto pictures = SearchModel{}.pictures(3);
  const FrocCurve whole = stiff::froc_curve(pictures, {.points = 10000, .resamples = 10});
  const FrocCurve thin = stiff::froc_curve(pictures, {.points = 10, .resamples = 10});
  REQUIRE(thin.points.size() == 10);
  CHECK(whole.points.size() > 60);
  CHECK(thin.points.front().threshold == whole.points.front().threshold);
  CHECK(thin.points.back().threshold == whole.points.back().threshold);
  CHECK(thin.points.back().found.value == whole.points.back().found.value);
  CHECK(whole.points.back().found.value == 1);
}

TEST_CASE("The share found and the area hold the search model's truth as often as they say") {
  const SearchModel model;
  const int runs = validation::seeds(400, 4000);
  int at_rate = 0, area = 0;
  double mean_area = 0;
  const double truth = model.found_at(0.25);
  for (int seed = 0; seed < runs; ++seed) {
    const FrocCurve curve =
        stiff::froc_curve(model.pictures(static_cast<std::uint64_t>(seed) + 100),
                          {.false_rates = {0.25}, .points = 2, .resamples = 400});
    at_rate += holds(curve.found_at_rate[0].found, truth) ? 1 : 0;
    area += holds(curve.area.area, model.area()) ? 1 : 0;
    mean_area += curve.area.area.value / runs;
  }
  WARN("found at 0.25 a healthy picture (" << truth << "): " << at_rate << ", area ("
                                           << model.area() << "): " << area << " of " << runs);
  validation::note("FROC, 40 people, found at 0.25 false marks a healthy picture",
                   std::to_string(at_rate) + " of " + std::to_string(runs), "95 %");
  validation::note("AFROC area, 40 people", std::to_string(area) + " of " + std::to_string(runs),
                   "95 %");
  CHECK(stiff_test::as_claimed(at_rate, runs, 0.94, 0.96));
  CHECK(stiff_test::as_claimed(area, runs, 0.94, 0.97));
  // The area's SD is about 0.05; its mean's, over 400 seeds, 0.0025: four of them.
  CHECK(mean_area == Approx(model.area()).margin(0.01));
}

TEST_CASE("A rising scale of ratings and another order of pictures change nothing") {
  auto pictures = SearchModel{}.pictures(5);
  const FrocCurve plain = stiff::froc_curve(pictures, {.resamples = 100});
  for (FreeResponse& picture : pictures) {
    for (double& rating : picture.false_ratings) rating = std::exp(rating);
    for (double& rating : picture.place_ratings) rating = std::exp(rating);
  }
  const FrocCurve scaled = stiff::froc_curve(pictures, {.resamples = 100});
  CHECK(scaled.area.area.value == plain.area.area.value);
  for (std::size_t r = 0; r < plain.found_at_rate.size(); ++r) {
    CHECK(scaled.found_at_rate[r].found.value == plain.found_at_rate[r].found.value);
    CHECK(scaled.found_at_rate[r].found.ci_low == plain.found_at_rate[r].found.ci_low);
  }
}

TEST_CASE("Refusal: no picture, none healthy, no place, no mark, one person") {
  const FrocCurve none = stiff::froc_curve({});
  CHECK(none.points.empty());
  CHECK(none.area.area.reason == stiff::Reason::too_few);
  CHECK(none.found_at_rate[0].found.reason == stiff::Reason::too_few);

  auto pictures = hand_made();
  for (FreeResponse& picture : pictures) picture.healthy = false;
  const FrocCurve ill = stiff::froc_curve(pictures);
  CHECK(ill.area.area.reason == stiff::Reason::too_few);
  CHECK(ill.found_at_rate[0].found.reason == stiff::Reason::too_few);
  CHECK(ill.points.back().false_per_healthy.reason == stiff::Reason::too_few);
  CHECK(ill.points.back().false_per_picture.has_value());

  const std::vector<FreeResponse> unmarked{{1, false, {}, {kUnmarked}},
                                           {2, false, {}, {kUnmarked}},
                                           {3, true, {}, {}},
                                           {4, true, {}, {}}};
  const FrocCurve quiet = stiff::froc_curve(unmarked);
  CHECK(quiet.points.empty());
  CHECK(quiet.area.area.reason == stiff::Reason::low_signal);
  CHECK(quiet.found_at_rate[0].found.value == 0);

  pictures = hand_made();
  for (FreeResponse& picture : pictures) picture.person = 1;
  CHECK(stiff::froc_curve(pictures).area.area.reason == stiff::Reason::too_few);
}
