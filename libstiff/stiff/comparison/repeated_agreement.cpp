#include "stiff/comparison/repeated_agreement.h"

#include "stiff/comparison/variance_interval.h"

#include <algorithm>
#include <cmath>

namespace stiff {
namespace {

constexpr double kPrinted = 1.96;
constexpr double kNormal = 1.959963984540054;

struct Sample {
  double n = 0;
  double mean = 0;
  double squares = 0;
};

Sample sample_of(std::span<const double> values) {
  Sample out;
  out.n = static_cast<double>(values.size());
  for (const double v : values) out.mean += (v - values[0]) / out.n;
  out.mean += values[0];
  for (const double v : values) out.squares += (v - out.mean) * (v - out.mean);
  return out;
}

bool finite(std::span<const double> values) {
  return std::all_of(values.begin(), values.end(), [](double v) { return std::isfinite(v); });
}

AgreementLimits refused(AgreementLimits out, Reason reason) {
  out.reason = reason;
  out.bias = out.lower = out.upper = out.lower_1999 = out.upper_1999 = no_estimate(reason);
  return out;
}

/// Bias and limits of a variance that is a sum of mean squares. MOVER joins the bias' interval and
/// that of the SD (Zou2013).
void set_limits(AgreementLimits& out, double bias, double bias_error, double bias_dof,
                std::span<const VarianceTerm> terms) {
  const VarianceInterval variance = variance_interval(terms);
  out.sd = std::sqrt(variance.value);
  out.bias = make_estimate(bias, bias_error, kNaN, out.people, bias_dof);
  const double half = kNormal * bias_error;
  const double shorter = kNormal * (out.sd - std::sqrt(variance.low));
  const double longer = kNormal * (std::sqrt(variance.high) - out.sd);
  const double inward = std::hypot(half, shorter);
  const double outward = std::hypot(half, longer);
  const auto limit = [&](double side, double low, double high) {
    Estimate one;
    one.value = bias + side * kPrinted * out.sd;
    one.ci_low = one.value - low;
    one.ci_high = one.value + high;
    one.n = out.people;
    return one;
  };
  out.lower = limit(-1, outward, inward);
  out.upper = limit(1, inward, outward);
}

/// Variance within people of one method, pooled, and the mean of 1 / m.
struct Within {
  double squares = 0;
  double dof = 0;
  double inverse = 0;

  void add(const Sample& person, double people) {
    squares += person.squares;
    dof += person.n - 1;
    inverse += 1 / person.n / people;
  }
  VarianceTerm term() const { return {1 - inverse, dof > 0 ? squares / dof : 0, dof}; }
};

}  // namespace

AgreementLimits replicate_agreement_limits(std::span<const RepeatedPair> people) {
  AgreementLimits out;
  out.people = static_cast<std::int64_t>(people.size());
  const auto n = static_cast<double>(people.size());
  std::vector<double> differences;
  Within x, y;
  for (const RepeatedPair& person : people) {
    if (!finite(person.x) || !finite(person.y)) return refused(out, Reason::bad_input);
    if (person.x.empty() || person.y.empty()) return refused(out, Reason::too_few);
    out.pairs += static_cast<std::int64_t>(std::min(person.x.size(), person.y.size()));
    const Sample of_x = sample_of(person.x);
    const Sample of_y = sample_of(person.y);
    x.add(of_x, n);
    y.add(of_y, n);
    differences.push_back(of_y.mean - of_x.mean);
  }
  if (people.size() < 2) return refused(out, Reason::too_few);
  const Sample between = sample_of(differences);
  if (!(between.squares + x.squares + y.squares > 0)) return refused(out, Reason::no_spread);
  const double variance = between.squares / (n - 1);
  // One value a person adds nothing, and has no degrees of freedom to add it with.
  VarianceTerm terms[] = {{1, variance, n - 1}, x.term(), y.term()};
  for (VarianceTerm& term : terms) {
    if (!(term.dof > 0)) term.coefficient = 0;
  }
  set_limits(out, between.mean, std::sqrt(variance / n), n - 1, terms);
  return out;
}

AgreementLimits paired_agreement_limits(std::span<const RepeatedPair> people) {
  AgreementLimits out;
  out.people = static_cast<std::int64_t>(people.size());
  std::vector<double> all, difference;
  std::vector<Sample> persons;
  double squares_within = 0, dof_within = 0, sum_m2 = 0;
  for (const RepeatedPair& person : people) {
    if (person.x.size() != person.y.size() || !finite(person.x) || !finite(person.y)) {
      return refused(out, Reason::bad_input);
    }
    if (person.x.empty()) return refused(out, Reason::too_few);
    difference.clear();
    for (std::size_t i = 0; i < person.x.size(); ++i) {
      difference.push_back(person.y[i] - person.x[i]);
    }
    all.insert(all.end(), difference.begin(), difference.end());
    persons.push_back(sample_of(difference));
    squares_within += persons.back().squares;
    dof_within += persons.back().n - 1;
    sum_m2 += persons.back().n * persons.back().n;
  }
  if (people.size() < 2) return refused(out, Reason::too_few);
  if (!(dof_within > 0)) return agreement_limits(all);
  out.pairs = static_cast<std::int64_t>(all.size());
  const Sample whole = sample_of(all);
  if (!(whole.squares > 0)) return refused(out, Reason::no_spread);
  const auto n = static_cast<double>(people.size());
  double squares_between = 0;
  for (const Sample& p : persons) {
    squares_between += p.n * (p.mean - whole.mean) * (p.mean - whole.mean);
  }
  const double between = squares_between / (n - 1);
  const double within = squares_within / dof_within;
  const double m0 = (whole.n - sum_m2 / whole.n) / (n - 1);
  const VarianceTerm terms[] = {{1 / m0, between, n - 1}, {1 - 1 / m0, within, dof_within}};
  // Var(mean of all) = sigma_d^2 sum m^2 / N^2 + s^2 / N.
  const double of_mean = (between - within) / m0 * sum_m2 / (whole.n * whole.n) + within / whole.n;
  set_limits(out, whole.mean, std::sqrt(std::max(of_mean, 0.0)), n - 1, terms);
  return out;
}

}  // namespace stiff
