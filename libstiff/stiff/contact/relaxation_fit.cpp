#include "stiff/contact/relaxation_fit.h"

#include "stiff/contact/prony_order.h"
#include "stiff/contact/prony_ramp.h"
#include "stiff/contact/relaxation_start.h"
#include "stiff/core/error.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace stiff {
namespace {

using Eigen::Index;
using Vector = Eigen::VectorXd;
constexpr Choice<OrderCriterion> kCriteria[] = {{OrderCriterion::bic, "bic"},
                                                {OrderCriterion::aicc, "aicc"}};
constexpr Index kFewestSamples = 16;
constexpr Index kSamplesPerParameter = 4;
constexpr int kNoiseTurns = 2;
// A mean force must stand this many standard errors out of its noise: one in two thousand by
// chance.
constexpr double kForceOfNoise = 3.3;

Vector vector_of(std::span<const double> values) {
  return Eigen::Map<const Vector>(values.data(), static_cast<Index>(values.size()));
}

struct Test {
  Reason reason = Reason::none;
  Index start = 0, first = 0;  // of the ramp, and of the samples that are fitted
  double hold_s = kNaN, step_s = kNaN;
};

// What of the recording is fitted, or why none of it is.
Test test_of(std::span<const double> time_s, std::span<const double> force_n, double ramp_start_s,
             double ramp_end_s, const RelaxationOptions& options) {
  Test test;
  const auto n = static_cast<Index>(time_s.size());
  const auto refuse = [&](Reason reason) {
    test.reason = reason;
    return test;
  };
  if (force_n.size() != time_s.size() || !vector_of(force_n).allFinite() ||
      !vector_of(time_s).allFinite() ||
      std::adjacent_find(time_s.begin(), time_s.end(), std::greater_equal<>()) != time_s.end()) {
    return refuse(Reason::bad_input);
  }
  if (!(ramp_end_s >= ramp_start_s) || (ramp_end_s == ramp_start_s && !options.allow_step)) {
    return refuse(Reason::no_hold);
  }
  const auto at_or_after = [&](double t) {
    return static_cast<Index>(std::lower_bound(time_s.begin(), time_s.end(), t) - time_s.begin());
  };
  test.start = at_or_after(ramp_start_s);
  const Index hold = at_or_after(ramp_end_s);
  test.first = options.ramp_samples ? test.start : hold;
  if (hold == n) return refuse(Reason::no_hold);
  if (n - hold < kFewestSamples) return refuse(Reason::too_few);
  test.hold_s = time_s.back() - ramp_end_s;
  test.step_s =
      (time_s.back() - time_s[static_cast<std::size_t>(hold)]) / static_cast<double>(n - 1 - hold);
  return test;
}

double criterion_of(const PronyOrder& order, Index samples, double power, OrderCriterion kind) {
  if (!order.ok) return kNaN;
  const auto n = static_cast<double>(samples);
  const double k = 2 + 2 * order.terms;  // the noise's variance is one
  // No sensor tells a part in a million of its force: misfit below that calls for no term.
  const double deviance = n * std::log(order.cost / n + 1e-12 * power);
  return kind == OrderCriterion::bic ? deviance + k * std::log(n)
                                     : deviance + 2 * k + 2 * k * (k + 1) / (n - k - 1);
}

int smallest(const std::array<double, 4>& criterion) {
  int best = 0;
  for (int i = 1; i < 4; ++i) {
    const double c = criterion[static_cast<std::size_t>(i)];
    if (c < criterion[static_cast<std::size_t>(best)] ||
        (std::isfinite(c) && std::isnan(criterion[static_cast<std::size_t>(best)]))) {
      best = i;
    }
  }
  return best;
}

// Value and standard error of a sum of the fit's parameters by given weights.
Estimate combination(const RelaxationFit& fit, double value, const Vector& weights,
                     double quality) {
  const double variance = weights.dot(fit.covariance * weights);
  return make_estimate(value, std::sqrt(variance), quality, fit.n, fit.dof);
}

void fill_estimates(RelaxationFit& fit, double quality, double shortest_s, double longest_s) {
  const Index m = fit.terms, p = 1 + 2 * m;
  const Vector c = fit.value.head(1 + m);
  const double whole = c.sum();
  Reason fast = Reason::none, slow = Reason::none;
  for (Index i = 0; i < m; ++i) {
    const double tau = std::exp(fit.value[1 + m + i]);
    if (!(tau >= shortest_s)) fast = Reason::sampling_too_slow;
    if (!(tau <= longest_s)) slow = Reason::outside_field;
  }
  const auto share = [&](Index i) {  // c_i / sum c
    Vector weights = Vector::Zero(p);
    weights.head(1 + m).setConstant(-c[i] / (whole * whole));
    weights[i] += 1 / whole;
    return combination(fit, c[i] / whole, weights, quality);
  };
  Vector sum = Vector::Zero(p);
  sum.head(1 + m).setOnes();
  fit.instantaneous_force_n =
      fast == Reason::none ? combination(fit, whole, sum, quality) : no_estimate(fast);
  fit.long_time_force_n = slow == Reason::none ? combination(fit, c[0], Vector::Unit(p, 0), quality)
                                               : no_estimate(slow);
  const Reason either = slow != Reason::none ? slow : fast;
  fit.g_inf = m == 0                   ? no_estimate(Reason::low_signal)
              : either == Reason::none ? share(0)
                                       : no_estimate(either);
  for (Index i = 0; i < m; ++i) {
    const double log_tau = fit.value[1 + m + i], tau = std::exp(log_tau);
    if (!(tau <= longest_s) || !(tau >= shortest_s)) {
      const Reason reason = tau >= shortest_s ? Reason::outside_field : Reason::sampling_too_slow;
      fit.tau_s.push_back(no_estimate(reason));
      fit.g.push_back(no_estimate(reason));
      continue;
    }
    fit.g.push_back(fast == Reason::none ? share(1 + i) : no_estimate(fast));
    // The interval is that of the logarithm.
    Estimate estimate = combination(fit, log_tau, Vector::Unit(p, 1 + m + i), quality);
    estimate.value = tau;
    estimate.std_error *= tau;
    estimate.ci_low = std::exp(estimate.ci_low);
    estimate.ci_high = std::exp(estimate.ci_high);
    fit.tau_s.push_back(estimate);
  }
}

RelaxationFit refused(RelaxationFit fit, Reason reason) {
  fit.reason = reason;
  fit.terms = 0;
  fit.g.clear();
  fit.tau_s.clear();
  fit.instantaneous_force_n = fit.long_time_force_n = fit.g_inf = no_estimate(reason);
  return fit;
}

RelaxationFit fit_of(const Test& test, const PronyRamp& ramp, const Vector& force,
                     const RelaxationOptions& options, RelaxationFit fit) {
  const double shortest_s = options.shortest_steps * test.step_s;
  const double longest_s = options.longest_share * test.hold_s;
  if (!(shortest_s < longest_s)) return refused(fit, Reason::too_few);
  // Beyond both limits there is room, so that a term which is not answered is seen for what it is.
  // For the choice of the order a hundredth of a variance is enough; at the end a thousandth of an
  // error.
  PronyDescent descent{.log_shortest = std::log(0.1 * shortest_s),
                       .log_longest = std::log(10 * longest_s),
                       .estimate_noise = false,
                       .tolerance = 0.01,
                       .most_steps = 12};
  const Index n = ramp.samples();
  int most = std::max(options.most_terms, options.terms);
  while (most > 0 && n < kSamplesPerParameter * (2 + 2 * most)) --most;
  if (options.terms > most) return refused(fit, Reason::too_few);
  const RelaxationStart start =
      relaxation_start(ramp, force, 0.5 * shortest_s, 3 * longest_s, most, options.coloured_noise);
  const auto fitted = [&](const std::vector<double>& tau_s, const HoldNoise& noise) {
    return fit_prony_order(ramp, force, tau_s, noise, descent);
  };
  const double power = force.squaredNorm() / static_cast<double>(n);
  std::vector<PronyOrder> orders;
  for (int terms = 0; terms <= most; ++terms) {
    std::vector<double> from;
    if (terms > 0) from = start.tau_s[static_cast<std::size_t>(terms - 1)];
    orders.push_back(terms > 0 && from.empty() ? PronyOrder{} : fitted(from, start.noise));
    fit.criterion[static_cast<std::size_t>(terms)] =
        criterion_of(orders.back(), n, power, options.criterion);
  }
  fit.terms = options.terms > 0 ? options.terms : smallest(fit.criterion);
  PronyOrder best = orders[static_cast<std::size_t>(fit.terms)];
  if (!best.ok) return refused(fit, Reason::not_converged);
  HoldNoise noise = start.noise;
  descent.tolerance = 1e-6;
  descent.most_steps = 200;
  for (int turn = 0; turn < kNoiseTurns; ++turn) {
    descent.estimate_noise = options.coloured_noise && turn + 1 < kNoiseTurns;
    const Vector tau = best.log_tau.array().exp();
    best = fitted({tau.begin(), tau.end()}, noise);
    if (!best.ok || !best.converged) return refused(fit, Reason::not_converged);
    if (!descent.estimate_noise) break;
    noise = best.noise;
  }
  const double p = 1 + 2 * fit.terms;
  const double variance = best.cost / (static_cast<double>(n) - p);
  fit.n = n;
  fit.noise_correlation = noise.correlation();
  // As many as independent samples whose mean is as sure.
  fit.dof = std::max(1.0, static_cast<double>(n) / noise.mean_inflation() - p);
  fit.residual_std_n =
      std::sqrt(best.residual.squaredNorm() / std::max(1.0, static_cast<double>(n) - p));
  fit.value.resize(1 + 2 * fit.terms);
  fit.value << best.amplitude, best.log_tau;
  fit.covariance = variance * best.inverse;
  const PronyOrder& flat = orders[0];
  const double mean_error = std::sqrt(variance * flat.inverse(0, 0));
  if (flat.amplitude[0] < -kForceOfNoise * mean_error) return refused(fit, Reason::bad_input);
  if (!(flat.amplitude[0] > kForceOfNoise * mean_error)) return refused(fit, Reason::low_signal);
  const double quality = fit.terms > 0 ? std::clamp(1 - best.cost / flat.cost, 0.0, 1.0) : 1;
  fill_estimates(fit, quality, shortest_s, longest_s);
  std::fill(fit.model_n.begin(), fit.model_n.end(), kNaN);
  const Vector model = force - best.residual;
  std::copy(model.begin(), model.end(), fit.model_n.begin() + test.first);
  return fit;
}

}  // namespace

std::span<const Choice<OrderCriterion>> choices(OrderCriterion) {
  return kCriteria;
}

bool RelaxationFit::preferred() const {
  return ok() && smallest(criterion) == terms;
}

double RelaxationFit::at(double time_s) const {
  if (!ok()) return kNaN;
  const double ramp_s = ramp_end_s - ramp_start_s;
  if (time_s < ramp_start_s) return 0;
  const PronyRamp ramp(Vector::Constant(1, time_s - ramp_start_s), ramp_s);
  double sum = value[0] * ramp.constant()[0];
  Vector decay(1), slope(1);
  for (Index i = 0; i < terms; ++i) {
    ramp.decay(std::exp(value[1 + terms + i]), decay, slope);
    sum += value[1 + i] * decay[0];
  }
  return sum;
}

RelaxationFit fit_relaxation(std::span<const double> time_s, std::span<const double> force_n,
                             double ramp_start_s, double ramp_end_s,
                             const RelaxationOptions& options) {
  RelaxationFit fit;
  fit.ramp_start_s = ramp_start_s;
  fit.ramp_end_s = ramp_end_s;
  const Test test = test_of(time_s, force_n, ramp_start_s, ramp_end_s, options);
  if (test.reason != Reason::none) return refused(fit, test.reason);
  fit.model_n.resize(time_s.size());
  const auto used = static_cast<std::size_t>(test.first);
  const PronyRamp ramp(vector_of(time_s.subspan(used)).array() - ramp_start_s,
                       ramp_end_s - ramp_start_s);
  return fit_of(test, ramp, vector_of(force_n.subspan(used)), options, fit);
}

RelaxationFit fit_relaxation(std::span<const double> time_s, std::span<const double> force_n,
                             std::span<const double> drive, double ramp_start_s, double ramp_end_s,
                             const RelaxationOptions& options) {
  RelaxationFit fit;
  fit.ramp_start_s = ramp_start_s;
  fit.ramp_end_s = ramp_end_s;
  const Test test = test_of(time_s, force_n, ramp_start_s, ramp_end_s, options);
  if (test.reason != Reason::none) return refused(fit, test.reason);
  if (drive.size() != time_s.size() || !vector_of(drive).allFinite()) {
    return refused(fit, Reason::bad_input);
  }
  fit.model_n.resize(time_s.size());
  const auto start = static_cast<std::size_t>(test.start);
  const auto used = static_cast<std::size_t>(test.first);
  const auto hold = static_cast<Index>(std::lower_bound(time_s.begin(), time_s.end(), ramp_end_s) -
                                       time_s.begin());
  Vector course = vector_of(drive.subspan(start)), at = vector_of(time_s.subspan(start));
  const double held = course.tail(static_cast<Index>(time_s.size()) - hold).mean();
  if (!(held > 0)) return refused(fit, Reason::no_hold);
  Index first = test.first - test.start;
  if (at[0] > ramp_start_s) {
    // Contact lies between two samples: straight from 0 there to the first sample after it.
    const Vector later = at, risen = course;
    at.resize(later.size() + 1);
    course.resize(at.size());
    at << ramp_start_s, later;
    course << 0, risen;
    ++first;
  }
  const PronyRamp ramp(at, course / held, first);
  return fit_of(test, ramp, vector_of(force_n.subspan(used)), options, fit);
}

}  // namespace stiff
