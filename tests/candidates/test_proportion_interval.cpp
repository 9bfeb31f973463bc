#include "stiff/candidates/proportion_interval.h"

#include <cmath>
#include <string>
#include <vector>

#include "candidates/rated_people.h"
#include "validation.h"
#include <boost/random/bernoulli_distribution.hpp>
#include <boost/random/beta_distribution.hpp>
#include <boost/random/gamma_distribution.hpp>
#include <boost/random/mersenne_twister.hpp>
#include <boost/random/poisson_distribution.hpp>
#include <boost/random/uniform_int_distribution.hpp>
#include <catch2/catch.hpp>

using stiff::Estimate;
using stiff::PersonCount;

namespace {

/// Beta-binomial people of 1 to 6 cases. \param alike correlation of two cases of a person
std::vector<PersonCount> people_of_cases(int people, double share, double alike,
                                         std::uint64_t seed) {
  boost::random::mt19937_64 engine(seed);
  boost::random::uniform_int_distribution<int> sizes(1, 6);
  const double total = 1 / alike - 1;
  boost::random::beta_distribution<double> own(share * total, (1 - share) * total);
  std::vector<PersonCount> out;
  for (int i = 0; i < people; ++i) {
    PersonCount person{0, static_cast<double>(sizes(engine))};
    boost::random::bernoulli_distribution<double> hit(own(engine));
    for (int k = 0; k < static_cast<int>(person.n); ++k) person.hits += hit(engine) ? 1 : 0;
    out.push_back(person);
  }
  return out;
}

bool holds(const Estimate& estimate, double truth) {
  return estimate.ci_low <= truth && truth <= estimate.ci_high;
}

}  // namespace

TEST_CASE("Wilson's interval is the printed one") {
  // Newcombe 1998 (Stat Med 17, 857), table I, method 3: 81 of 263, 15 of 148, 0 of 20, 1 of 29.
  const Estimate a = stiff::proportion_of_cases(81, 263);
  CHECK(a.ci_low == Approx(0.2553).margin(0.00005));
  CHECK(a.ci_high == Approx(0.3662).margin(0.00005));
  const Estimate b = stiff::proportion_of_cases(15, 148);
  CHECK(b.ci_low == Approx(0.0624).margin(0.00005));
  CHECK(b.ci_high == Approx(0.1605).margin(0.00005));
  const Estimate c = stiff::proportion_of_cases(0, 20);
  CHECK(c.ci_low == 0);
  CHECK(c.ci_high == Approx(0.1611).margin(0.00005));
  const Estimate d = stiff::proportion_of_cases(1, 29);
  CHECK(d.ci_low == Approx(0.0061).margin(0.00005));
  CHECK(d.ci_high == Approx(0.1718).margin(0.00005));
}

TEST_CASE("People of one case each are independent cases; whole people count once") {
  std::vector<PersonCount> one_each, same_twice;
  for (int i = 0; i < 30; ++i) {
    const double hit = i < 21 ? 1 : 0;
    one_each.push_back({hit, 1});
    same_twice.push_back({2 * hit, 2});
  }
  one_each.push_back({0, 0});  // someone without a case
  const Estimate cases = stiff::proportion_of_cases(21, 30);
  const Estimate people = stiff::proportion_of_people(one_each);
  CHECK(people.ci_low == cases.ci_low);
  CHECK(people.std_error == cases.std_error);
  const Estimate twice = stiff::proportion_of_people(same_twice);
  CHECK(twice.n == 60);
  CHECK(twice.value == Approx(0.7));
  // v = K / (K - 1) p (1 - p) / K: a person's second case tells nothing.
  CHECK(twice.std_error == Approx(std::sqrt(0.21 / 29)));
  CHECK(stiff::independent_cases(same_twice) < 30);
  CHECK(stiff::independent_cases(same_twice) > 25);
  CHECK(twice.ci_low < cases.ci_low);
}

TEST_CASE("Intervals of people hold the share as often as they say; those of cases do not") {
  const int runs = validation::seeds(1000, 10000);
  for (const double share : {0.6, 0.85}) {
    int by_people = 0, by_cases = 0;
    for (int seed = 0; seed < runs; ++seed) {
      const auto people = people_of_cases(40, share, 0.5, static_cast<std::uint64_t>(seed) + 5);
      double hits = 0, n = 0;
      for (const PersonCount& person : people) {
        hits += person.hits;
        n += person.n;
      }
      by_people += holds(stiff::proportion_of_people(people), share) ? 1 : 0;
      by_cases += holds(stiff::proportion_of_cases(static_cast<std::int64_t>(hits),
                                                   static_cast<std::int64_t>(n)),
                        share)
                      ? 1
                      : 0;
    }
    const std::string what = "Share " + std::to_string(share).substr(0, 4) +
                             " of 40 people's 1 to 6 cases, correlation 0.5";
    WARN(what << ": by people " << by_people << ", by cases " << by_cases << " of " << runs);
    validation::note(what, std::to_string(by_people) + " of " + std::to_string(runs), "95 %");
    CHECK(stiff_test::as_claimed(by_people, runs, 0.93, 0.96));
    CHECK(by_cases < 0.85 * runs);
  }
}

TEST_CASE("A rate's interval holds it as often as it says, with people who differ") {
  const int runs = validation::seeds(1000, 10000);
  int held = 0;
  for (int seed = 0; seed < runs; ++seed) {
    boost::random::mt19937_64 engine(static_cast<std::uint64_t>(seed) + 9);
    boost::random::gamma_distribution<double> own(2, 0.25);  // mean 0.5
    std::vector<PersonCount> people;
    for (int i = 0; i < 60; ++i) {
      const double rate = own(engine);
      PersonCount person{0, 4};
      for (int k = 0; k < 4; ++k) {
        boost::random::poisson_distribution<int, double> count(rate);
        person.hits += count(engine);
      }
      people.push_back(person);
    }
    held += holds(stiff::rate_of_people(people), 0.5) ? 1 : 0;
  }
  WARN("rate 0.5: " << held << " of " << runs);
  validation::note("Rate 0.5 a picture, 60 people of 4 pictures who differ by a CV of 0.7",
                   std::to_string(held) + " of " + std::to_string(runs), "95 %");
  CHECK(stiff_test::as_claimed(held, runs, 0.94, 0.96));
}

TEST_CASE("Without an event a rate's upper limit is that of as many cases as people") {
  const std::vector<PersonCount> people(20, PersonCount{0, 5});
  const Estimate rate = stiff::rate_of_people(people);
  CHECK(rate.value == 0);
  CHECK(rate.ci_low == 0);
  CHECK(rate.ci_high == Approx(1.959964 * 1.959964 / 20));
  CHECK(rate.n == 100);
  CHECK(std::isnan(rate.std_error));
  // All right, or none: the cases count as people.
  const Estimate none = stiff::proportion_of_people(people);
  CHECK(none.ci_high == Approx(stiff::proportion_of_cases(0, 20).ci_high));
}

TEST_CASE("Refusal: no case, one person") {
  CHECK(stiff::proportion_of_cases(0, 0).reason == stiff::Reason::too_few);
  const std::vector<PersonCount> one{{2, 4}, {0, 0}};
  CHECK(stiff::proportion_of_people(one).reason == stiff::Reason::too_few);
  CHECK(stiff::rate_of_people(one).reason == stiff::Reason::too_few);
  CHECK(stiff::proportion_of_people({}).reason == stiff::Reason::too_few);
}
