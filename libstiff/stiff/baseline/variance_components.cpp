#include "stiff/baseline/variance_components.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <boost/math/constants/constants.hpp>
#include <boost/math/distributions/fisher_f.hpp>

namespace stiff {
namespace {

/// A person as the likelihood sees one: n values about a mean of its own, each with a known error.
struct Person {
  double n;
  double mean;
  double sum_squares;
  double error;
};

/// The restricted likelihood at a point, with what a step of Fisher scoring needs of it.
struct Likelihood {
  double criterion = kNaN;  ///< -2 log
  double mean = kNaN;
  double precision = kNaN;            ///< of the mean
  double score[2] = {0, 0};           ///< by between, within
  double information[3] = {0, 0, 0};  ///< bb, bw, ww
};

Likelihood likelihood(const std::vector<Person>& people, double between, double within) {
  Likelihood out;
  double sum_q = 0;
  double sum_qm = 0;
  for (const Person& p : people) {
    const double q = 1 / (between + (within + p.error) / p.n);
    sum_q += q;
    sum_qm += q * p.mean;
  }
  out.mean = sum_qm / sum_q;
  out.precision = sum_q;
  double log_det = std::log(sum_q);
  double squares = 0;
  double count = 0;
  // Sums over the people's means, a the derivative of a mean's variance: (b: 1, w: 1 / n).
  double q1a[2] = {0, 0}, q2a[2] = {0, 0}, q2aa[3] = {0, 0, 0}, q3aa[3] = {0, 0, 0};
  for (const Person& p : people) {
    const double d = within + p.error;
    const double q = 1 / (between + d / p.n);
    const double r = p.mean - out.mean;
    log_det += std::log(p.n / q);
    squares += q * r * r;
    count += p.n;
    if (p.n > 1) {
      log_det += (p.n - 1) * std::log(d);
      squares += p.sum_squares / d;
      out.score[1] += -0.5 * (p.n - 1) / d + 0.5 * p.sum_squares / (d * d);
      out.information[2] += 0.5 * (p.n - 1) / (d * d);
    }
    const double a[2] = {1, 1 / p.n};
    const double aa[3] = {1, 1 / p.n, 1 / (p.n * p.n)};
    for (int k = 0; k < 2; ++k) {
      q1a[k] += q * a[k];
      q2a[k] += q * q * a[k];
      out.score[k] += 0.5 * q * q * r * r * a[k];
    }
    for (int k = 0; k < 3; ++k) {
      q2aa[k] += q * q * aa[k];
      q3aa[k] += q * q * q * aa[k];
    }
  }
  for (int k = 0; k < 2; ++k) out.score[k] -= 0.5 * (q1a[k] - q2a[k] / sum_q);
  constexpr int kFirst[3] = {0, 0, 1};
  constexpr int kSecond[3] = {0, 1, 1};
  for (int k = 0; k < 3; ++k) {
    out.information[k] +=
        0.5 * (q2aa[k] - 2 * q3aa[k] / sum_q + q2a[kFirst[k]] * q2a[kSecond[k]] / (sum_q * sum_q));
  }
  out.criterion =
      log_det + squares + (count - 1) * std::log(boost::math::constants::two_pi<double>());
  return out;
}

/// A step uphill with the components that sit at zero and would fall below it left there.
void scoring_step(const Likelihood& at, const double point[2], bool within_is_free,
                  double step[2]) {
  const bool fixed[2] = {!(point[0] > 0) && !(at.score[0] > 0),
                         !within_is_free || (!(point[1] > 0) && !(at.score[1] > 0))};
  const double determinant =
      at.information[0] * at.information[2] - at.information[1] * at.information[1];
  step[0] = step[1] = 0;
  if (!fixed[0] && !fixed[1] && determinant > 1e-14 * at.information[0] * at.information[2]) {
    step[0] = (at.information[2] * at.score[0] - at.information[1] * at.score[1]) / determinant;
    step[1] = (at.information[0] * at.score[1] - at.information[1] * at.score[0]) / determinant;
  } else {
    if (!fixed[0]) step[0] = at.score[0] / at.information[0];
    if (!fixed[1]) step[1] = at.score[1] / at.information[2];
  }
}

struct Means {
  double mean = 0;
  double scatter = kNaN;  ///< variance of the people's means
  double h = 0;           ///< mean of 1 / n
  double within = 0;      ///< pooled variance within people; 0 without repeats
  double within_dof = 0;
};

Means means_of(std::span<const PersonSummary> people) {
  Means out;
  double squares_within = 0;
  for (const PersonSummary& p : people) {
    out.mean += p.mean;
    out.h += 1 / static_cast<double>(p.n);
    squares_within += p.sum_squares;
    out.within_dof += static_cast<double>(p.n - 1);
  }
  const auto count = static_cast<double>(people.size());
  out.mean /= count;
  out.h /= count;
  if (out.within_dof > 0) out.within = squares_within / out.within_dof;
  double squares = 0;
  for (const PersonSummary& p : people) squares += (p.mean - out.mean) * (p.mean - out.mean);
  if (people.size() > 1) out.scatter = squares / (count - 1);
  return out;
}

}  // namespace

double mean_error_variance(std::span<const PersonSummary> people) {
  double sum = 0;
  double count = 0;
  for (const PersonSummary& p : people) {
    if (!(p.error_variance >= 0)) continue;
    sum += p.error_variance * static_cast<double>(p.n);
    count += static_cast<double>(p.n);
  }
  return count > 0 ? sum / count : kNaN;
}

SpreadComponents spread_components(std::span<const PersonSummary> summaries) {
  SpreadComponents out;
  out.error = mean_error_variance(summaries);
  std::vector<Person> people;
  for (const PersonSummary& p : summaries) {
    people.push_back({static_cast<double>(p.n), p.mean, p.sum_squares,
                      p.error_variance >= 0 ? p.error_variance : 0});
  }
  if (people.size() < 2) {
    out.reason = Reason::too_few;
    if (people.size() == 1) {
      out.mean = people[0].mean;
      if (people[0].n > 1) {
        out.within = std::max(0.0, people[0].sum_squares / (people[0].n - 1) - people[0].error);
      }
    }
    return out;
  }
  const Means start = means_of(summaries);
  // Repeats that all agree to the bit tell of no scatter, and their likelihood has no top.
  const bool repeats = start.within_dof > 0 && start.within > 0;
  // All alike, as in a table of one number: nothing to be told apart.
  if (!(start.scatter > 0) && !(start.within > 0)) {
    out.mean = start.mean;
    out.mean_std_error = out.between = 0;
    if (start.within_dof > 0) out.within = 0;
    return out;
  }
  const double error = out.error >= 0 ? out.error : 0;
  const double scale = start.scatter + start.within;
  double point[2] = {std::max(start.scatter - start.h * start.within, 0.01 * scale),
                     repeats ? std::max(start.within - error, 0.01 * scale) : 0};
  Likelihood at = likelihood(people, point[0], point[1]);
  bool converged = false;
  for (int i = 0; i < 500 && !converged; ++i) {
    double step[2];
    scoring_step(at, point, repeats, step);
    double share = 1;
    for (; share > 1e-9; share /= 2) {
      const double next[2] = {std::max(0.0, point[0] + share * step[0]),
                              std::max(0.0, point[1] + share * step[1])};
      const Likelihood there = likelihood(people, next[0], next[1]);
      if (!(there.criterion <= at.criterion)) continue;
      converged = std::abs(next[0] - point[0]) + std::abs(next[1] - point[1]) < 1e-12 * scale;
      point[0] = next[0];
      point[1] = next[1];
      at = there;
      break;
    }
    if (!(share > 1e-9))
      converged = true;  // no step that does not climb: the top, to the last bits
  }
  if (!converged) {
    out.reason = Reason::not_converged;
    return out;
  }
  out.mean = at.mean;
  out.mean_std_error = 1 / std::sqrt(at.precision);
  out.between = point[0];
  out.reml_criterion = at.criterion;
  const double determinant =
      at.information[0] * at.information[2] - at.information[1] * at.information[1];
  out.between_std_error =
      std::sqrt(repeats ? at.information[2] / determinant : 1 / at.information[0]);
  if (!repeats && start.within_dof > 0) out.within = 0;
  if (repeats) {
    out.within = point[1];
    out.within_std_error = std::sqrt(at.information[0] / determinant);
  }
  return out;
}

CohortSpread cohort_spread(std::span<const PersonSummary> people) {
  if (people.empty()) return {.reason = Reason::too_few};
  const Means means = means_of(people);
  return cohort_spread(people, 1, means.scatter, means.mean,
                       1 / static_cast<double>(people.size()));
}

CohortSpread cohort_spread(std::span<const PersonSummary> people, std::size_t fixed,
                           double residual_variance, double location, double location_leverage) {
  // The chance that the ratio of the components lies below the limit at which the degrees of
  // freedom are taken. At 0.85 the limits' confidence is 0.944 to 0.97 where 0.95 is stated, over 5
  // to 50 people, one to four values each and any ratio; at 0.5 it falls to 0.93.
  constexpr double kRatioConfidence = 0.85;
  CohortSpread out;
  out.location = location;
  if (people.size() <= fixed || !(residual_variance >= 0)) {
    out.reason = Reason::too_few;
    return out;
  }
  const Means means = means_of(people);
  const auto people_dof = static_cast<double>(people.size() - fixed);
  out.total = residual_variance + (1 - means.h) * means.within;
  out.location_std_error = std::sqrt(residual_variance * location_leverage);
  if (!(means.within > 0) || !(means.h < 1)) {
    out.dof = people_dof;
    out.effective_n = 1 / location_leverage;
    return out;
  }
  const boost::math::fisher_f f(people_dof, means.within_dof);
  const double ratio =
      std::max(0.0, residual_variance / means.within / quantile(f, 1 - kRatioConfidence) - means.h);
  out.dof = (ratio + 1) * (ratio + 1) /
            ((ratio + means.h) * (ratio + means.h) / people_dof +
             (1 - means.h) * (1 - means.h) / means.within_dof);
  out.effective_n = (ratio + 1) / (ratio + means.h) / location_leverage;
  return out;
}

}  // namespace stiff
