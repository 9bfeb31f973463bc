#include "stiff/baseline/covariate_fit.h"

#include "stiff/baseline/variance_components.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <Eigen/Dense>

namespace stiff {
namespace {

constexpr std::int64_t kFewestOfASex = 8;
constexpr std::int64_t kFewestAges = 20;
constexpr double kLeastAgeSd = 5;  // years

bool takes_part(const PersonSummary& person, const CovariateFit& fit) {
  return (!fit.has_sex || !person.sex.empty()) && (!fit.has_age || std::isfinite(person.age));
}

std::vector<PersonSummary> those_fitted(std::span<const PersonSummary> people,
                                        const CovariateFit& fit) {
  std::vector<PersonSummary> out;
  for (const PersonSummary& p : people) {
    if (takes_part(p, fit)) out.push_back(p);
  }
  return out;
}

Eigen::VectorXd design_row(const CovariateFit& fit, const std::string& sex, double age) {
  Eigen::VectorXd row(1 + (fit.has_sex ? 1 : 0) + (fit.has_age ? 1 : 0));
  Eigen::Index i = 0;
  row(i++) = 1;
  if (fit.has_sex) row(i++) = sex == "male" ? 1 : 0;
  if (fit.has_age) row(i++) = age - fit.mean_age;
  return row;
}

double age_sd(const std::vector<PersonSummary>& people, double& mean) {
  mean = 0;
  for (const PersonSummary& p : people) mean += p.age / static_cast<double>(people.size());
  double squares = 0;
  for (const PersonSummary& p : people) squares += (p.age - mean) * (p.age - mean);
  return std::sqrt(squares / static_cast<double>(people.size() - 1));
}

/// Which covariates the people carry, by the rule in the header.
CovariateFit chosen(std::span<const PersonSummary> people) {
  CovariateFit fit;
  std::int64_t women = 0, men = 0, ages = 0;
  for (const PersonSummary& p : people) {
    women += p.sex == "female" ? 1 : 0;
    men += p.sex == "male" ? 1 : 0;
    ages += std::isfinite(p.age) ? 1 : 0;
  }
  fit.has_sex = women >= kFewestOfASex && men >= kFewestOfASex;
  fit.has_age = ages >= kFewestAges;
  if (!fit.has_age) return fit;
  const std::vector<PersonSummary> both = those_fitted(people, fit);
  fit.has_age = static_cast<std::int64_t>(both.size()) >= kFewestAges &&
                age_sd(both, fit.mean_age) >= kLeastAgeSd;
  if (!fit.has_age) fit.mean_age = kNaN;
  // Those who say their age may be of one sex.
  if (fit.has_age && fit.has_sex) {
    const auto women_with_age = std::count_if(
        both.begin(), both.end(), [](const PersonSummary& p) { return p.sex == "female"; });
    const auto men_with_age = static_cast<std::int64_t>(both.size()) - women_with_age;
    if (women_with_age < kFewestOfASex || men_with_age < kFewestOfASex) {
      fit.has_age = false;
      fit.mean_age = kNaN;
    }
  }
  return fit;
}

Eigen::MatrixXd inverse_of(const CovariateFit& fit) {
  const auto size = static_cast<Eigen::Index>(std::lround(std::sqrt(fit.inverse.size())));
  return Eigen::Map<const Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>>(
      fit.inverse.data(), size, size);
}

}  // namespace

CovariateFit fit_covariates(std::span<const PersonSummary> people) {
  CovariateFit fit = chosen(people);
  if (!fit.used()) return fit;
  const std::vector<PersonSummary> fitted = those_fitted(people, fit);
  fit.people = static_cast<std::int64_t>(fitted.size());
  const Eigen::Index size = 1 + (fit.has_sex ? 1 : 0) + (fit.has_age ? 1 : 0);
  Eigen::MatrixXd design(fit.people, size);
  Eigen::VectorXd means(fit.people);
  for (Eigen::Index i = 0; i < fit.people; ++i) {
    const PersonSummary& p = fitted[static_cast<std::size_t>(i)];
    design.row(i) = design_row(fit, p.sex, p.age).transpose();
    means(i) = p.mean;
  }
  if (fit.has_age) {
    const auto [youngest, oldest] = std::minmax_element(
        fitted.begin(), fitted.end(), [](const auto& a, const auto& b) { return a.age < b.age; });
    fit.youngest = youngest->age;
    fit.oldest = oldest->age;
  }
  const Eigen::MatrixXd inverse = (design.transpose() * design).inverse();
  const Eigen::VectorXd coefficients = inverse * (design.transpose() * means);
  const double residual_variance =
      (means - design * coefficients).squaredNorm() / static_cast<double>(fit.people - size);
  fit.intercept = coefficients(0);
  Eigen::Index i = 1;
  if (fit.has_sex) {
    fit.sex_effect = coefficients(i);
    fit.sex_std_error = std::sqrt(residual_variance * inverse(i, i));
    ++i;
  }
  if (fit.has_age) {
    fit.age_effect = coefficients(i);
    fit.age_std_error = std::sqrt(residual_variance * inverse(i, i));
  }
  for (Eigen::Index r = 0; r < size; ++r) {
    for (Eigen::Index c = 0; c < size; ++c) fit.inverse.push_back(inverse(r, c));
  }
  fit.spread = cohort_spread(fitted, static_cast<std::size_t>(size), residual_variance,
                             fit.intercept, inverse(0, 0));
  return fit;
}

CohortSpread spread_for(std::span<const PersonSummary> people, const CovariateFit& fit,
                        const std::string& sex, double age) {
  if (!fit.used() || (fit.has_sex && sex.empty()) || (fit.has_age && !std::isfinite(age))) {
    return {.reason = Reason::missing_metadata};
  }
  if (fit.has_age && !(age >= fit.youngest && age <= fit.oldest)) {
    return {.reason = Reason::out_of_range};
  }
  const std::vector<PersonSummary> fitted = those_fitted(people, fit);
  const Eigen::VectorXd row = design_row(fit, sex, age);
  const double leverage = row.dot(inverse_of(fit) * row);
  const double location = fit.intercept + (fit.has_sex ? row(1) * fit.sex_effect : 0) +
                          (fit.has_age ? (age - fit.mean_age) * fit.age_effect : 0);
  // The scatter of the means about the fit is in its location's error: sqrt(variance * leverage).
  const double residual_variance =
      fit.spread.location_std_error * fit.spread.location_std_error / inverse_of(fit)(0, 0);
  return cohort_spread(fitted, static_cast<std::size_t>(row.size()), residual_variance, location,
                       leverage);
}

}  // namespace stiff
