#include "stiff/candidates/rater_agreement.h"

#include <cmath>
#include <string>
#include <vector>

#include "candidates/rated_people.h"
#include "validation.h"
#include <boost/random/bernoulli_distribution.hpp>
#include <boost/random/mersenne_twister.hpp>
#include <catch2/catch.hpp>

using stiff::CalledTwice;
using stiff::RaterAgreement;

namespace {

std::vector<CalledTwice> calls_of(const std::vector<std::vector<int>>& counts) {
  std::vector<CalledTwice> calls;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    for (std::size_t j = 0; j < counts[i].size(); ++j) {
      for (int k = 0; k < counts[i][j]; ++k) {
        calls.push_back(
            {static_cast<int>(i), static_cast<int>(j), static_cast<std::int64_t>(calls.size())});
      }
    }
  }
  return calls;
}

}  // namespace

TEST_CASE("Kappa and its standard error are the printed ones") {
  // Fleiss1969, table 1: 200 subjects, shares 0.53 0.05 0.02 / 0.11 0.14 0.05 / 0.01 0.06 0.03;
  // kappa 0.429, standard error 0.054.
  const RaterAgreement fleiss =
      stiff::rater_agreement(calls_of({{106, 10, 4}, {22, 28, 10}, {2, 12, 6}}));
  CHECK(fleiss.agreement.value == Approx(0.70));
  CHECK(fleiss.kappa.value == Approx(0.225 / 0.525).epsilon(1e-12));
  CHECK(fleiss.kappa.std_error == Approx(0.054).margin(0.0005));
  CHECK(fleiss.kappa.n == 200);
  CHECK(fleiss.people == 200);
}

TEST_CASE("Two categories have a closed form; names and raters may be exchanged") {
  const std::vector<std::vector<int>> counts{{40, 9}, {6, 45}};
  const auto calls = calls_of(counts);
  const RaterAgreement out = stiff::rater_agreement(calls);
  const double by_chance = 0.49 * 0.46 + 0.51 * 0.54;
  CHECK(out.kappa.value == Approx((0.85 - by_chance) / (1 - by_chance)).epsilon(1e-12));
  auto renamed = calls, exchanged = calls;
  for (CalledTwice& call : renamed) {
    call.first = 7 - 3 * call.first;
    call.second = 7 - 3 * call.second;
  }
  for (CalledTwice& call : exchanged) std::swap(call.first, call.second);
  for (const auto& other : {renamed, exchanged}) {
    CHECK(stiff::rater_agreement(other).kappa.value == Approx(out.kappa.value).epsilon(1e-12));
    CHECK(stiff::rater_agreement(other).kappa.std_error ==
          Approx(out.kappa.std_error).epsilon(1e-9));
  }
}

TEST_CASE("Kappa's interval holds the truth as often as it says, with people of alike muscles") {
  // A person is positive by half in all 4 muscles or in none (share 0.4); each rater calls a muscle
  // rightly by 0.9, apart. a = b = 0.4 * 0.9 + 0.6 * 0.1 = 0.42, p_o = 0.82.
  const double by_chance = 0.42 * 0.42 + 0.58 * 0.58;
  const double truth = (0.82 - by_chance) / (1 - by_chance);
  const int runs = validation::seeds(1000, 10000);
  int held = 0;
  for (int seed = 0; seed < runs; ++seed) {
    boost::random::mt19937_64 engine(static_cast<std::uint64_t>(seed) + 3);
    boost::random::bernoulli_distribution<double> ill(0.4), right(0.9);
    std::vector<CalledTwice> calls;
    for (int person = 0; person < 30; ++person) {
      const int is = ill(engine) ? 1 : 0;
      for (int k = 0; k < 4; ++k) {
        const int first = right(engine) ? is : 1 - is;
        const int second = right(engine) ? is : 1 - is;
        calls.push_back({first, second, person});
      }
    }
    const stiff::Estimate kappa = stiff::rater_agreement(calls).kappa;
    held += kappa.ci_low <= truth && truth <= kappa.ci_high ? 1 : 0;
  }
  WARN("kappa " << truth << ": " << held << " of " << runs);
  validation::note("Cohen's kappa, 30 people of 4 muscles",
                   std::to_string(held) + " of " + std::to_string(runs), "95 %");
  CHECK(stiff_test::as_claimed(held, runs, 0.94, 0.97));
}

TEST_CASE("Full agreement has an interval; the same of all has no kappa") {
  const RaterAgreement full = stiff::rater_agreement(calls_of({{12, 0}, {0, 8}}));
  CHECK(full.agreement.value == 1);
  CHECK(full.kappa.value == Approx(1));
  CHECK(full.kappa.ci_high == Approx(1));
  CHECK((full.kappa.ci_low > 0.5 && full.kappa.ci_low < 0.9));
  const RaterAgreement same = stiff::rater_agreement(calls_of({{12}}));
  CHECK(same.agreement.value == 1);
  CHECK(same.kappa.reason == stiff::Reason::low_signal);
  const RaterAgreement opposed = stiff::rater_agreement(calls_of({{0, 10}, {10, 0}}));
  CHECK(opposed.kappa.value == Approx(-1));
  CHECK(opposed.kappa.ci_low <= -1 + 1e-12);
}

TEST_CASE("Refusal: nobody, one person") {
  CHECK(stiff::rater_agreement({}).kappa.reason == stiff::Reason::too_few);
  const std::vector<CalledTwice> one{{0, 0, 4}, {1, 1, 4}, {0, 1, 4}};
  CHECK(stiff::rater_agreement(one).agreement.reason == stiff::Reason::too_few);
}
