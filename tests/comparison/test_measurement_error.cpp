#include "stiff/comparison/measurement_error.h"
#include "stiff/comparison/variance_interval.h"

#include <cmath>

#include "comparison/simulated_repeats.h"
#include "validation.h"
#include <catch2/catch.hpp>

using stiff::Estimate;
using stiff::MeasurementError;
using stiff::Reason;
using stiff_test::simulated_repeats;

namespace {

MeasurementError error_of(const std::vector<double>& values, std::size_t repeats) {
  return stiff::measurement_error(values, stiff::mean_squares(values, repeats));
}

}  // namespace

TEST_CASE("Weir's standard errors of measurement and the detectable change") {
  const MeasurementError e = error_of(stiff_test::weir(), 2);
  CHECK(e.sem_sqrt_mse.value == Approx(7.5569).margin(5e-5));
  CHECK(stiff::minimal_detectable_change(e.sem_sqrt_mse).value == Approx(20.9467).margin(5e-5));
  // sqrt(MSW), MSW = 53.75.
  CHECK(e.sem_agreement.value == Approx(std::sqrt(53.75)).epsilon(1e-12));
  // By hand: SS = 7 MSB + 8 MSW = 15119.75 on 15, ICC(C,1) 0.947016.
  const double icc = (2098.535714286 - 57.107142857) / (2098.535714286 + 57.107142857);
  CHECK(e.sem_sd_icc.value == Approx(std::sqrt(15119.75 / 15 * (1 - icc))).epsilon(1e-9));
  CHECK(e.sem_sd_icc.value == Approx(7.3080).margin(5e-5));
  // A printed 7.3153 counts the trials' 30.25 twice, within people and by themselves.
  CHECK(std::sqrt((15119.75 + 30.25) / 15 * (1 - icc)) == Approx(7.3153).margin(5e-5));
  // Chi-square on 7: 16.01276 and 1.68987.
  CHECK(e.sem_sqrt_mse.ci_low == Approx(std::sqrt(7 * 57.107142857 / 16.0127643)).epsilon(1e-7));
  CHECK(e.sem_sqrt_mse.ci_high == Approx(std::sqrt(7 * 57.107142857 / 1.6898692)).epsilon(1e-7));
}

TEST_CASE("Four judges of six targets: agreement and consistency") {
  const MeasurementError e = error_of(stiff_test::shrout_fleiss(), 4);
  CHECK(e.sem_agreement.value == Approx(2.50277623628).margin(1e-10));
  CHECK(e.sem_sqrt_mse.value == Approx(1.00967541539).margin(1e-10));
}

TEST_CASE("Within-person coefficients of variation by hand") {
  // Two people, pairs (9, 11) and (40, 40): SD / mean = sqrt(2) / 10 and 0.
  const std::vector<double> values{9, 11, 40, 40};
  const MeasurementError e = error_of(values, 2);
  CHECK(e.cv_root_mean_square.value == Approx(std::sqrt(0.02 / 2)).epsilon(1e-12));
  const double d = std::log(11.0 / 9.0);
  const double s2 = d * d / 4;  // Dahlberg: sum of d^2 over 2 n
  CHECK(e.cv_logarithmic.value == Approx(std::sqrt(std::expm1(s2))).epsilon(1e-12));
  CHECK(e.mdc_ratio.value == Approx(std::exp(1.96 * std::sqrt(2 * s2))).epsilon(1e-12));
}

TEST_CASE("Errors go with the unit; coefficients of variation do not") {
  auto values = simulated_repeats(5, 10, 3, {.mean = 40, .people = 4, .repeats = 1});
  const MeasurementError a = error_of(values, 3);
  for (double& v : values) v *= 250;
  const MeasurementError b = error_of(values, 3);
  CHECK(b.sem_sqrt_mse.value == Approx(250 * a.sem_sqrt_mse.value).epsilon(1e-9));
  CHECK(b.sem_agreement.ci_high == Approx(250 * a.sem_agreement.ci_high).epsilon(1e-9));
  CHECK(b.sem_sd_icc.value == Approx(250 * a.sem_sd_icc.value).epsilon(1e-9));
  CHECK(b.cv_root_mean_square.value == Approx(a.cv_root_mean_square.value).epsilon(1e-9));
  CHECK(b.cv_logarithmic.ci_low == Approx(a.cv_logarithmic.ci_low).epsilon(1e-8));
  CHECK(b.mdc_ratio.value == Approx(a.mdc_ratio.value).epsilon(1e-9));
  for (double& v : values) v += 1e6;
  CHECK(error_of(values, 3).sem_sqrt_mse.value == Approx(b.sem_sqrt_mse.value).epsilon(1e-7));
}

TEST_CASE("No answer has its reason") {
  CHECK(error_of({1, 2}, 2).sem_sqrt_mse.reason == Reason::too_few);
  CHECK(error_of({1, 2, 3}, 1).sem_agreement.reason == Reason::too_few);
  CHECK(error_of({4, 4, 4, 4}, 2).cv_logarithmic.reason == Reason::no_spread);
  CHECK(error_of({1, 2, stiff::kNaN, 3}, 2).sem_sd_icc.reason == Reason::bad_input);
  const MeasurementError signs = error_of({-1, 2, 3, 5}, 2);
  CHECK(signs.sem_sqrt_mse.reason == Reason::none);
  CHECK(signs.cv_root_mean_square.reason == Reason::out_of_range);
  CHECK(signs.mdc_ratio.reason == Reason::out_of_range);
  // No scatter within anybody is a SEM of zero, not no answer.
  const MeasurementError exact = error_of({1, 1, 2, 2, 5, 5}, 2);
  CHECK(exact.sem_sqrt_mse.value == 0);
  CHECK(exact.cv_root_mean_square.value == 0);
  CHECK(exact.mdc_ratio.value == 1);
}

TEST_CASE("The interval of a sum of variances: exact for one, and not for terms that say nothing") {
  const stiff::VarianceTerm one{2, 3, 10};
  const stiff::VarianceInterval i = stiff::variance_interval({&one, 1});
  CHECK(i.value == 6);
  CHECK(i.low == Approx(6 * 10 / 20.4831774).epsilon(1e-8));  // chi-square on 10, 0.975
  CHECK(i.high == Approx(6 * 10 / 3.2469728).epsilon(1e-7));  // 0.025
  const stiff::VarianceTerm with_nothing[] = {one, {0, 5, 0}};
  CHECK(stiff::variance_interval(with_nothing).high == i.high);
  const stiff::VarianceTerm without_dof{1, 3, 0};
  CHECK(std::isnan(stiff::variance_interval({&without_dof, 1}).value));
  CHECK(std::isnan(stiff::variance_interval({}).low));
}

TEST_CASE("The intervals of both standard errors hold the truth") {
  // Repeats' means 0.5, error 1: sqrt(MSE) estimates 1, agreement sqrt(1.25).
  const int tables = validation::seeds(400, 1000);
  int plain = 0, agreement = 0, log_cv = 0;
  const double cv_truth = std::sqrt(std::expm1(0.01));
  for (int seed = 0; seed < tables; ++seed) {
    const auto s = static_cast<std::uint64_t>(seed);
    const auto values = simulated_repeats(s, 12, 4, {.mean = 20, .people = 2, .repeats = 0.5});
    const MeasurementError e = error_of(values, 4);
    plain += e.sem_sqrt_mse.ci_low <= 1 && 1 <= e.sem_sqrt_mse.ci_high;
    agreement +=
        e.sem_agreement.ci_low <= std::sqrt(1.25) && std::sqrt(1.25) <= e.sem_agreement.ci_high;
    auto logs = simulated_repeats(s + 5000, 12, 4, {.mean = 3, .people = 0.3, .error = 0.1});
    for (double& v : logs) v = std::exp(v);
    const Estimate cv = error_of(logs, 4).cv_logarithmic;
    log_cv += cv.ci_low <= cv_truth && cv_truth <= cv.ci_high;
  }
  INFO("held " << plain << ", " << agreement << ", " << log_cv << " of " << tables);
  CHECK(validation::within_band(plain, tables, 0.95));
  CHECK(validation::within_band(agreement, tables, 0.95));
  CHECK(validation::within_band(log_cv, tables, 0.95));
  validation::note("SEM sqrt(MSE), 12 people by 4 repeats: interval holds",
                   std::to_string(100.0 * plain / tables) + " %", "95 %");
  validation::note("SEM of agreement, the same: interval holds",
                   std::to_string(100.0 * agreement / tables) + " %", "95 %");
  validation::note("Within-person CV of logarithms, the same: interval holds",
                   std::to_string(100.0 * log_cv / tables) + " %", "95 %");
}
