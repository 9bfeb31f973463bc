#include "stiff/comparison/measurement_plan.h"
#include "stiff/comparison/trial_power.h"

#include <cmath>

#include "comparison/simulated_repeats.h"
#include "validation.h"
#include <catch2/catch.hpp>

using stiff::ErrorComponents;
using stiff::PlannedChange;

TEST_CASE("Power and numbers of people are R's") {
  // power.t.test(n, delta, sd, type = "paired", strict = TRUE), R 4.2.
  CHECK(stiff::paired_power({.change = 1, .sd_change = 2}, 20) ==
        Approx(0.56450441843908).margin(1e-9));
  CHECK(stiff::paired_power({.change = -1, .sd_change = 2}, 20) ==
        stiff::paired_power({.change = 1, .sd_change = 2}, 20));
  CHECK(stiff::two_arm_power({.change = 1, .sd_change = 1.5}, 30) ==
        Approx(0.71873280260362).margin(1e-9));
  CHECK(stiff::paired_power({.change = 1, .sd_change = 2, .alpha = 0.01}, 20) ==
        Approx(0.29734607767526).margin(1e-9));
  // Cohen 1988, table 2.4.1: d 0.5, power 0.80, two-sided 0.05: 64 a group; d 0.8: 26.
  CHECK(stiff::people_for_two_arm_power({.change = 0.5, .sd_change = 1}, 0.8) == 64);
  CHECK(stiff::people_for_two_arm_power({.change = 0.8, .sd_change = 1}, 0.8) == 26);
  CHECK(stiff::people_for_paired_power({.change = 0.5, .sd_change = 1}, 0.8) == 34);
}

TEST_CASE("Without a change the power is the level; the least number is the least") {
  CHECK(stiff::paired_power({.change = 0, .sd_change = 1}, 12) == Approx(0.05).margin(1e-12));
  CHECK(stiff::two_arm_power({.change = 0, .sd_change = 1, .alpha = 0.1}, 12) ==
        Approx(0.1).margin(1e-12));
  const PlannedChange planned{.change = 0.31, .sd_change = 1.1};
  const auto n = stiff::people_for_paired_power(planned, 0.9);
  CHECK(stiff::paired_power(planned, n) >= 0.9);
  CHECK(stiff::paired_power(planned, n - 1) < 0.9);
  CHECK(stiff::paired_power({.change = 100, .sd_change = 1}, 1000) == 1);
}

TEST_CASE("No plan: no change, nobody, no spread") {
  CHECK(stiff::people_for_paired_power({.change = 0, .sd_change = 1}, 0.8, 1000) == -1);
  CHECK(std::isnan(stiff::paired_power({.change = 1, .sd_change = 1}, 1)));
  CHECK(std::isnan(stiff::two_arm_power({.change = 1, .sd_change = 0}, 10)));
  CHECK(std::isnan(stiff::paired_power({.change = stiff::kNaN, .sd_change = 1}, 10)));
  CHECK(stiff::people_for_paired_power({.change = 1, .sd_change = stiff::kNaN}, 0.8) == -1);
}

TEST_CASE("A simulated paired trial rejects as often as planned") {
  const PlannedChange planned{.change = 0.8, .sd_change = 1};
  const int trials = validation::seeds(400, 4000);
  const double critical = stiff::t_quantile_975(14);
  int rejected = 0;
  for (int seed = 0; seed < trials; ++seed) {
    stiff_test::Normal normal(static_cast<std::uint64_t>(seed));
    double sum = 0, squares = 0;
    for (int i = 0; i < 15; ++i) {
      const double d = 0.8 + normal();
      sum += d;
      squares += d * d;
    }
    const double mean = sum / 15;
    const double sd = std::sqrt((squares - 15 * mean * mean) / 14);
    rejected += std::abs(mean) / sd * std::sqrt(15) > critical;
  }
  INFO("rejected " << rejected << " of " << trials);
  CHECK(validation::within_band(rejected, trials, stiff::paired_power(planned, 15)));
}

TEST_CASE("What is averaged over falls, what is not does not") {
  const ErrorComponents c{.person = 100, .session = 9, .run = 4, .repeat = 20};
  CHECK(stiff::planned_error_variance(c, {.sessions = 1, .runs = 2, .repeats = 5}) ==
        Approx(9 + 2 + 2));
  CHECK(stiff::planned_detectable_change(c, {.sessions = 1, .runs = 2, .repeats = 5}) ==
        Approx(1.96 * std::sqrt(26)));
  CHECK(stiff::planned_icc(c, {.sessions = 1, .runs = 2, .repeats = 5}) == Approx(100 / 113.0));
  CHECK(stiff::planned_error_variance(c, {.sessions = 3, .runs = 2, .repeats = 5}) ==
        Approx(13 / 3.0));
  // MDC 10 allows a variance of (10 / 2.7719)^2 = 13.015: two runs of five taps, or ...
  CHECK(stiff::runs_for_detectable_change(c, {.repeats = 5}, 10) == 2);
  CHECK(stiff::runs_for_detectable_change(c, {.repeats = 4}, 10) == 3);
  // ... one run of taps: 13.015 - 13 leaves 0.015 for 20 / t.
  CHECK(stiff::repeats_for_detectable_change(c, {}, 10) ==
        static_cast<std::int64_t>(std::ceil(20 / (100 / (1.96 * 1.96 * 2) - 13))));
  // Between sessions alone: 1.96 sqrt(2) 3 = 8.32.
  CHECK(stiff::runs_for_detectable_change(c, {.repeats = 5}, 8.3) == 0);
  CHECK(stiff::repeats_for_detectable_change(c, {}, 8.3) == 0);
  CHECK(stiff::runs_for_detectable_change({.session = 1}, {}, 10) == 1);
}

TEST_CASE("How well a reliability study knows its error") {
  // Chi-square on 11: 21.92005 and 3.815748.
  const stiff::RelativeInterval sem = stiff::planned_sem_interval(12, 2);
  CHECK(sem.low == Approx(std::sqrt(11 / 21.9200493)).epsilon(1e-8));
  CHECK(sem.high == Approx(std::sqrt(11 / 3.8157483)).epsilon(1e-7));
  const auto n = stiff::people_for_sem_precision(1.25, 2);
  CHECK(stiff::planned_sem_interval(n, 2).high <= 1.25);
  CHECK(stiff::planned_sem_interval(n - 1, 2).high > 1.25);
  CHECK(stiff::people_for_sem_precision(1, 2) == 0);
  CHECK(stiff::people_for_sem_precision(1.2, 1) == 0);
  // Shrout and Fleiss: the interval at their F.
  const stiff::RelativeInterval icc = stiff::planned_icc_interval(0.7148407148, 6, 4);
  CHECK(icc.low == Approx(0.34246477).margin(1e-8));
  CHECK(icc.high == Approx(0.94585826).margin(1e-8));
  CHECK(std::isnan(stiff::planned_icc_interval(0.5, 1, 2).low));
  CHECK(std::isnan(stiff::planned_sem_interval(5, 1).high));
}
