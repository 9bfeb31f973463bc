#include "stiff/comparison/mixed_model.h"
#include "stiff/comparison/satterthwaite.h"

#include <algorithm>
#include <cmath>

#include "comparison/published_models.h"
#include <Eigen/Dense>
#include <catch2/catch.hpp>

using stiff::fit_mixed_model;
using stiff::MixedModelFit;
using stiff_test::dyestuff;
using stiff_test::sleepstudy;
using stiff_test::subject_slopes;

namespace {

Eigen::VectorXd unit(Eigen::Index size, Eigen::Index at) {
  return Eigen::VectorXd::Unit(size, at);
}

}  // namespace

TEST_CASE("Dyestuff: balanced, so that the analysis of variance is the truth") {
  const MixedModelFit fit = fit_mixed_model(dyestuff());
  CHECK(fit.converged);
  CHECK_FALSE(fit.singular);
  CHECK(fit.note.empty());
  // Mean squares between and within the batches: MSB = 56357.5 / 5, MSW = 58830 / 24.
  const double msb = 11271.5;
  const double msw = 2451.25;
  CHECK(fit.residual_variance == Approx(msw).epsilon(1e-10));
  CHECK(fit.random[0].covariance(0, 0) == Approx((msb - msw) / 5).epsilon(1e-10));
  CHECK(fit.coefficients(0) == Approx(1527.5).epsilon(1e-13));
  CHECK(fit.covariance(0, 0) == Approx(msb / 30).epsilon(1e-10));
  // Var(MSW) = 2 MSW^2 / 24, Var(MSB) = 2 MSB^2 / 5.
  CHECK(fit.residual_variance_std_error == Approx(msw * std::sqrt(2.0 / 24)).epsilon(1e-9));
  CHECK(fit.random[0].std_error(0, 0) ==
        Approx(std::sqrt(2 * msb * msb / 5 + 2 * msw * msw / 24) / 5).epsilon(1e-9));
  CHECK(fit.random[0].groups == 6);
  // R's lme4 1.1-31.
  CHECK(fit.criterion == Approx(319.654276842).margin(1e-9));
  // The batches' means are six independent numbers.
  const auto mean = stiff::model_contrast(fit, unit(1, 0));
  CHECK(mean.dof == Approx(5).epsilon(1e-9));
  CHECK(mean.estimate.ci_high == Approx(1527.5 + 2.570581836 * std::sqrt(msb / 30)).epsilon(1e-9));
}

TEST_CASE("Sleepstudy: a random intercept") {
  auto data = sleepstudy();
  data.random = {{.name = "subject", .group = data.participant}};
  const MixedModelFit fit = fit_mixed_model(data);
  // R's lme4 and lmerTest, bobyqa with rhoend 1e-10: digits as printed there.
  CHECK(fit.random[0].covariance(0, 0) == Approx(1378.1785138).epsilon(1e-6));
  CHECK(fit.residual_variance == Approx(960.4565786).epsilon(1e-7));
  CHECK(fit.criterion == Approx(1786.46508539492).margin(1e-8));
  const auto intercept = stiff::model_contrast(fit, unit(2, 0));
  CHECK(intercept.estimate.value == Approx(251.4051048485).epsilon(1e-11));
  CHECK(intercept.estimate.std_error == Approx(9.746716343859).epsilon(1e-7));
  CHECK(intercept.dof == Approx(22.8101982681).margin(1e-5));
  const auto days = stiff::model_contrast(fit, unit(2, 1));
  CHECK(days.estimate.value == Approx(10.4672859596).epsilon(1e-11));
  CHECK(days.estimate.std_error == Approx(0.804221428178).epsilon(1e-7));
  // Within people, balanced: 180 - 18 - 1, exactly.
  CHECK(days.dof == Approx(161).epsilon(1e-9));
  CHECK(days.p == Approx(6.41260063483e-27).epsilon(1e-4));
}

TEST_CASE("Sleepstudy: intercept and slope, correlated, not, and by maximum likelihood") {
  auto data = sleepstudy();
  data.random = {subject_slopes(data, true)};
  const MixedModelFit fit = fit_mixed_model(data);
  CHECK(fit.converged);
  CHECK_FALSE(fit.singular);
  // Balanced, so that each person's own line tells it in closed form: the residual is that of the
  // 18 lines (144 degrees of freedom), the covariance that of the lines less their error's.
  const Eigen::MatrixXd x = data.fixed.topRows(10);
  const Eigen::Matrix2d inverse = (x.transpose() * x).inverse();
  const Eigen::MatrixXd values = Eigen::Map<const Eigen::MatrixXd>(data.values.data(), 10, 18);
  const Eigen::MatrixXd lines = inverse * x.transpose() * values;
  const double residual = (values - x * lines).squaredNorm() / 144;
  const Eigen::MatrixXd about = lines.colwise() - lines.rowwise().mean();
  const Eigen::Matrix2d between = about * about.transpose() / 17 - residual * inverse;
  CHECK(fit.residual_variance == Approx(residual).epsilon(1e-10));
  CHECK(fit.random[0].covariance(0, 0) == Approx(between(0, 0)).epsilon(1e-9));
  CHECK(fit.random[0].covariance(1, 0) == Approx(between(1, 0)).epsilon(1e-8));
  CHECK(fit.random[0].covariance(1, 1) == Approx(between(1, 1)).epsilon(1e-9));
  CHECK(fit.covariance(0, 0) == Approx((about.row(0).squaredNorm()) / 17 / 18).epsilon(1e-9));
  CHECK(fit.covariance(1, 1) == Approx((about.row(1).squaredNorm()) / 17 / 18).epsilon(1e-9));
  // R's lme4 at its defaults, which ends 1.7e-5 from that closed form.
  CHECK(fit.random[0].covariance(0, 0) == Approx(612.10015802).epsilon(2e-5));
  CHECK(fit.random[0].covariance(1, 1) == Approx(35.07171445).epsilon(2e-5));
  CHECK(fit.random[0].covariance(1, 0) / std::sqrt(612.10015802 * 35.07171445) ==
        Approx(0.06555124).margin(2e-5));
  CHECK(fit.residual_variance == Approx(654.94000826).epsilon(2e-5));
  // R's lme4 and lmerTest, bobyqa with rhoend 1e-10.
  CHECK(fit.criterion == Approx(1743.62827195849).margin(1e-8));
  CHECK(std::sqrt(fit.covariance(0, 0)) == Approx(6.82455577628).epsilon(1e-6));
  CHECK(std::sqrt(fit.covariance(1, 1)) == Approx(1.54578893243).epsilon(1e-6));
  CHECK(fit.theta(0) == Approx(0.9667327914714).epsilon(1e-6));
  CHECK(fit.theta(1) == Approx(0.0151690598804).epsilon(1e-5));
  CHECK(fit.theta(2) == Approx(0.2309095980853).epsilon(1e-6));
  // Balanced in the people: their 18 lines are independent numbers.
  CHECK(stiff::model_contrast(fit, unit(2, 0)).dof == Approx(17).epsilon(1e-8));
  CHECK(stiff::model_contrast(fit, unit(2, 1)).dof == Approx(17).epsilon(1e-8));

  data.random = {subject_slopes(data, false)};
  const MixedModelFit apart = fit_mixed_model(data);
  CHECK(apart.criterion == Approx(1743.66929358131).margin(1e-8));
  CHECK(apart.theta(0) == Approx(0.979896351403).epsilon(1e-6));
  CHECK(apart.theta(1) == Approx(0.234230590013).epsilon(1e-6));
  CHECK(stiff::model_contrast(apart, unit(2, 0)).dof == Approx(18.1562022323).margin(1e-4));
  CHECK(stiff::model_contrast(apart, unit(2, 1)).dof == Approx(18.1562020135).margin(1e-4));

  data.random = {subject_slopes(data, true)};
  const MixedModelFit ml = fit_mixed_model(data, {.deviance = stiff::Deviance::ml});
  CHECK(ml.criterion == Approx(1751.9393444632).margin(1e-8));
  CHECK(ml.theta(0) == Approx(0.9292253875952).epsilon(1e-6));
  CHECK(ml.theta(1) == Approx(0.0181656841315).epsilon(1e-5));
  CHECK(ml.theta(2) == Approx(0.2226454240733).epsilon(1e-6));
  CHECK(stiff::model_contrast(ml, unit(2, 1)).dof == Approx(18).epsilon(1e-8));
}

TEST_CASE("A mixed model without random terms is least squares") {
  auto data = sleepstudy();
  const MixedModelFit fit = fit_mixed_model(data);
  const Eigen::MatrixXd inverse = (data.fixed.transpose() * data.fixed).inverse();
  const Eigen::VectorXd b = inverse * data.fixed.transpose() * data.values;
  const double variance = (data.values - data.fixed * b).squaredNorm() / 178;
  CHECK(fit.residual_variance == Approx(variance).epsilon(1e-12));
  CHECK((fit.coefficients - b).norm() < 1e-10 * b.norm());
  CHECK((fit.covariance - variance * inverse).norm() < 1e-11 * fit.covariance.norm());
  CHECK(stiff::model_contrast(fit, unit(2, 1)).dof == Approx(178).epsilon(1e-12));
  const stiff::JointTest both = stiff::joint_test(fit, Eigen::MatrixXd::Identity(2, 2));
  CHECK(both.f == Approx(b.dot(data.fixed.transpose() * data.fixed * b) / 2 / variance));
  CHECK(both.denominator_dof == Approx(178).epsilon(1e-12));
}

TEST_CASE("A mixed model is the same in other units, another order and about another origin") {
  auto data = sleepstudy();
  data.random = {subject_slopes(data, true)};
  const MixedModelFit fit = fit_mixed_model(data);

  auto moved = data;
  moved.values = 1e-3 * data.values.array() + 5;
  moved.fixed.col(1) *= 24;  // hours
  moved.random[0].columns.col(1) *= 24;
  const MixedModelFit other = fit_mixed_model(moved);
  CHECK(other.coefficients(1) == Approx(fit.coefficients(1) * 1e-3 / 24).epsilon(1e-9));
  CHECK(other.coefficients(0) == Approx(fit.coefficients(0) * 1e-3 + 5).epsilon(1e-9));
  CHECK(other.residual_variance == Approx(fit.residual_variance * 1e-6).epsilon(1e-9));
  CHECK(other.random[0].covariance(1, 0) ==
        Approx(fit.random[0].covariance(1, 0) * 1e-6 / 24).epsilon(1e-7));
  CHECK(other.random[0].std_error(1, 1) ==
        Approx(fit.random[0].std_error(1, 1) * 1e-6 / 24 / 24).epsilon(1e-7));
  CHECK(stiff::model_contrast(other, unit(2, 1)).p ==
        Approx(stiff::model_contrast(fit, unit(2, 1)).p).epsilon(1e-8));

  auto shuffled = data;
  for (Eigen::Index i = 0; i < 180; ++i) {
    const Eigen::Index from = (i * 77 + 31) % 180;  // 77 and 180 have no divisor in common
    shuffled.values(i) = data.values(from);
    shuffled.fixed.row(i) = data.fixed.row(from);
    shuffled.random[0].columns.row(i) = data.random[0].columns.row(from);
    shuffled.participant[static_cast<std::size_t>(i)] =
        1000 - data.participant[static_cast<std::size_t>(from)];
  }
  shuffled.random[0].group = shuffled.participant;
  const MixedModelFit same = fit_mixed_model(shuffled);
  CHECK(same.criterion == Approx(fit.criterion).margin(1e-9));
  CHECK((same.covariance - fit.covariance).norm() < 1e-8 * fit.covariance.norm());
}

TEST_CASE("A mixed model without scatter between people is singular, and says so") {
  auto data = dyestuff();
  // The same numbers dealt over the batches in order, so that their means are nearly alike.
  std::sort(data.values.data(), data.values.data() + 30);
  for (int i = 0; i < 30; ++i) data.participant[static_cast<std::size_t>(i)] = i % 6;
  data.random[0].group = data.participant;
  const MixedModelFit fit = fit_mixed_model(data);
  CHECK(fit.converged);
  CHECK(fit.singular);
  CHECK(fit.note == "singular: the variance of batch is zero");
  CHECK(fit.random[0].covariance(0, 0) == 0);
  CHECK(std::isnan(fit.random[0].std_error(0, 0)));
  // One sample of 30 then.
  const double variance = (data.values.array() - data.values.mean()).matrix().squaredNorm() / 29;
  CHECK(fit.residual_variance == Approx(variance).epsilon(1e-12));
  CHECK(stiff::model_contrast(fit, unit(1, 0)).dof == Approx(29).epsilon(1e-9));
}
