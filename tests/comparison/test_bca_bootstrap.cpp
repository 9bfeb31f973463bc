#include "stiff/comparison/bca_bootstrap.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "comparison/sleep_study.h"
#include "validation.h"
#include <boost/random/mersenne_twister.hpp>
#include <boost/random/normal_distribution.hpp>
#include <catch2/catch.hpp>

using stiff::bca_mean;
using stiff::bca_mean_difference;
using stiff::BcaInterval;
using stiff::kNaN;
using stiff::Reason;

namespace {

const std::vector<double> kSleep = sleep_study::differences();

}  // namespace

TEST_CASE("The BCa interval of the sleep study is R's") {
  // boot.ci of 99 999 draws: 1.050, 2.615 (2.63 by another seed). All 10^10 samples, by the
  // convolution of their sums, give 1.05 and 2.62 with the adjusted shares 0.0566 and 0.99328. The
  // error of such a quantile from 1e5 draws is sqrt(q (1 - q) / 1e5) se / phi(z) with se = 0.369:
  // 0.0024 and 0.005; that of z0 adds 0.0031 and 0.011. Four of these, and the draws' step of 0.01.
  const BcaInterval interval = bca_mean(kSleep, {.draws = 99999});
  CHECK(interval.acceleration == Approx(0.0775799854752).epsilon(1e-11));
  CHECK(interval.bias_correction == Approx(0.06681).margin(0.016));
  CHECK(interval.ci_low == Approx(1.050).margin(0.025));
  CHECK(interval.ci_high == Approx(2.62).margin(0.055));
}

TEST_CASE("The order of the people and the number of workers change no bit") {
  std::vector<double> reversed(kSleep.rbegin(), kSleep.rend());
  const BcaInterval plain = bca_mean(kSleep);
  const BcaInterval other = bca_mean(reversed);
  CHECK(plain.ci_low == other.ci_low);
  CHECK(plain.ci_high == other.ci_high);
  std::vector<stiff::BootstrapSample> samples;
  for (int i = 0; i < 20; ++i) {
    std::vector<double> scaled;
    for (const double d : kSleep) scaled.push_back(d * (i + 1));
    samples.push_back({scaled, i % 2 ? kSleep : std::vector<double>{}});
  }
  const std::vector<BcaInterval> alone = stiff::bca_intervals(samples, {.draws = 999}, 1);
  const std::vector<BcaInterval> four = stiff::bca_intervals(samples, {.draws = 999}, 4);
  REQUIRE(four.size() == samples.size());
  for (std::size_t i = 0; i < samples.size(); ++i) {
    CHECK(alone[i].ci_low == four[i].ci_low);
    CHECK(alone[i].ci_high == four[i].ci_high);
  }
  CHECK(bca_mean(kSleep, {.seed = 2}).bias_correction != plain.bias_correction);
}

TEST_CASE("A BCa interval follows scale and shift") {
  std::vector<double> moved;
  for (const double d : kSleep) moved.push_back(4 * d + 16);
  const BcaInterval plain = bca_mean(kSleep);
  const BcaInterval other = bca_mean(moved);
  CHECK(other.ci_low == Approx(4 * plain.ci_low + 16).epsilon(1e-12));
  CHECK(other.ci_high == Approx(4 * plain.ci_high + 16).epsilon(1e-12));
}

TEST_CASE("A BCa interval turns with the sign") {
  // By other draws of the same people: within their error, 0.02 of the standard error 0.37 at an
  // end, more at the far one of a skew sample.
  std::vector<double> turned;
  for (const double d : kSleep) turned.push_back(-d);
  const BcaInterval plain = bca_mean(kSleep, {.draws = 50000});
  const BcaInterval other = bca_mean(turned, {.draws = 50000});
  CHECK(other.acceleration == Approx(-plain.acceleration).epsilon(1e-12));
  CHECK(other.ci_low == Approx(-plain.ci_high).margin(0.05));
  CHECK(other.ci_high == Approx(-plain.ci_low).margin(0.05));
}

TEST_CASE("Many symmetric people: the BCa interval is the normal one") {
  std::vector<double> values;
  for (int i = -200; i <= 200; ++i) values.push_back(i);
  // Variance of the mean with n in the denominator: (n^2 - 1) / 12 / n, n = 401.
  const double se = std::sqrt((401.0 * 401 - 1) / 12 / 401);
  const BcaInterval interval = bca_mean(values, {.draws = 50000});
  CHECK(interval.acceleration == Approx(0).margin(1e-14));
  // The error of the quantile: sqrt(0.025 * 0.975 / 5e4) / phi(1.96) = 0.012 standard errors, and
  // as much again from z0; four of these.
  CHECK(interval.ci_low == Approx(-1.96 * se).margin(0.07 * se));
  CHECK(interval.ci_high == Approx(1.96 * se).margin(0.07 * se));
  const BcaInterval both = bca_mean_difference(values, values, {.draws = 50000});
  CHECK(both.ci_high == Approx(1.96 * std::sqrt(2.0) * se).margin(0.1 * se));
}

TEST_CASE("The BCa interval of a difference of two groups is numpy's") {
  // Ten against seven of the sleep study, drawn 10^6 times by numpy with the acceleration of
  // Davison and Hinkley: z0 -0.0160, ends -0.3086 and 3.4186, standard error 0.951. The error of an
  // end from 10^5 draws is sqrt(0.025 * 0.975 / 1e5) / phi(1.96) = 0.0084 standard errors and as
  // much from z0: four of these.
  const std::vector<double>& a = sleep_study::kDrug2;
  const std::vector<double> b(sleep_study::kDrug1.begin(), sleep_study::kDrug1.begin() + 7);
  const BcaInterval interval = bca_mean_difference(a, b, {.draws = 100000});
  CHECK(interval.acceleration == Approx(-0.011893565284273915).epsilon(1e-10));
  CHECK(interval.bias_correction == Approx(-0.0160).margin(0.016));
  CHECK(interval.ci_low == Approx(-0.3086).margin(0.045));
  CHECK(interval.ci_high == Approx(3.4186).margin(0.045));
}

TEST_CASE("Two people, a NaN, and people who are all alike have no BCa interval") {
  CHECK(bca_mean(std::vector<double>{1, 2}).reason == Reason::too_few);
  CHECK(bca_mean(std::vector<double>{1, kNaN, 2}).reason == Reason::bad_input);
  CHECK(bca_mean(std::vector<double>{0.1, 0.1, 0.1}).reason == Reason::low_signal);
  CHECK(bca_mean_difference(kSleep, std::vector<double>{1, 2}).reason == Reason::too_few);
  CHECK(std::isnan(bca_mean(std::vector<double>{1, 2}).ci_low));
}

TEST_CASE("What a BCa interval holds of few people and of more") {
  // Normal changes. A bootstrap of 12 is narrower than Student's t by sqrt(11 / 12) 1.96 / 2.201
  // and holds P(|t11| < 1.96 sqrt(11 / 12)) = 91.4 %; BCa's skewness costs some more. Of 30: 93.7
  // %.
  boost::random::mt19937_64 engine(9);
  boost::random::normal_distribution<double> normal;
  const int trials = validation::seeds(300, 5000);
  int of_12 = 0;
  int of_30 = 0;
  for (int i = 0; i < trials; ++i) {
    std::vector<double> d(30);
    for (double& x : d) x = normal(engine);
    const stiff::BootstrapOptions options{.draws = 1999, .seed = static_cast<std::uint64_t>(i)};
    const BcaInterval few = bca_mean(std::span(d).first(12), options);
    of_12 += few.ci_low <= 0 && 0 <= few.ci_high;
    const BcaInterval more = bca_mean(d, options);
    of_30 += more.ci_low <= 0 && 0 <= more.ci_high;
  }
  validation::note("BCa interval, 12 people", std::to_string(of_12),
                   "some 91 % of " + std::to_string(trials));
  validation::note("BCa interval, 30 people", std::to_string(of_30),
                   "some 94 % of " + std::to_string(trials));
  CHECK(validation::within_band(of_12, trials, 0.91));
  CHECK(validation::within_band(of_30, trials, 0.93));
}
