#include "stiff/contact/tap_set.h"
#include "stiff/core/error.h"

#include <cmath>
#include <vector>

#include "validation.h"
#include <boost/random/mersenne_twister.hpp>
#include <boost/random/normal_distribution.hpp>
#include <catch2/catch.hpp>

using namespace stiff;

TEST_CASE("a set of taps is its mean with Student's interval") {
  const std::vector<double> taps{248, 250, 252, 249, 251};
  const TapSet set = summarise_taps(taps);
  CHECK(set.estimate.value == Approx(250));
  CHECK(set.estimate.std_error == Approx(std::sqrt(2.5 / 5)));
  // t of 4 degrees of freedom at 97.5 %: 2.776.
  CHECK(set.estimate.ci_high == Approx(250 + 2.7764 * std::sqrt(0.5)).epsilon(1e-4));
  CHECK(set.estimate.n == 5);
  CHECK(set.cv == Approx(std::sqrt(2.5) / 250));
  CHECK_FALSE(set.variable);
}

TEST_CASE("a wild tap is left out, a missing one passed over, a wide set flagged") {
  const std::vector<double> wild{248, 250, 252, 249, 400};
  const TapSet set = summarise_taps(wild);
  CHECK(set.counts == std::vector<unsigned char>{1, 1, 1, 1, 0});
  CHECK(set.estimate.value == Approx(249.75));
  CHECK_FALSE(set.variable);
  const std::vector<double> missing{248, kNaN, 252, 249, 251};
  CHECK(summarise_taps(missing).estimate.n == 4);
  CHECK(summarise_taps(missing).estimate.value == Approx(250));
  const std::vector<double> wide{230, 250, 270, 240, 260};
  CHECK(summarise_taps(wide).variable);
  CHECK(summarise_taps(wide).estimate.n == 5);
  // Equal taps have no scatter and no outlier.
  CHECK(summarise_taps(std::vector<double>(5, 250.0)).cv == 0);
}

// Grubbs1969, table 1: two-sided 1 % is one-sided 0.5 %, 1.764 for five and 2.482 for ten.
TEST_CASE("the limit of an outlier is the published one") {
  const auto dropped = [](int n, double target) {
    // n - 2 values alternate round 0, one is far: its |x - mean| / s is raised to the target.
    const auto set_at = [&](double far) {
      std::vector<double> values;
      for (int i = 0; i + 1 < n; ++i) values.push_back(i % 2 ? 1.0 : -1.0);
      values.push_back(far);
      return values;
    };
    double low = 1, high = 1e4;
    const auto ratio = [&](double far) {
      const std::vector<double> values = set_at(far);
      double mean = 0, squares = 0;
      for (const double v : values) mean += v / n;
      for (const double v : values) squares += (v - mean) * (v - mean);
      return (far - mean) / std::sqrt(squares / (n - 1));
    };
    for (int i = 0; i < 100; ++i) {
      const double middle = 0.5 * (low + high);
      (ratio(middle) < target ? low : high) = middle;
    }
    return summarise_taps(set_at(low)).counts.back() == 0;
  };
  CHECK_FALSE(dropped(5, 1.763));
  CHECK(dropped(5, 1.765));
  CHECK_FALSE(dropped(10, 2.481));
  CHECK(dropped(10, 2.483));
}

TEST_CASE("a set's interval holds the truth", "[coverage]") {
  const int n = validation::seeds(200, 1000);
  int hits = 0;
  boost::random::mt19937_64 random(7);
  boost::random::normal_distribution<double> normal(250, 4);
  for (int i = 0; i < n; ++i) {
    std::vector<double> taps(5);
    for (double& tap : taps) tap = normal(random);
    const Estimate e = summarise_taps(taps).estimate;
    hits += e.ci_low <= 250 && 250 <= e.ci_high ? 1 : 0;
  }
  validation::note("set of five taps: 95 % intervals that hold the truth",
                   std::to_string(hits) + " of " + std::to_string(n), "95 %");
  CHECK(validation::within_band(hits, n, 0.95));
}

TEST_CASE("too few taps give no estimate") {
  CHECK(summarise_taps({}).estimate.reason == Reason::too_few);
  CHECK(summarise_taps(std::vector<double>{250, kNaN}).estimate.reason == Reason::too_few);
  CHECK_THROWS_AS(summarise_taps({}, {.outlier_level = 0}), Error);
}

TEST_CASE("a punch of 3 mm: 200, 300, 400 N/m give 50, 75, 100 kPa") {
  for (const double s : {200.0, 300.0, 400.0}) {
    const Estimate e = apparent_punch_modulus_pa(make_estimate(s, 2, 1, 5), 0.003);
    CHECK(e.value == Approx(250 * s));
    CHECK(e.std_error == Approx(500));
  }
  CHECK(apparent_punch_modulus_pa(no_estimate(Reason::too_few), 0.003).reason == Reason::too_few);
  CHECK_THROWS_AS(apparent_punch_modulus_pa(make_estimate(1, 1, 1, 1), 0.003, 0.7), Error);
  CHECK_THROWS_AS(apparent_punch_modulus_pa(make_estimate(1, 1, 1, 1), kNaN), Error);
}
