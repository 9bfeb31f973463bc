#include "stiff/baseline/field_correlation.h"
#include "stiff/baseline/healthy_baseline.h"
#include "stiff/baseline/healthy_field.h"
#include "stiff/core/error.h"

#include <cmath>
#include <limits>
#include <vector>

#include "candidates/healthy_muscle.h"
#include <catch2/catch.hpp>

namespace {

using namespace stiff;
using stiff_test::Muscle;
using stiff_test::Muscles;

FieldShape shape_of(double axial, double lateral, double exponent, double rounding) {
  return {axial, lateral, exponent, rounding};
}

/// Sums over a whole rectangle whose products are, on average, what `expected` says of a lag.
template <class Expected>
FieldLags lags_of(double high_mm, double wide_mm, const Expected& expected) {
  FieldLags lags;
  for (int z = 0; z < FieldLags::kCount; ++z) {
    for (int x = 0; x < FieldLags::kCount; ++x) {
      const auto i = static_cast<std::size_t>(z * FieldLags::kCount + x);
      const double dz = z * FieldLags::kStepMm, dx = x * FieldLags::kStepMm;
      lags.pairs[i] = (high_mm - dz) * (wide_mm - dx);
      lags.products[i] = lags.pairs[i] * expected(dz, dx);
    }
  }
  return lags;
}

}  // namespace

TEST_CASE("field correlation: 1/e at the lengths, the powered exponential without rounding") {
  const FieldShape plain = shape_of(4, 2, 1.3, 0);
  CHECK(axial_length_mm(plain) == Approx(4).epsilon(1e-12));
  CHECK(lateral_length_mm(plain) == Approx(2).epsilon(1e-12));
  CHECK(correlation_at(plain, 3, 0) == Approx(std::exp(-std::pow(0.75, 1.3))).epsilon(1e-12));
  const FieldShape rounded = shape_of(4, 2, 1, 0.5);
  CHECK(correlation_at(rounded, axial_length_mm(rounded), 0) ==
        Approx(std::exp(-1)).epsilon(1e-12));
  CHECK(correlation_at(rounded, 0, 0) == Approx(1).epsilon(1e-12));
}

TEST_CASE("field correlation: moments of a rectangle as summed pair by pair") {
  const FieldShape shape = shape_of(3, 5, 1, 0.3);
  const double high = 12, wide = 15;
  // All pairs of cells of 0.5 mm, by lags.
  double sum = 0, squares = 0, weights = 0;
  for (int z = -23; z <= 23; ++z) {
    for (int x = -29; x <= 29; ++x) {
      const double weight = (24.0 - std::abs(z)) * (30.0 - std::abs(x));
      const double rho = correlation_at(shape, 0.5 * z, 0.5 * x);
      sum += weight * rho;
      squares += weight * rho * rho;
      weights += weight;
    }
  }
  const double mean = sum / weights;
  const RectangleMoments moments = rectangle_moments(shape, high, wide);
  // Cells of 0.5 mm against a correlation of 3 mm with a kink at 0: 1 % and 2 %.
  CHECK(moments.mean == Approx(mean).epsilon(0.01));
  CHECK(moments.square == Approx(squares / weights - mean * mean).epsilon(0.02));
}

TEST_CASE("field fit: what products are expected to be gives lengths and variance back") {
  const FieldShape truth = shape_of(3, 6, 1.4, 0.2);
  const double high = 30, wide = 36, variance = 0.01;
  const double own = rectangle_moments(truth, high, wide).mean;
  const FieldLags lags = lags_of(high, wide, [&](double dz, double dx) {
    return variance * (correlation_at(truth, dz, dx) - own);
  });
  const FittedField fitted = fit_field(lags, {}, 0, high, wide);
  // No noise: as near as the search ends, 1e-9 of the squared misfit, some 1 % of a length.
  CHECK(fitted.variance == Approx(variance).epsilon(0.02));
  CHECK(axial_length_mm(fitted.correlation) == Approx(axial_length_mm(truth)).epsilon(0.02));
  CHECK(lateral_length_mm(fitted.correlation) == Approx(lateral_length_mm(truth)).epsilon(0.02));
}

TEST_CASE("field fit: an error of known size beside the field is told apart from it") {
  const FieldShape truth = shape_of(6, 8, 1, 0.2), noise = shape_of(1.2, 0.6, 1.5, 0);
  const double high = 30, wide = 36, variance = 0.01, error = 0.005;
  const double own = variance * rectangle_moments(truth, high, wide).mean +
                     error * rectangle_moments(noise, high, wide).mean;
  const FieldLags lags = lags_of(high, wide, [&](double dz, double dx) {
    return variance * correlation_at(truth, dz, dx) + error * correlation_at(noise, dz, dx) - own;
  });
  const FittedField fitted = fit_field(lags, {}, error, high, wide);
  // The mean of the error's correlation is taken in closed form, which leaves out the rectangle's
  // edges: 1e-4 of the variance. The rest is where the search ends.
  CHECK(fitted.field_variance == Approx(variance).epsilon(0.03));
  CHECK(fitted.variance == Approx(variance + error).epsilon(0.02));
  CHECK(axial_length_mm(fitted.correlation) == Approx(axial_length_mm(truth)).epsilon(0.04));
  CHECK(lateral_length_mm(fitted.correlation) == Approx(lateral_length_mm(truth)).epsilon(0.04));
  CHECK(fitted.error_correlation.axial_scale_mm == Approx(1.2).epsilon(0.05));
  CHECK(fitted.error_correlation.lateral_scale_mm == Approx(0.6).epsilon(0.05));
  // An error said to be larger than all that is seen leaves a field all the same.
  const FittedField most = fit_field(lags, {}, 1, high, wide);
  CHECK(most.field_variance > 0);
  CHECK(most.variance < 0.03);
}

TEST_CASE("healthy field: a cohort's unevenness, length, level and error come back") {
  const double length = GENERATE(2.0, 4.0, 8.0);
  Muscle muscle;
  muscle.length_mm = length;
  muscle.kappa = 1;
  muscle.blur_mm = 0;
  muscle.error = 0.03;
  Muscles muscles(muscle);
  const FieldEntry entry = stiff_test::cohort_field(muscles, muscle, 11, 20);
  const FieldModel& model = entry.model;
  // The error's own field (SD 0.03 rising with depth, mean square 0.03^2 (1 + 0.8^2/12)) adds to
  // the variance. 40 maps of (36 / 2 l)^2 or so independent places each know a variance to sqrt(2 /
  // places): 2.5, 5, 10 % as SD of the variance, half in the SD; four of them.
  const double error2 = 0.03 * 0.03 * (1 + 0.64 / 12);
  const double places = 40 * std::pow(36 / (2 * length), 2);
  CHECK(std::sqrt(model.variance) ==
        Approx(std::sqrt(0.01 + error2)).epsilon(4 * 0.5 * std::sqrt(2 / places) + 0.01));
  CHECK(model.error_variance == Approx(error2).epsilon(0.02));
  CHECK(model.variance - model.field_variance == Approx(error2).epsilon(0.02));
  // Lengths go with the variance where the field is as long as the map.
  CHECK(model.axial_length_mm == Approx(length).epsilon(0.10 + 0.015 * length));
  CHECK(model.lateral_length_mm == Approx(length).epsilon(0.10 + 0.015 * length));
  // 20 people, SD between 0.15 and within 0.05: the centre's standard error is 0.035.
  CHECK(model.level.location == Approx(std::log(19.16)).margin(4 * 0.035));
  CHECK(std::sqrt(model.level.total) == Approx(std::sqrt(0.15 * 0.15 + 0.05 * 0.05)).epsilon(0.6));
  CHECK(model.within_dof == 20);
  CHECK(model.heterogeneity < 0.1);
  CHECK_FALSE(model.has_trend);
}

TEST_CASE("healthy field: a trend with depth is found, and is no unevenness") {
  Muscle muscle;
  muscle.length_mm = 3;
  muscle.blur_mm = 0;
  muscle.slope_per_cm = -0.15;
  Muscles muscles(muscle);
  const FieldModel model = stiff_test::cohort_field(muscles, muscle, 12, 20).model;
  REQUIRE(model.has_trend);
  // A map knows its slope to about 0.1 / sqrt(36) / 1.1 a cm, the cohort of 40 to a sixth of that.
  CHECK(model.trend[0] == Approx(-0.15).margin(0.02));
  CHECK(std::sqrt(model.variance) == Approx(std::sqrt(0.01 + 0.0026)).epsilon(0.08));
}

TEST_CASE("healthy field: two cohorts merged are one cohort built at once") {
  Muscle muscle;
  Muscles muscles(muscle);
  BaselineKey key;
  key.muscle = "soleus";
  key.quantity = "shear_modulus";
  key.units = "kPa";
  FieldCohort all, first, second;
  for (int person = 0; person < 6; ++person) {
    const auto made = muscles.map(5, static_cast<std::uint64_t>(person), 2.5 + 0.1 * person);
    all.add(key, std::to_string(person), "female", 30, made.map);
    (person < 3 ? first : second).add(key, std::to_string(person), "female", 30, made.map);
  }
  HealthyBaseline a, b;
  a.fields = first.entries();
  b.fields = second.entries();
  const HealthyBaseline merged = merge_baselines(a, b);
  const FieldModel whole = all.entries().front().model, both = merged.fields.front().model;
  // The same sums in another order.
  CHECK(both.variance == Approx(whole.variance).epsilon(1e-6));
  CHECK(both.axial_length_mm == Approx(whole.axial_length_mm).epsilon(1e-4));
  CHECK(both.level.location == Approx(whole.level.location).epsilon(1e-12));
  CHECK(both.level.total == Approx(whole.level.total).epsilon(1e-12));
  CHECK_THROWS_WITH(merge_baselines(a, merged), Catch::Contains("same people"));
}

TEST_CASE("healthy field: one person has no spread; another key is refused with what there is") {
  Muscle muscle;
  Muscles muscles(muscle);
  HealthyBaseline baseline;
  baseline.fields = {stiff_test::cohort_field(muscles, muscle, 3, 1, 1)};
  CHECK(baseline.fields.front().model.level.reason == Reason::too_few);
  CHECK_THAT(baseline.fields.front().note, Catch::Contains("1 person"));
  BaselineKey key = baseline.fields.front().key;
  CHECK(matching_field(baseline, key).entry == &baseline.fields.front());
  key.side = "left";
  CHECK(matching_field(baseline, key).entry == &baseline.fields.front());
  key.device = "another";
  CHECK_THAT(matching_field(baseline, key).refusal, Catch::Contains("device"));
  CHECK_THAT(matching_field({}, key).refusal, Catch::Contains("no maps"));
}

TEST_CASE("log map: distances to what does not count, as by brute force") {
  Picture<unsigned char> valid = Picture<unsigned char>::Constant(17, 23, 1);
  valid(4, 6) = valid(12, 20) = valid(13, 3) = 0;
  const Picture<float> distance = distance_to_invalid_mm(valid, 0.2, 0.3);
  for (Index z = 0; z < 17; ++z) {
    for (Index x = 0; x < 23; ++x) {
      double least = 1e9;
      for (Index i = -1; i <= 17; ++i) {
        for (Index j = -1; j <= 23; ++j) {
          const bool out = i < 0 || j < 0 || i == 17 || j == 23 || !valid(i, j);
          if (!out) continue;
          least = std::min(least, std::hypot(0.2 * static_cast<double>(i - z),
                                             0.3 * static_cast<double>(j - x)));
        }
      }
      REQUIRE(distance(z, x) == Approx(least).margin(1e-5));
    }
  }
}

TEST_CASE("log map: pixels without value, of poor quality, or at the border do not count") {
  Maps maps;
  maps.recording_id = "r";
  maps.axial_m = {0, 1e-3, 9};
  maps.lateral_m = {0, 1e-3, 9};
  maps.quantities.push_back(
      {"shear_modulus", "", Picture<float>::Constant(9, 9, 10), Picture<float>::Constant(9, 9, 1)});
  maps.quality = Picture<float>::Constant(9, 9, 1);
  maps.reason = Picture<std::int8_t>::Zero(9, 9);
  maps.reason(4, 4) = 3;
  maps.quality(4, 6) = 0.1F;
  maps.quantities[0].value(6, 2) = -1;
  const LogMap map = log_map(maps, "shear_modulus", {.border_m = 0});
  CHECK(map.valid == 81 - 3);
  CHECK(map.value(0, 0) == Approx(std::log(10.0)));
  CHECK(map.std_error(0, 0) == Approx(0.1));
  // Neighbours of what does not count lie 1 mm from it, the picture's edge pixels 1 mm from
  // outside.
  const LogMap eroded = log_map(maps, "shear_modulus", {.border_m = 1e-3});
  CHECK_FALSE(eroded.has(0, 5));
  CHECK(eroded.has(2, 5));
  // A lost pixel is no edge, nor is a line; a hole of 3 mm is.
  CHECK(eroded.has(4, 3));
  CHECK(eroded.field(4, 4) == 1);
  maps.reason.col(4).setConstant(3);
  CHECK(log_map(maps, "shear_modulus", {.border_m = 1e-3}).has(4, 3));
  maps.reason.block(3, 3, 3, 3).setConstant(3);
  const LogMap hole = log_map(maps, "shear_modulus", {.border_m = 1e-3});
  CHECK_FALSE(hole.has(4, 2));
  CHECK(hole.field(4, 4) == 0);
  CHECK(edge_distance_mm(log_map(maps, "shear_modulus", {.border_m = 0}))(1, 1) == Approx(2));
  CHECK_THROWS_WITH(log_map(maps, "young_modulus"), Catch::Contains("shear_modulus"));
}
