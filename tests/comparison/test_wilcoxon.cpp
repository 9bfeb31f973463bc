#include "stiff/comparison/hodges_lehmann.h"
#include "stiff/comparison/wilcoxon_signed_rank.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

#include "comparison/sleep_study.h"
#include "validation.h"
#include <boost/random/mersenne_twister.hpp>
#include <boost/random/normal_distribution.hpp>
#include <catch2/catch.hpp>

using stiff::hodges_lehmann;
using stiff::kNaN;
using stiff::Reason;
using stiff::signed_rank_test;
using stiff::SignedRankMethod;
using stiff::TestedEstimate;

namespace {

struct Judged {
  std::vector<double> differences;
  double v;
  double p;
  double low;
  double high;
  double estimate;
};

/// wilcox.test(d, conf.int = TRUE) of R 4.2; the first is its own example, nine patients'
/// depression scores (Hollander and Wolfe 1973).
std::vector<Judged> judged_by_r() {
  const std::vector<double> before{1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30};
  const std::vector<double> after{0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29};
  std::vector<double> patients;
  for (std::size_t i = 0; i < before.size(); ++i) patients.push_back(before[i] - after[i]);
  return {
      {patients, 40, 0.0390625, 0.010, 0.786, 0.46},
      {{0.87, -0.03, 1.469, 2.327, 0.624, 0.968}, 20, 0.0625, -0.03, 2.327, 0.968},
      {{2.887, -0.597, -0.094, 0.188, -0.371, -0.347, 1.348}, 15, 0.9375, -0.472, 1.5375, 0.1175},
      {{-0.881, 2.177, -0.357, -0.32, -1.398, 0.328, 0.285, -0.028, 0.494, 1.028, -0.178, -0.694},
       37,
       0.90966796875,
       -0.535,
       0.6565,
       -0.02275},
      {{1.763, 0.014, 2.385,  -0.733, 0.153,  1.17,  -2.29, -0.269, 0.138, 0.044,
        0.58,  0.45,  -0.028, 1.923,  -0.921, 0.163, 1.571, 0.628,  0.514, 0.989},
       157,
       0.0531692504882812,
       -0.007,
       0.9475,
       0.38675}};
}

}  // namespace

TEST_CASE("Exact signed ranks and the Hodges-Lehmann interval are R's") {
  for (const Judged& r : judged_by_r()) {
    INFO(r.differences.size());
    CHECK(signed_rank_test(r.differences).method == SignedRankMethod::exact);
    const TestedEstimate hl = hodges_lehmann(r.differences);
    CHECK(hl.statistic == r.v);
    CHECK(hl.p == Approx(r.p).epsilon(1e-13));
    CHECK(hl.value == Approx(r.estimate).epsilon(1e-12));
    CHECK(hl.ci_low == Approx(r.low).epsilon(1e-12));
    CHECK(hl.ci_high == Approx(r.high).epsilon(1e-12));
  }
}

TEST_CASE("The distribution of the rank sum is R's") {
  const std::vector<double> five = stiff::signed_rank_distribution(5);
  const std::vector<double> wanted{0.03125, 0.0625, 0.09375, 0.15625,
                                   0.21875, 0.3125, 0.40625, 0.5};
  for (std::size_t v = 0; v < wanted.size(); ++v) CHECK(five[v] == wanted[v]);
  CHECK(five.back() == 1);
  CHECK(stiff::signed_rank_distribution(50)[434] == Approx(0.02472320340030087).epsilon(1e-14));
}

TEST_CASE("Ties and zeros: the normal approximation of the sleep study is R's") {
  // One difference is 0, two are 1.3, in their last bits not alike.
  const stiff::SignedRank sleep = signed_rank_test(sleep_study::differences());
  CHECK(sleep.v == 45);
  CHECK(sleep.n == 9);
  CHECK(sleep.p == Approx(0.00909069801593).epsilon(1e-11));
  CHECK(sleep.method == SignedRankMethod::normal);
  // wilcox.test(c(1, -1, 2, 2, 3, 0, 4, -2, 5, 6)) of R 4.2.
  const stiff::SignedRank tied =
      signed_rank_test(std::vector<double>{1, -1, 2, 2, 3, 0, 4, -2, 5, 6});
  CHECK(tied.v == 39.5);
  CHECK(tied.p == Approx(0.0496018516963938).epsilon(1e-12));
}

TEST_CASE("A Walsh average of any rank is that of the sorted list") {
  boost::random::mt19937_64 engine(3);
  boost::random::normal_distribution<double> normal;
  for (const std::size_t n : {1U, 2U, 7U, 40U}) {
    std::vector<double> d(n);
    for (double& x : d) x = std::round(10 * normal(engine)) / 4;  // ties, zeros and both signs
    std::sort(d.begin(), d.end());
    std::vector<double> walsh;
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t j = i; j < n; ++j) walsh.push_back(0.5 * (d[i] + d[j]));
    }
    std::sort(walsh.begin(), walsh.end());
    for (std::size_t k = 0; k < walsh.size(); ++k) {
      CHECK(stiff::walsh_average(d, static_cast<std::int64_t>(k) + 1) == walsh[k]);
    }
  }
}

TEST_CASE("The rank interval turns with the sign and moves with a shift") {
  const std::vector<double> d = judged_by_r()[4].differences;
  std::vector<double> turned;
  std::vector<double> moved;
  for (const double x : d) {
    turned.push_back(-x);
    moved.push_back(x + 8);
  }
  std::reverse(turned.begin(), turned.end());
  const TestedEstimate plain = hodges_lehmann(d);
  const TestedEstimate other = hodges_lehmann(turned);
  CHECK(other.value == -plain.value);
  CHECK(other.ci_low == -plain.ci_high);
  CHECK(other.p == plain.p);
  CHECK(hodges_lehmann(moved).ci_low == Approx(plain.ci_low + 8).epsilon(1e-13));
  // One wild person: the mean would move by 500.
  moved = d;
  moved[0] = 1e4;
  CHECK(hodges_lehmann(moved).value == Approx(plain.value).margin(0.2));
}

TEST_CASE("Five people have an estimate and no interval; nobody has neither") {
  const TestedEstimate five =
      hodges_lehmann(std::vector<double>{-0.241, 1.984, -0.655, 0.67, 2.311});
  CHECK(five.value == Approx(0.828).epsilon(1e-13));  // (-0.655 + 2.311) / 2, the eighth of 15
  CHECK(five.p == Approx(0.3125));
  CHECK(std::isnan(five.ci_low));
  CHECK(hodges_lehmann({}).reason == Reason::too_few);
  CHECK(hodges_lehmann(std::vector<double>{1, kNaN}).reason == Reason::bad_input);
  const TestedEstimate zeros = hodges_lehmann(std::vector<double>(8, 0.0));
  CHECK(zeros.value == 0);
  CHECK(std::isnan(zeros.p));
  CHECK(signed_rank_test(std::vector<double>(8, 0.0)).reason == Reason::too_few);
}

TEST_CASE("The rank interval holds at least the stated share") {
  // Normal changes: of 12 people exactly 1 - 2 P(V <= 13) = 0.95752; of 60 by the approximation.
  CHECK(stiff::signed_rank_distribution(12)[13] == Approx(0.5 * (1 - 0.95752)).margin(5e-5));
  boost::random::mt19937_64 engine(11);
  boost::random::normal_distribution<double> normal(0.3, 1);
  const int trials = validation::seeds(500, 20000);
  int of_12 = 0;
  int of_60 = 0;
  for (int i = 0; i < trials; ++i) {
    std::vector<double> d(60);
    for (double& x : d) x = normal(engine);
    const TestedEstimate few = hodges_lehmann(std::span(d).first(12));
    of_12 += few.ci_low <= 0.3 && 0.3 <= few.ci_high;
    const TestedEstimate many = hodges_lehmann(d);
    of_60 += many.ci_low <= 0.3 && 0.3 <= many.ci_high;
  }
  validation::note("Hodges-Lehmann interval, 12 people", std::to_string(of_12),
                   "95.75 % of " + std::to_string(trials));
  CHECK(validation::within_band(of_12, trials, 0.95752));
  CHECK(validation::within_band(of_60, trials, 0.95));
}
