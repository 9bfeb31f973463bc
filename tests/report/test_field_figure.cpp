#include "stiff/report/field_figure.h"

#include <cmath>

#include <catch2/catch.hpp>

using namespace stiff;

TEST_CASE("A pixel's colour is that of its share of the range; no value has its own") {
  Picture<float> field(1, 7);
  field << 2, 4, 3, 1, 9, std::nanf(""), 2.5F;
  const auto indices = colour_indices(field, {2, 4});
  const std::vector<int> expected{0, 253, 127, 0, 253, 254, 63};  // round(253 share)
  for (Index i = 0; i < 7; ++i) CHECK(indices(0, i) == expected[static_cast<std::size_t>(i)]);
}

TEST_CASE("The range holds all but the outermost hundredths, with round ends") {
  Picture<float> field(10, 100);
  for (Index i = 0; i < field.size(); ++i) field.data()[i] = static_cast<float>(i) / 100;
  field(0, 50) = 1000;  // one wild pixel, and one without a value
  field(3, 3) = std::nanf("");
  const Range range = range_of_most(field);
  CHECK(range.low == 0);
  CHECK(range.high == 10);
  Picture<float> even = Picture<float>::Constant(3, 3, 5);
  CHECK(range_of_most(even).low < 5);
  CHECK(range_of_most(even).high > 5);
  even.setConstant(std::nanf(""));
  CHECK(range_of_most(even).low == 0);
  CHECK(range_of_most(even).high == 1);
}

TEST_CASE("Centiles are nearest ranks of the finite pixels") {
  Picture<float> field(1, 7);
  field << 5, 1, std::nanf(""), 4, 2, 3, std::nanf("");
  constexpr double kShares[] = {0, 0.25, 0.5, 0.5, 1};
  CHECK(field_centiles(field, kShares) == std::vector<double>{1, 2, 3, 3, 5});
  field.setConstant(std::nanf(""));
  CHECK(field_centiles(field, kShares).empty());
}

TEST_CASE("A millimetre is as long down as along, and pixels lie where their axes say") {
  const Picture<float> field = Picture<float>::Constant(31, 41, 1);
  FieldFigure figure{.field = field, .lateral_m = {-20e-3, 1e-3, 41}, .axial_m = {5e-3, 1e-3, 31}};
  figure.range = {0, 2};
  const Plot plot = field_plot(figure);
  const double a_mm = plot.x_px(1) - plot.x_px(0);
  CHECK(a_mm > 5);
  CHECK(plot.y_px(11) - plot.y_px(10) == Approx(a_mm).epsilon(1e-12));
  // The outer edges of the first and last pixels are the ends of the axes.
  CHECK(plot.x_px(-20.5) == Approx(plot.left_px()));
  CHECK(plot.x_px(20.5) == Approx(plot.right_px()));
  CHECK(plot.y_px(4.5) == Approx(plot.top_px()));
  CHECK(plot.y_px(35.5) == Approx(plot.bottom_px()));
  // A deep field is held to the height that it may have.
  FieldFigure deep{.field = field, .lateral_m = {0, 1e-3, 41}, .axial_m = {0, 10e-3, 31}};
  deep.range = {0, 2};
  deep.height_px = 300;
  const Plot tall = field_plot(deep);
  CHECK(tall.bottom_px() <= 300);
  CHECK(tall.y_px(11) - tall.y_px(10) == Approx(tall.x_px(1) - tall.x_px(0)).epsilon(1e-12));
}
