#include "stiff/comparison/mixed_model.h"
#include "stiff/core/error.h"

#include <cmath>
#include <string>

#include "comparison/published_models.h"
#include <catch2/catch.hpp>

using Catch::Matchers::Contains;
using stiff::fit_mixed_model;
using stiff_test::dyestuff;
using stiff_test::sleepstudy;
using stiff_test::subject_slopes;

TEST_CASE("A mixed model refuses what cannot be fitted, in one line") {
  const auto refusal = [](const stiff::MixedModelData& data) -> std::string {
    try {
      fit_mixed_model(data);
    } catch (const stiff::Error& error) {
      CHECK(error.kind() == stiff::ErrorKind::bad_data);
      CHECK(std::string(error.what()).find('\n') == std::string::npos);
      return error.what();
    }
    return "fitted";
  };
  auto data = dyestuff();
  data.participant.assign(30, 7);
  data.random[0].group = data.participant;
  CHECK_THAT(refusal(data), Contains("one participant"));

  data = dyestuff();
  data.values.setConstant(1500);
  CHECK_THAT(refusal(data), Contains("all values are equal"));

  data = dyestuff();
  data.values(3) = stiff::kNaN;
  CHECK_THAT(refusal(data), Contains("not a finite number"));

  data = sleepstudy();
  data.fixed.conservativeResize(180, 3);
  data.fixed.col(2) = 3 * data.fixed.col(1) - data.fixed.col(0);
  data.names.push_back("hours");
  CHECK_THAT(refusal(data), Contains("collinear") && Contains("hours"));
  data.fixed.col(2).setZero();
  CHECK_THAT(refusal(data), Contains("collinear") && Contains("hours"));

  data = dyestuff();
  data.fixed = Eigen::MatrixXd::Random(30, 30);
  data.names.assign(30, "x");
  CHECK_THAT(refusal(data), Contains("more columns than data"));

  data = sleepstudy();
  data.values = data.fixed * Eigen::Vector2d(3, 0.1);
  CHECK_THAT(refusal(data), Contains("without a rest"));

  data = sleepstudy();
  data.random = {{.name = "day", .group = std::vector<int>(180)}};
  for (int i = 0; i < 180; ++i) data.random[0].group[static_cast<std::size_t>(i)] = i % 10;
  CHECK_THAT(refusal(data), Contains("day") && Contains("two participants"));
  for (int i = 0; i < 180; ++i) data.random[0].group[static_cast<std::size_t>(i)] = i;
  CHECK_THAT(refusal(data), Contains("day") && Contains("cannot be told from the residual"));

  data = dyestuff();
  data.random.push_back(data.random[0]);
  data.random[1].name = "vat";
  CHECK_THAT(refusal(data), Contains("batch and vat have the same groups"));

  data = sleepstudy();
  data.random = {subject_slopes(data, true)};
  data.random[0].columns.col(1).setZero();
  CHECK_THAT(refusal(data), Contains("zero throughout"));

  // Repeats that agree to the bit.
  data = dyestuff();
  for (Eigen::Index i = 0; i < 30; ++i) data.values(i) = std::cbrt(static_cast<double>(i / 5));
  CHECK_THAT(refusal(data), Contains("agree to the bit"));

  CHECK_THAT(refusal(stiff::MixedModelData{}), Contains("no values"));
}
