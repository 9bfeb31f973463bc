#include "stiff/comparison/mixed_model.h"
#include "stiff/comparison/nested_components.h"

#include <algorithm>
#include <cmath>

#include "comparison/simulated_repeats.h"
#include "validation.h"
#include <catch2/catch.hpp>

using stiff::NestedComponents;
using stiff::NestedValues;
using stiff::Reason;

namespace {

/// Ten batches of three casks, each assayed twice (Davies and Goldsmith 1972; R's `Pastes`).
NestedValues pastes() {
  const std::vector<double> strength{
      62.8, 62.6, 60.1, 62.3, 62.7, 63.1, 60.0, 61.4, 57.5, 56.9, 61.1, 58.9, 58.7, 57.5, 63.9,
      63.1, 65.4, 63.7, 57.1, 56.4, 56.9, 58.6, 64.7, 64.5, 55.1, 55.1, 54.7, 54.2, 58.8, 57.5,
      63.4, 64.9, 59.3, 58.1, 60.5, 60.0, 62.5, 62.6, 61.0, 58.7, 56.9, 57.7, 59.2, 59.4, 65.2,
      66.0, 64.8, 64.1, 54.8, 54.8, 64.0, 64.0, 57.7, 56.8, 58.3, 59.3, 59.2, 59.2, 58.9, 56.6};
  NestedValues out{{"batch", "cask"}, {{}, {}}, strength};
  for (int i = 0; i < 60; ++i) {
    out.groups[0].push_back(i / 6);
    out.groups[1].push_back(i % 6 / 2);
  }
  return out;
}

/// Seven people of one or two sides, two to four sessions and one to four taps, made of sines so
/// that R makes the same numbers.
NestedValues uneven() {
  NestedValues out{{"person", "side", "session"}, {{}, {}, {}}, {}};
  for (int p = 1; p <= 7; ++p) {
    for (int s = 1; s <= 1 + p % 2; ++s) {
      for (int t = 1; t <= 2 + (p + s) % 3; ++t) {
        for (int k = 1; k <= 1 + (p * s * t) % 4; ++k) {
          out.groups[0].push_back(p);
          out.groups[1].push_back(s);
          out.groups[2].push_back(t);
          const auto i = static_cast<double>(out.values.size() + 1);
          const double y = 250 + 20 * std::sin(7. * p) + 8 * std::sin(11. * p + 5. * s) +
                           6 * std::sin(3. * p + 13. * s + 17. * t) + 3 * std::sin(29 * i);
          out.values.push_back(std::round(1000 * y) / 1000);
        }
      }
    }
  }
  return out;
}

NestedValues simulated(std::uint64_t seed, int people, int sides, int sessions, int taps,
                       const std::vector<double>& sd) {
  stiff_test::Normal normal(seed);
  NestedValues out{{"person", "side", "session"}, {{}, {}, {}}, {}};
  for (int p = 0; p < people; ++p) {
    const double person = normal(sd[0]);
    for (int s = 0; s < sides; ++s) {
      const double side = person + normal(sd[1]);
      for (int t = 0; t < sessions; ++t) {
        const double session = side + normal(sd[2]);
        for (int k = 0; k < taps; ++k) {
          out.groups[0].push_back(p);
          out.groups[1].push_back(s);
          out.groups[2].push_back(t);
          out.values.push_back(250 + session + normal(sd[3]));
        }
      }
    }
  }
  return out;
}

}  // namespace

TEST_CASE("Pastes: casks in batches, as lme4 and the analysis of variance have them") {
  const NestedComponents c = stiff::nested_components(pastes());
  REQUIRE(c.reason == Reason::none);
  // lme4, strength ~ 1 + (1 | batch / cask), REML, rhoend 1e-10; balanced, so also (MS - MS) / n.
  CHECK(c.components[0].variance.value == Approx(1.65730707).epsilon(1e-6));
  CHECK(c.components[1].variance.value == Approx(8.43366661).epsilon(1e-6));
  CHECK(c.components[2].variance.value == Approx(0.678).epsilon(1e-6));
  CHECK(c.reml_criterion == Approx(246.990745853).margin(1e-8));
  CHECK(c.mean == Approx(60.0533333333).margin(1e-9));
  CHECK(c.mean_std_error == Approx(0.676870097).epsilon(1e-6));
  // Var(MS) = 2 MS^2 / dof: 0.678 on 30; cask (17.5453 - 0.678) / 2 on 20.
  CHECK(c.components[2].variance.std_error == Approx(0.678 * std::sqrt(2 / 30.)).epsilon(1e-5));
  const double cask_ms = 2 * 8.43366661 + 0.678;
  CHECK(c.components[1].variance.std_error ==
        Approx(0.5 * std::sqrt(2 * cask_ms * cask_ms / 20 + 2 * 0.678 * 0.678 / 30)).epsilon(1e-4));
  CHECK(c.components[0].groups == 10);
  CHECK(c.components[1].groups == 30);
  CHECK(c.components[2].groups == 60);
}

TEST_CASE("Sides and sessions go missing: lme4's components") {
  const NestedValues data = uneven();
  REQUIRE(data.values.size() == 72);
  REQUIRE(data.values.front() == 264.845);
  // y ~ 1 + (1 | person / side / session), REML, bobyqa with rhoend 1e-10.
  const NestedComponents c = stiff::nested_components(data, "tap");
  CHECK(c.components[0].variance.value == Approx(251.332567).epsilon(1e-5));
  CHECK(c.components[1].variance.value == Approx(22.1849437).epsilon(1e-5));
  CHECK(c.components[2].variance.value == Approx(25.3412253).epsilon(1e-5));
  CHECK(c.components[3].variance.value == Approx(6.63416406).epsilon(1e-5));
  CHECK(c.components[3].name == "tap");
  CHECK(c.reml_criterion <= 434.823454407 + 1e-6);
  CHECK(c.reml_criterion == Approx(434.823454407).margin(1e-6));
  CHECK(c.mean == Approx(252.49560913).margin(1e-5));
  CHECK(c.mean_std_error == Approx(6.26194535).epsilon(1e-5));
}

TEST_CASE("The mixed model, which solves a system a person, has the same components") {
  // Uneven designs of which some have a component at zero.
  for (std::uint64_t seed = 1; seed <= 6; ++seed) {
    const double side_sd = seed % 2 ? 2 : 0;
    NestedValues data = simulated(seed, 14, 2, 3, 3, {5, side_sd, 1, 1});
    for (std::size_t i = data.values.size(); i-- > 0;) {
      if ((i * seed) % 7 != 3) continue;
      data.values.erase(data.values.begin() + static_cast<std::ptrdiff_t>(i));
      for (auto& level : data.groups) level.erase(level.begin() + static_cast<std::ptrdiff_t>(i));
    }
    const NestedComponents c = stiff::nested_components(data);
    stiff::MixedModelData model;
    const auto rows = static_cast<Eigen::Index>(data.values.size());
    model.fixed = Eigen::MatrixXd::Ones(rows, 1);
    model.names = {"intercept"};
    model.values = Eigen::Map<const Eigen::VectorXd>(data.values.data(), rows);
    model.participant = data.groups[0];
    std::vector<int> within = data.groups[0];
    for (std::size_t l = 0; l < data.levels.size(); ++l) {
      for (std::size_t i = 0; i < within.size(); ++i) {
        within[i] = l == 0 ? data.groups[0][i] : 10 * within[i] + data.groups[l][i];
      }
      model.random.push_back({.name = data.levels[l], .group = within});
    }
    const stiff::MixedModelFit fit = stiff::fit_mixed_model(model);
    INFO("seed " << seed);
    CHECK(c.reml_criterion == Approx(fit.criterion).margin(1e-7));
    CHECK(c.mean == Approx(fit.coefficients[0]).epsilon(1e-7));
    for (std::size_t l = 0; l < 3; ++l) {
      CHECK(c.components[l].variance.value ==
            Approx(fit.random[l].covariance(0, 0)).epsilon(1e-5).margin(1e-9));
    }
    CHECK(c.components[3].variance.value == Approx(fit.residual_variance).epsilon(1e-6));
  }
}

TEST_CASE("Order, scale and shift") {
  NestedValues data = uneven();
  const NestedComponents a = stiff::nested_components(data);
  for (auto& level : data.groups) std::reverse(level.begin(), level.end());
  std::reverse(data.values.begin(), data.values.end());
  const NestedComponents reversed = stiff::nested_components(data);
  for (double& v : data.values) v = 1e4 + 0.01 * v;
  const NestedComponents b = stiff::nested_components(data);
  for (std::size_t i = 0; i < 4; ++i) {
    CHECK(reversed.components[i].variance.value == a.components[i].variance.value);
    CHECK(b.components[i].variance.value ==
          Approx(1e-4 * a.components[i].variance.value).epsilon(1e-6));
    CHECK(b.components[i].variance.std_error ==
          Approx(1e-4 * a.components[i].variance.std_error).epsilon(1e-4));
  }
  CHECK(b.mean == Approx(1e4 + 0.01 * a.mean).epsilon(1e-9));
}

TEST_CASE("A component that would be negative is zero, and has no interval") {
  // Sessions of a person lie further apart than people do.
  NestedValues data{{"person"}, {{}}, {}};
  for (const double shift : {0.0, 0.01, -0.01, 0.02}) {
    const auto person = static_cast<int>(data.values.size());
    data.groups[0].insert(data.groups[0].end(), {person, person});
    data.values.insert(data.values.end(), {shift - 1, shift + 1});
  }
  const NestedComponents c = stiff::nested_components(data);
  CHECK(c.components[0].variance.value == 0);
  CHECK(std::isnan(c.components[0].variance.ci_high));
  // One sample then: SS / (N - 1), by hand 8 + 2 (sum of squared shifts about 0.005).
  CHECK(c.components[1].variance.value ==
        Approx((8 + 2 * (2 * 0.005 * 0.005 + 2 * 0.015 * 0.015)) / 7).epsilon(1e-7));
}

TEST_CASE("What cannot be told apart says so and is counted with its neighbour") {
  // One side a person, one value a session.
  NestedValues data = simulated(1, 12, 1, 4, 1, {3, 2, 1, 1});
  const NestedComponents c = stiff::nested_components(data);
  REQUIRE(c.reason == Reason::none);
  CHECK(c.components[0].variance.value > 0);
  CHECK(c.components[1].variance.reason == Reason::too_few);
  CHECK(c.components[2].variance.reason == Reason::too_few);
  NestedValues plain{{"person"}, {data.groups[0]}, data.values};
  const NestedComponents p = stiff::nested_components(plain);
  CHECK(c.components[0].variance.value == p.components[0].variance.value);
  CHECK(c.components[3].variance.value == p.components[1].variance.value);
}

TEST_CASE("Refusals of variance components") {
  const auto reason = [](const NestedValues& data) {
    return stiff::nested_components(data).reason;
  };
  CHECK(reason({{"person"}, {{}}, {}}) == Reason::too_few);
  CHECK(reason({{"person"}, {{1, 1, 1}}, {1, 2, 3}}) == Reason::too_few);
  CHECK(reason({{"person"}, {{1, 2, 3}}, {1, 2, 3}}) == Reason::too_few);
  CHECK(reason({{"person"}, {{1, 1, 2, 2}}, {1, 1, 1, 1}}) == Reason::no_spread);
  CHECK(reason({{"person"}, {{1, 1, 2, 2}}, {1, 1, 3, 3}}) == Reason::no_spread);
  CHECK(reason({{"person"}, {{1, 1, 2, 2}}, {1, 2, stiff::kNaN, 3}}) == Reason::bad_input);
  CHECK(reason({{"person"}, {{1, 1, 2}}, {1, 2, 3, 4}}) == Reason::bad_input);
  CHECK(reason({{}, {}, {1, 2, 3, 4}}) == Reason::bad_input);
}

TEST_CASE("Components are right on average and their intervals hold them") {
  // SD 3, 1.5, 1 and 0.7 of 20 people, 2 sides, 3 sessions, 4 taps.
  const std::vector<double> sd{3, 1.5, 1, 0.7};
  const int studies = validation::seeds(300, 1000);
  std::vector<double> mean(4, 0.0);
  std::vector<double> squares(4, 0.0);
  std::vector<int> held(4, 0), counted(4, 0);
  for (int seed = 0; seed < studies; ++seed) {
    const NestedComponents c =
        stiff::nested_components(simulated(static_cast<std::uint64_t>(seed), 20, 2, 3, 4, sd));
    REQUIRE(c.reason == Reason::none);
    for (std::size_t i = 0; i < 4; ++i) {
      const stiff::Estimate& e = c.components[i].variance;
      mean[i] += e.value / studies;
      squares[i] += e.value * e.value / studies;
      if (std::isnan(e.ci_low)) continue;
      ++counted[i];
      held[i] += e.ci_low <= sd[i] * sd[i] && sd[i] * sd[i] <= e.ci_high;
    }
  }
  for (std::size_t i = 0; i < 4; ++i) {
    const double spread = std::sqrt((squares[i] - mean[i] * mean[i]) / studies);
    INFO("component " << i << ": mean " << mean[i] << ", held " << held[i] << " of " << counted[i]);
    CHECK(mean[i] == Approx(sd[i] * sd[i]).margin(3.3 * spread));
    CHECK(validation::within_band(held[i], counted[i], 0.95));
    validation::note("Nested variance component " + std::to_string(i) + ": interval holds",
                     std::to_string(100.0 * held[i] / counted[i]) + " %", "95 %");
  }
}
