#include "stiff/comparison/intraclass_correlation.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "comparison/simulated_repeats.h"
#include "validation.h"
#include <catch2/catch.hpp>

using stiff::Estimate;
using stiff::Reason;
using stiff_test::simulated_repeats;

namespace {

void check(const Estimate& icc, double value, double low, double high) {
  CHECK(icc.value == Approx(value).margin(5e-11));
  // R prints the bounds to eight digits; F quantiles agree to 1e-8 of themselves.
  CHECK(icc.ci_low == Approx(low).margin(2e-8));
  CHECK(icc.ci_high == Approx(high).margin(2e-8));
}

}  // namespace

TEST_CASE("Four judges of six targets: R's mean squares, correlations and intervals") {
  const stiff::MeanSquares ms = stiff::mean_squares(stiff_test::shrout_fleiss(), 4);
  CHECK(ms.between_people == Approx(11.24166666667).margin(1e-10));
  CHECK(ms.within_people == Approx(6.26388888889).margin(1e-10));
  CHECK(ms.between_repeats == Approx(32.48611111111).margin(1e-10));
  CHECK(ms.error == Approx(1.01944444444).margin(1e-10));
  const auto icc = stiff::intraclass_correlations(ms);
  CHECK(icc[0].name == "ICC(1)");
  check(icc[0].estimate, 0.1657417684, -0.13293232, 0.72256006);
  CHECK(icc[1].name == "ICC(A,1)");
  check(icc[1].estimate, 0.2897637795, 0.01878651, 0.76108437);
  CHECK(icc[2].name == "ICC(C,1)");
  check(icc[2].estimate, 0.7148407148, 0.34246477, 0.94585826);
  CHECK(icc[3].name == "ICC(1,k)");
  check(icc[3].estimate, 0.4427971337, -0.88444216, 0.91241542);
  CHECK(icc[4].name == "ICC(A,k)");
  check(icc[4].estimate, 0.6200505476, 0.03944018, 0.92857318);
  CHECK(icc[5].name == "ICC(C,k)");
  check(icc[5].estimate, 0.9093155424, 0.67567471, 0.98589168);
}

TEST_CASE("Two trials of eight people, as Weir has them") {
  const stiff::MeanSquares ms = stiff::mean_squares(stiff_test::weir(), 2);
  CHECK(ms.between_people == Approx(2098.5357).margin(5e-5));
  CHECK(ms.within_people == Approx(53.75).margin(1e-10));
  CHECK(ms.between_repeats == Approx(30.25).margin(1e-10));
  CHECK(ms.error == Approx(57.1071).margin(5e-5));
  const auto icc = stiff::intraclass_correlations(ms);
  CHECK(icc[0].estimate.value == Approx(0.950053).margin(5e-7));
  CHECK(icc[1].estimate.value == Approx(0.949975).margin(5e-7));
  CHECK(icc[2].estimate.value == Approx(0.947016).margin(5e-7));
}

TEST_CASE(
    "Scale, shift and order leave the correlations; a repeat's own shift leaves consistency") {
  const auto values = simulated_repeats(3, 9, 3, {.mean = 5, .people = 2, .repeats = 0.5});
  const auto icc = stiff::intraclass_correlations(stiff::mean_squares(values, 3));
  std::vector<double> moved(values);
  for (double& v : moved) v = 1e4 - 7 * v;
  std::swap_ranges(moved.begin(), moved.begin() + 3, moved.begin() + 12);
  for (std::size_t i = 0; i < moved.size(); i += 3) std::swap(moved[i], moved[i + 2]);
  const auto same = stiff::intraclass_correlations(stiff::mean_squares(moved, 3));
  for (std::size_t i = 0; i < icc.size(); ++i) {
    CHECK(same[i].estimate.value == Approx(icc[i].estimate.value).epsilon(1e-9));
    CHECK(same[i].estimate.ci_low == Approx(icc[i].estimate.ci_low).epsilon(1e-8));
    CHECK(same[i].estimate.ci_high == Approx(icc[i].estimate.ci_high).epsilon(1e-8));
  }
  for (std::size_t i = 1; i < moved.size(); i += 3) moved[i] += 50;
  const auto shifted = stiff::intraclass_correlations(stiff::mean_squares(moved, 3));
  CHECK(shifted[2].estimate.value == Approx(icc[2].estimate.value).epsilon(1e-9));
  CHECK(shifted[1].estimate.value < icc[1].estimate.value);
  CHECK(shifted[0].estimate.value < icc[0].estimate.value);
}

TEST_CASE("The average's correlation is Spearman and Brown's of one value's") {
  const auto values = simulated_repeats(4, 12, 4, {.people = 1.5, .repeats = 0.4});
  const auto icc = stiff::intraclass_correlations(stiff::mean_squares(values, 4));
  const auto stepped_up = [](double r) { return 4 * r / (1 + 3 * r); };
  for (std::size_t i = 0; i < 3; ++i) {
    CHECK(icc[i + 3].estimate.value == Approx(stepped_up(icc[i].estimate.value)).epsilon(1e-12));
  }
  for (const std::size_t exact : {0u, 2u}) {
    CHECK(icc[exact + 3].estimate.ci_low ==
          Approx(stepped_up(icc[exact].estimate.ci_low)).epsilon(1e-9));
    CHECK(icc[exact + 3].estimate.ci_high ==
          Approx(stepped_up(icc[exact].estimate.ci_high)).epsilon(1e-9));
  }
}

TEST_CASE("A negative variance between people is given as it is") {
  // People alike, repeats not.
  const std::vector<double> values{1, 3, 3, 1, 1.5, 2.5};
  const auto icc = stiff::intraclass_correlations(stiff::mean_squares(values, 2));
  for (const auto& one : icc) {
    if (!one.average) {
      CHECK(one.estimate.value < 0);
      CHECK(one.estimate.reason == Reason::none);
    }
  }
  // MSB = 0: (0 - MSW) / (0 + MSW) of two repeats.
  CHECK(icc[0].estimate.value == Approx(-1));
  CHECK(icc[3].estimate.reason == Reason::no_spread);
}

TEST_CASE("Repeats that agree to the bit: 1, and no error") {
  const std::vector<double> values{0.1, 0.1, 0.1, 0.7, 0.7, 0.7, 0.3, 0.3, 0.3};
  const stiff::MeanSquares ms = stiff::mean_squares(values, 3);
  CHECK(ms.within_people == 0);
  for (const auto& icc : stiff::intraclass_correlations(ms)) {
    CHECK(icc.estimate.value == Approx(1).margin(1e-12));
    CHECK(icc.estimate.ci_low == Approx(1).margin(1e-12));
    CHECK(icc.estimate.ci_high == Approx(1).margin(1e-12));
  }
}

TEST_CASE("Refusals of an analysis of variance") {
  using stiff::mean_squares;
  CHECK(mean_squares({}, 2).reason == Reason::too_few);
  CHECK(mean_squares({}, 0).reason == Reason::too_few);
  CHECK(mean_squares(std::vector<double>{1, 2}, 2).reason == Reason::too_few);
  CHECK(mean_squares(std::vector<double>{1, 2}, 1).reason == Reason::too_few);
  CHECK(mean_squares(std::vector<double>{1, 2, 3}, 2).reason == Reason::bad_input);
  CHECK(mean_squares(std::vector<double>{1, 2, stiff::kNaN, 4}, 2).reason == Reason::bad_input);
  CHECK(mean_squares(std::vector<double>{1, 2, std::numeric_limits<double>::infinity(), 4}, 2)
            .reason == Reason::bad_input);
  const stiff::MeanSquares flat = mean_squares(std::vector<double>{3, 3, 3, 3}, 2);
  CHECK(flat.reason == Reason::no_spread);
  for (const auto& icc : stiff::intraclass_correlations(flat)) {
    CHECK(icc.estimate.reason == Reason::no_spread);
    CHECK(std::isnan(icc.estimate.value));
  }
}

TEST_CASE("The intervals hold the correlation that the tables were made with") {
  // Variances 4, 0.04 and 1 of people, repeats and error: ICC(A,1) = 4 / 5.04, ICC(C,1) = 4 / 5.
  // One-way tables have no repeats' means of their own.
  const int tables = validation::seeds(400, 4000);
  int held[6] = {0, 0, 0, 0, 0, 0};
  const double truth[6] = {4 / 5.0, 4 / 5.04, 4 / 5.0, 4 / 4.25, 4 / (4 + 1.04 / 4), 4 / 4.25};
  for (int seed = 0; seed < tables; ++seed) {
    const auto s = static_cast<std::uint64_t>(seed);
    const auto one_way = stiff::intraclass_correlations(
        stiff::mean_squares(simulated_repeats(s, 15, 4, {.people = 2}), 4));
    const auto two_way = stiff::intraclass_correlations(stiff::mean_squares(
        simulated_repeats(s + 100000, 15, 4, {.people = 2, .repeats = 0.2}), 4));
    for (std::size_t i = 0; i < 6; ++i) {
      const Estimate& e =
          (two_way[i].model == stiff::IccModel::one_way ? one_way : two_way)[i].estimate;
      held[i] += e.ci_low <= truth[i] && truth[i] <= e.ci_high;
    }
  }
  const char* const names[] = {"ICC(1)",   "ICC(A,1)", "ICC(C,1)",
                               "ICC(1,k)", "ICC(A,k)", "ICC(C,k)"};
  for (std::size_t i = 0; i < 6; ++i) {
    INFO(names[i] << " held " << held[i] << " of " << tables);
    CHECK(validation::within_band(held[i], tables, 0.95));
    validation::note(std::string(names[i]) + ", 15 people by 4 repeats: interval holds",
                     std::to_string(100.0 * held[i] / tables) + " %", "95 %");
  }
}
