#include "stiff/comparison/agreement_limits.h"
#include "stiff/comparison/repeated_agreement.h"

#include <cmath>

#include "comparison/cardiac_output.h"
#include "comparison/simulated_repeats.h"
#include "validation.h"
#include <catch2/catch.hpp>

using stiff::AgreementLimits;
using stiff::Reason;
using stiff::RepeatedPair;

namespace {

// Bland and Altman 1986: peak expiratory flow of 17 people, each twice by each meter.
const std::vector<double> kWright1{494, 395, 516, 434, 476, 557, 413, 442, 650,
                                   433, 417, 656, 267, 478, 178, 423, 427};
const std::vector<double> kWright2{490, 397, 512, 401, 470, 611, 415, 431, 638,
                                   429, 420, 633, 275, 492, 165, 372, 421};
const std::vector<double> kMini1{512, 430, 520, 428, 500, 600, 364, 380, 658,
                                 445, 432, 626, 260, 477, 259, 350, 451};
const std::vector<double> kMini2{525, 415, 508, 444, 500, 625, 460, 390, 642,
                                 432, 420, 605, 227, 467, 268, 370, 443};

std::vector<double> less(const std::vector<double>& a, const std::vector<double>& b) {
  std::vector<double> out;
  for (std::size_t i = 0; i < a.size(); ++i) out.push_back(a[i] - b[i]);
  return out;
}

}  // namespace

TEST_CASE("Two peak flow meters: bias, limits and both kinds of interval") {
  const AgreementLimits l = stiff::agreement_limits(less(kWright1, kMini1));
  CHECK(l.reason == Reason::none);
  CHECK(l.people == 17);
  CHECK(l.bias.value == Approx(-2.11764705882).margin(1e-10));
  CHECK(l.sd == Approx(38.76512987361).margin(1e-10));
  CHECK(l.bias.ci_low == Approx(-22.04883769665).margin(1e-8));
  CHECK(l.bias.ci_high == Approx(17.813543579).margin(1e-8));
  CHECK(l.lower.value == Approx(-78.09730161109).margin(1e-10));
  CHECK(l.upper.value == Approx(73.86200749345).margin(1e-10));
  CHECK(l.upper_1999.ci_low == Approx(39.1063598212).margin(1e-8));
  CHECK(l.upper_1999.ci_high == Approx(108.6176551656).margin(1e-8));
  CHECK(l.lower_1999.ci_low == Approx(-112.8529492833).margin(1e-8));
  CHECK(l.lower_1999.ci_high == Approx(-43.3416539389).margin(1e-8));
  CHECK(l.upper.ci_low == Approx(48.8596).margin(6e-5));
  CHECK(l.upper.ci_high == Approx(119.9255).margin(6e-5));
  CHECK(l.lower.ci_low == Approx(-124.1608).margin(6e-5));
  CHECK(l.lower.ci_high == Approx(-53.0949).margin(6e-5));
}

TEST_CASE("The same meters with both readings: a single reading's SD is 37.7") {
  std::vector<RepeatedPair> people;
  for (std::size_t i = 0; i < kWright1.size(); ++i) {
    people.push_back({{kMini1[i], kMini2[i]}, {kWright1[i], kWright2[i]}});
  }
  const AgreementLimits l = stiff::replicate_agreement_limits(people);
  // Printed in 1986: 37.7 l/min by the meters' repeatability and the SD 33.2 of the mean
  // differences.
  CHECK(l.sd == Approx(37.7).margin(0.06));
  CHECK(l.bias.value == Approx(-6.0294117647).margin(1e-9));
  CHECK(l.bias.std_error * std::sqrt(17) == Approx(33.2041).margin(1e-3));
}

TEST_CASE("Cardiac output of twelve people: the limits of 1999 with and without a moving truth") {
  const std::vector<RepeatedPair> people = stiff_test::cardiac_output();
  REQUIRE(people.size() == 12);
  // 5.2: variances within people 0.1072 and 0.1379, the mean of mean differences 0.7092.
  const AgreementLimits still = stiff::replicate_agreement_limits(people);
  CHECK(still.pairs == 60);
  CHECK(still.bias.value == Approx(-0.7092).margin(5e-5));
  CHECK(still.sd * still.sd == Approx(1.1064).margin(5e-5));
  CHECK(still.lower.value == Approx(-2.7709).margin(5e-5));
  CHECK(still.upper.value == Approx(1.3524).margin(5e-5));
  // 5.3: mean of all differences 0.6022, 0.8106 between and 0.1707 within people.
  const AgreementLimits moving = stiff::paired_agreement_limits(people);
  CHECK(moving.bias.value == Approx(-0.6022).margin(5e-5));
  CHECK(moving.sd * moving.sd == Approx(0.8106 + 0.1707).margin(1e-4));
  CHECK(moving.lower.value == Approx(-2.54).margin(0.005));
  CHECK(moving.upper.value == Approx(1.34).margin(0.005));
}

TEST_CASE("One value a person and method: repeated limits are the plain ones") {
  std::vector<RepeatedPair> people;
  for (std::size_t i = 0; i < kWright1.size(); ++i) people.push_back({{kMini1[i]}, {kWright1[i]}});
  const AgreementLimits plain = stiff::agreement_limits(less(kWright1, kMini1));
  const AgreementLimits paired = stiff::paired_agreement_limits(people);
  CHECK(paired.sd == plain.sd);
  CHECK(paired.upper.ci_high == plain.upper.ci_high);
  const AgreementLimits replicate = stiff::replicate_agreement_limits(people);
  CHECK(replicate.sd == Approx(plain.sd).epsilon(1e-12));
  CHECK(replicate.lower.value == Approx(plain.lower.value).epsilon(1e-12));
}

TEST_CASE("Mirror, shift, scale and order of people") {
  auto people = stiff_test::cardiac_output();
  const AgreementLimits a = stiff::paired_agreement_limits(people);
  for (RepeatedPair& p : people) {
    std::swap(p.x, p.y);
    for (double& v : p.x) v = 100 + 3 * v;
    for (double& v : p.y) v = 100 + 3 * v;
  }
  std::swap(people.front(), people.back());
  const AgreementLimits b = stiff::paired_agreement_limits(people);
  CHECK(b.bias.value == Approx(-3 * a.bias.value).epsilon(1e-9));
  CHECK(b.sd == Approx(3 * a.sd).epsilon(1e-9));
  CHECK(b.lower.ci_low == Approx(-3 * a.upper.ci_high).epsilon(1e-9));
  CHECK(b.upper.ci_low == Approx(-3 * a.lower.ci_high).epsilon(1e-9));
}

TEST_CASE("Proportional bias is a regression's slope with its test") {
  // Made with y = 1.2 x: the difference is 0.2 x, the mean 1.1 x, the slope 2 / 11.
  std::vector<double> x, y;
  for (int i = 0; i < 10; ++i) {
    x.push_back(5 + i);
    y.push_back(1.2 * (5 + i));
  }
  CHECK(stiff::proportional_bias(x, y).slope.value == Approx(2 / 11.0).epsilon(1e-12));
  // scipy.stats.linregress((wright + mini) / 2, mini - wright).
  const stiff::ProportionalBias b = stiff::proportional_bias(kWright1, kMini1);
  CHECK(b.slope.value == Approx(-0.0286874452).margin(1e-9));
  CHECK(b.slope.std_error == Approx(0.0882064083).margin(1e-9));
  CHECK(b.intercept.value == Approx(15.0674973).margin(1e-6));
  CHECK(b.p_value == Approx(0.7494985337).margin(1e-8));
  // Which is first only turns the sign.
  CHECK(stiff::proportional_bias(kMini1, kWright1).slope.value == Approx(-b.slope.value));
}

TEST_CASE("Refusals of limits of agreement") {
  CHECK(stiff::agreement_limits({}).reason == Reason::too_few);
  CHECK(stiff::agreement_limits(std::vector<double>{1}).reason == Reason::too_few);
  CHECK(stiff::agreement_limits(std::vector<double>{2, 2, 2}).reason == Reason::no_spread);
  CHECK(stiff::agreement_limits(std::vector<double>{2, stiff::kNaN}).reason == Reason::bad_input);
  CHECK(std::isnan(stiff::agreement_limits(std::vector<double>{1}).upper.value));
  const std::vector<RepeatedPair> one{{{1, 2}, {2, 3}}};
  CHECK(stiff::replicate_agreement_limits(one).reason == Reason::too_few);
  CHECK(stiff::paired_agreement_limits(one).reason == Reason::too_few);
  CHECK(
      stiff::paired_agreement_limits(std::vector<RepeatedPair>{{{1, 2}, {2}}, {{1}, {2}}}).reason ==
      Reason::bad_input);
  CHECK(stiff::replicate_agreement_limits(std::vector<RepeatedPair>{{{1, 2}, {}}, {{1}, {2}}})
            .reason == Reason::too_few);
  CHECK(stiff::paired_agreement_limits(std::vector<RepeatedPair>{{{1, 2}, {2, 3}}, {{1}, {2}}})
            .reason == Reason::no_spread);
  CHECK(
      stiff::proportional_bias(std::vector<double>{1, 2}, std::vector<double>{1, 3}).slope.reason ==
      Reason::too_few);
  CHECK(stiff::proportional_bias(std::vector<double>{1, 1, 1}, std::vector<double>{2, 2, 2})
            .slope.reason == Reason::no_spread);
  CHECK(stiff::proportional_bias(std::vector<double>{1, 2, 3}, std::vector<double>{2, 2})
            .slope.reason == Reason::bad_input);
}

TEST_CASE("The exact interval holds a limit in 95 %, each tail in 2.5 %") {
  const int samples = validation::seeds(1000, 10000);
  int held = 0, below = 0;
  for (int seed = 0; seed < samples; ++seed) {
    stiff_test::Normal normal(static_cast<std::uint64_t>(seed));
    std::vector<double> d(12);
    for (double& v : d) v = 3 + normal(2);
    const AgreementLimits l = stiff::agreement_limits(d);
    const double truth = 3 + 1.959963984540054 * 2;
    held += l.upper.ci_low <= truth && truth <= l.upper.ci_high;
    below += truth < l.upper.ci_low;
  }
  INFO("held " << held << ", below " << below << " of " << samples);
  CHECK(validation::within_band(held, samples, 0.95));
  CHECK(validation::within_band(below, samples, 0.025));
  validation::note("Exact interval of an upper limit of agreement, 12 people: holds",
                   std::to_string(100.0 * held / samples) + " %", "95 %");
}

TEST_CASE("The intervals of limits from repeated values hold them") {
  // Twelve people with two to four values. SD^2 of a single difference: replicates 1 + 0.5 + 0.5,
  // pairs 1 + 1.
  const int samples = validation::seeds(500, 1000);
  int replicates = 0, pairs = 0, bias = 0;
  const double truth = 3 + 1.959963984540054 * std::sqrt(2.0);
  for (int seed = 0; seed < samples; ++seed) {
    stiff_test::Normal normal(static_cast<std::uint64_t>(seed));
    std::vector<RepeatedPair> people(12);
    for (std::size_t i = 0; i < people.size(); ++i) {
      const double difference = 3 + normal();
      for (std::size_t j = 0; j < 2 + i % 3; ++j) {
        people[i].x.push_back(50 + normal(std::sqrt(0.5)));
        people[i].y.push_back(50 + difference + normal(std::sqrt(0.5)));
      }
    }
    const AgreementLimits r = stiff::replicate_agreement_limits(people);
    const AgreementLimits p = stiff::paired_agreement_limits(people);
    replicates += r.upper.ci_low <= truth && truth <= r.upper.ci_high;
    pairs += p.upper.ci_low <= truth && truth <= p.upper.ci_high;
    bias += p.bias.ci_low <= 3 && 3 <= p.bias.ci_high;
  }
  INFO("held " << replicates << ", " << pairs << ", " << bias << " of " << samples);
  CHECK(validation::within_band(replicates, samples, 0.95));
  CHECK(validation::within_band(pairs, samples, 0.95));
  CHECK(validation::within_band(bias, samples, 0.95));
  validation::note("Limit of agreement, replicates in 12 people: interval holds",
                   std::to_string(100.0 * replicates / samples) + " %", "95 %");
  validation::note("Limit of agreement, repeated pairs in 12 people: interval holds",
                   std::to_string(100.0 * pairs / samples) + " %", "95 %");
}
