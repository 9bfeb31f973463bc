// Points on the border of the covariances at which an optimiser in Cholesky factors can stop.
#include "stiff/comparison/mixed_model.h"

#include <array>
#include <vector>

#include <catch2/catch.hpp>

namespace {

/// People in three to five weeks each: participant, week, value.
stiff::MixedModelData eight_people() {
  const std::vector<std::array<double, 3>> rows{
      {1, 0, 11.2744},   {1, 3.4, 11.6992}, {1, 4.2, 11.9966}, {2, 2.2, 12.0851}, {2, 3.4, 13.398},
      {2, 4.2, 12.6808}, {3, 0, 9.7835},    {3, 1.3, 9.9273},  {3, 2, 9.5737},    {3, 3, 8.9887},
      {3, 4.2, 11.3811}, {4, 0, 11.032},    {4, 1.1, 9.8838},  {4, 2.2, 7.711},   {4, 3.1, 6.9895},
      {5, 0, 11.4898},   {5, 1.2, 11.2223}, {5, 4.2, 14.7045}, {6, 0, 10.1658},   {6, 1.3, 10.0817},
      {6, 2.1, 12.5025}, {6, 3, 12.0468},   {7, 0, 10.6618},   {7, 1, 8.2836},    {7, 2.1, 12.4217},
      {7, 3.1, 11.2565}, {7, 4.2, 11.9591}, {8, 0, 10.6149},   {8, 1.1, 11.1546}, {8, 2.2, 12.4108},
      {8, 3, 12.1961},   {8, 4.2, 15.6775}};
  stiff::MixedModelData data;
  data.fixed = Eigen::MatrixXd::Ones(32, 2);
  data.values.resize(32);
  data.names = {"intercept", "week"};
  for (std::size_t i = 0; i < rows.size(); ++i) {
    data.participant.push_back(static_cast<int>(rows[i][0]));
    data.fixed(static_cast<Eigen::Index>(i), 1) = rows[i][1];
    data.values(static_cast<Eigen::Index>(i)) = rows[i][2];
  }
  data.random = {{.name = "participant",
                  .group = data.participant,
                  .columns = data.fixed,
                  .column_names = {"intercept", "week"}}};
  return data;
}

}  // namespace

TEST_CASE("A factor that is stationary on the border is left where its covariance is not") {
  // The one of 300 random designs at which lme4's bobyqa and nloptwrap, tightened and started
  // twice, agree on a point that is no minimum: no variance of the intercepts, REML 107.192034342.
  // The covariance may still turn towards the intercepts there, which the factor (0, 0, c) cannot.
  const stiff::MixedModelFit fit = fit_mixed_model(eight_people());
  CHECK(fit.converged);
  CHECK(fit.criterion < 107.192034342 - 0.018);
  CHECK(fit.singular);
  CHECK(fit.note == "singular: the effects of participant are correlated by +-1");
  CHECK(fit.random[0].covariance(0, 0) > 0);

  // In other coordinates, weeks counted backwards from the fourth, the model is the same one.
  stiff::MixedModelData other = eight_people();
  other.fixed.col(1) = 4 - other.fixed.col(1).array();
  other.random[0].columns.col(1) = other.fixed.col(1);
  CHECK(fit_mixed_model(other).criterion == Approx(fit.criterion).margin(1e-8));
}
