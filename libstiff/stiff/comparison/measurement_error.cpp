#include "stiff/comparison/measurement_error.h"

#include "stiff/comparison/intraclass_correlation.h"
#include "stiff/comparison/variance_interval.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace stiff {
namespace {

constexpr double kMdcFactor = 1.96 * 1.4142135623730950488;

/// An estimate of a function that rises with a variance.
template <class Function>
Estimate of_variance(const VarianceInterval& variance, std::int64_t people, double variance_error,
                     Function&& rising) {
  Estimate out;
  out.value = rising(variance.value);
  out.ci_low = rising(variance.low);
  out.ci_high = rising(variance.high);
  out.n = people;
  // To first order, by the slope about the value.
  const double step = 1e-4 * variance.value;
  if (step > 0) {
    out.std_error = variance_error *
                    (rising(variance.value + step) - rising(variance.value - step)) / (2 * step);
  }
  return out;
}

/// One mean square: exact.
template <class Function>
Estimate of_mean_square(double mean_square, double dof, std::int64_t people, Function&& rising) {
  const VarianceTerm term{1, mean_square, dof};
  return of_variance(variance_interval({&term, 1}), people, mean_square * std::sqrt(2 / dof),
                     rising);
}

/// sigma_r^2 + sigma_e^2 = MSJ / n + (n - 1) / n MSE.
template <class Function>
Estimate of_agreement_variance(const MeanSquares& ms, Function&& rising) {
  const auto n = static_cast<double>(ms.people);
  const VarianceTerm terms[] = {{1 / n, ms.between_repeats, ms.repeats_dof()},
                                {(n - 1) / n, ms.error, ms.error_dof()}};
  double squares = 0;
  for (const VarianceTerm& t : terms) {
    squares += 2 * t.coefficient * t.coefficient * t.mean_square * t.mean_square / t.dof;
  }
  return of_variance(variance_interval(terms), ms.people, std::sqrt(squares), rising);
}

double root(double variance) {
  return std::sqrt(variance);
}

Estimate root_mean_square_cv(std::span<const double> values, const MeanSquares& ms) {
  const auto repeats = static_cast<std::size_t>(ms.repeats);
  double sum = 0;
  for (std::size_t i = 0; i < values.size(); i += repeats) {
    const std::span<const double> person = values.subspan(i, repeats);
    double mean = 0;
    for (const double v : person) mean += (v - person[0]) / static_cast<double>(repeats);
    mean += person[0];
    double squares = 0;
    for (const double v : person) squares += (v - mean) * (v - mean);
    sum += squares / static_cast<double>(repeats - 1) / (mean * mean);
  }
  Estimate out;
  out.value = std::sqrt(sum / static_cast<double>(ms.people));
  out.n = ms.people;
  return out;
}

}  // namespace

MeasurementError measurement_error(std::span<const double> values, const MeanSquares& ms) {
  MeasurementError out;
  if (ms.reason != Reason::none) {
    out.sem_sqrt_mse = out.sem_agreement = out.sem_sd_icc = out.cv_root_mean_square =
        out.cv_logarithmic = out.mdc_ratio = no_estimate(ms.reason);
    return out;
  }
  out.sem_sqrt_mse = of_mean_square(ms.error, ms.error_dof(), ms.people, root);
  out.sem_agreement = of_agreement_variance(ms, root);
  const Estimate icc = intraclass_correlations(ms)[2].estimate;
  out.sem_sd_icc.value = std::sqrt(ms.total_variance * (1 - icc.value));
  out.sem_sd_icc.n = ms.people;
  if (!std::all_of(values.begin(), values.end(), [](double v) { return v > 0; })) {
    out.cv_root_mean_square = out.cv_logarithmic = out.mdc_ratio =
        no_estimate(Reason::out_of_range);
    return out;
  }
  out.cv_root_mean_square = root_mean_square_cv(values, ms);
  std::vector<double> logs(values.begin(), values.end());
  for (double& v : logs) v = std::log(v);
  const MeanSquares log_squares = mean_squares(logs, static_cast<std::size_t>(ms.repeats));
  if (log_squares.reason != Reason::none) {
    out.cv_logarithmic = out.mdc_ratio = no_estimate(log_squares.reason);
    return out;
  }
  const double s2 = log_squares.within_people;
  const double dof = log_squares.within_dof();
  out.cv_logarithmic =
      of_mean_square(s2, dof, ms.people, [](double v) { return std::sqrt(std::expm1(v)); });
  out.mdc_ratio =
      of_mean_square(s2, dof, ms.people, [](double v) { return std::exp(kMdcFactor * root(v)); });
  return out;
}

Estimate minimal_detectable_change(const Estimate& sem) {
  return scaled_power(sem, kMdcFactor, 1);
}

double minimal_detectable_change(double sem) {
  return kMdcFactor * sem;
}

}  // namespace stiff
