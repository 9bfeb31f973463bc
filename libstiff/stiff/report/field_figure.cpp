#include "stiff/report/field_figure.h"

#include "stiff/report/number_words.h"
#include "stiff/report/thinned_path.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace stiff {
namespace {

constexpr double kMillimetres = 1e3;
constexpr double kLine_px = 14;
constexpr double kBarLeft_px = 16;
constexpr double kBarWidth_px = 14;
constexpr double kLetter_px = 6.6;

/// The outer edges of an axis' pixels, in mm.
std::pair<double, double> edges_mm(const Axis& axis) {
  return {(axis.first - 0.5 * axis.step) * kMillimetres,
          (axis.last() + 0.5 * axis.step) * kMillimetres};
}

double room_of_bar(const FieldFigure& figure, const Ticks& ticks) {
  std::size_t letters = 1;
  for (std::size_t i = 0; i < ticks.at.size(); ++i) {
    letters = std::max(letters, ticks.text(i).size());
  }
  std::size_t marks = 0;
  for (const BarMark& mark : figure.marks) marks = std::max(marks, mark.text.size() + 3);
  return kBarLeft_px + kBarWidth_px + 30 +
         kLetter_px * static_cast<double>(std::max(letters, marks));
}

Markup colour_bar(const FieldFigure& figure, const Ticks& ticks, const Plot& plot) {
  const double x = plot.right_px() + kBarLeft_px, top = plot.top_px(), bottom = plot.bottom_px();
  const auto y_of = [&](double value) {
    const double share = (value - figure.range.low) / (figure.range.high - figure.range.low);
    return bottom - std::clamp(share, 0.0, 1.0) * (bottom - top);
  };
  Picture<std::uint8_t> steps(static_cast<Index>(kColourSteps), 1);
  for (Index i = 0; i < steps.size(); ++i) {
    steps(i) = static_cast<std::uint8_t>(steps.size() - 1 - i);
  }
  const auto palette = palette_of(figure.map);
  Markup bar;
  bar.single("image", {{"href", png_link(indexed_png(steps, palette))},
                       {"x", px_text(x)},
                       {"y", px_text(top)},
                       {"width", px_text(kBarWidth_px)},
                       {"height", px_text(bottom - top)},
                       {"preserveAspectRatio", "none"}});
  bar.single("rect", {{"x", px_text(x)},
                      {"y", px_text(top)},
                      {"width", px_text(kBarWidth_px)},
                      {"height", px_text(bottom - top)},
                      {"class", "frame"}});
  const double right = x + kBarWidth_px;
  for (std::size_t i = 0; i < ticks.at.size(); ++i) {
    const double y = y_of(ticks.at[i]);
    const bool taken = std::any_of(figure.marks.begin(), figure.marks.end(), [&](const BarMark& m) {
      return std::abs(y_of(m.value) - y) < 13;
    });
    bar.single("line", {{"x1", px_text(right)},
                        {"x2", px_text(right + 4)},
                        {"y1", px_text(y)},
                        {"y2", px_text(y)},
                        {"class", "axis"}});
    if (taken) continue;
    bar.element("text", ticks.text(i), {{"x", px_text(right + 7)}, {"y", px_text(y + 4)}});
  }
  std::vector<BarMark> marks = figure.marks;
  std::erase_if(marks, [](const BarMark& mark) { return !std::isfinite(mark.value); });
  std::stable_sort(marks.begin(), marks.end(),
                   [](const BarMark& a, const BarMark& b) { return a.value < b.value; });
  // Texts a line apart, from below; then none above the bar.
  std::vector<double> text_y;
  for (const BarMark& mark : marks) {
    text_y.push_back(
        std::min(y_of(mark.value), text_y.empty() ? bottom : text_y.back() - kLine_px));
  }
  for (std::size_t i = marks.size(); i-- > 0;) {
    text_y[i] = std::max(text_y[i], i + 1 < marks.size() ? text_y[i + 1] + kLine_px : top + 2);
  }
  for (std::size_t i = 0; i < marks.size(); ++i) {
    const double y = y_of(marks[i].value), at = text_y[i];
    std::string text = marks[i].text;
    if (marks[i].value > figure.range.high) text += " \u2191";
    if (marks[i].value < figure.range.low) text += " \u2193";
    bar.single("path", {{"d", "M" + px_text(x) + " " + px_text(y) + "H" + px_text(right + 3) + "L" +
                                  px_text(right + 8) + " " + px_text(at)},
                        {"class", "bar-mark"}});
    bar.element("text", text,
                {{"x", px_text(right + 10)}, {"y", px_text(at + 4)}, {"class", "mark-text"}});
  }
  const double name_x = plot.right_px() + room_of_bar(figure, ticks) - 6;
  bar.element("text", figure.label,
              {{"x", "0"},
               {"y", "0"},
               {"text-anchor", "middle"},
               {"class", "axis-name"},
               {"transform", "translate(" + px_text(name_x) + " " + px_text((top + bottom) / 2) +
                                 ") rotate(-90)"}});
  return bar;
}

}  // namespace

Picture<std::uint8_t> colour_indices(const Picture<float>& field, const Range& range) {
  Picture<std::uint8_t> indices(field.rows(), field.cols());
  const double scale = static_cast<double>(kColourSteps - 1) / (range.high - range.low);
  for (Index i = 0; i < field.size(); ++i) {
    const double value = static_cast<double>(field.data()[i]);
    const double at =
        std::clamp((value - range.low) * scale, 0.0, static_cast<double>(kColourSteps - 1));
    indices.data()[i] = std::isnan(value) ? static_cast<std::uint8_t>(kNoValueIndex)
                                          : static_cast<std::uint8_t>(std::lround(at));
  }
  return indices;
}

std::vector<double> field_centiles(const Picture<float>& field, std::span<const double> shares) {
  std::vector<float> values;
  for (Index i = 0; i < field.size(); ++i) {
    if (std::isfinite(field.data()[i])) values.push_back(field.data()[i]);
  }
  std::vector<double> centiles;
  if (values.empty()) return centiles;
  auto from = values.begin();
  for (const double share : shares) {
    const auto at =
        static_cast<std::ptrdiff_t>(std::lround(share * static_cast<double>(values.size() - 1)));
    const auto place = values.begin() + at;
    std::nth_element(from, place, values.end());  // what lies before is smaller already
    centiles.push_back(static_cast<double>(*place));
    from = place;
  }
  return centiles;
}

Range range_of_most(const Picture<float>& field) {
  constexpr double kEnds[] = {0.01, 0.99};
  RangeOf most;
  most.add_all(field_centiles(field, kEnds));
  const Range range = most.range();
  const double step = nice_ticks(range.low, range.high, 8).step;
  return {std::floor(range.low / step + 1e-9) * step, std::ceil(range.high / step - 1e-9) * step};
}

Plot field_plot(const FieldFigure& figure) {
  const auto [left, right] = edges_mm(figure.lateral_m);
  const auto [top, bottom] = edges_mm(figure.axial_m);
  const Ticks ticks = nice_ticks(figure.range.low, figure.range.high, 5);
  PlotFrame frame;
  frame.width_px = figure.width_px;
  frame.height_px = figure.height_px;
  frame.x = {{left, right}, "Lateral (mm)", false};
  frame.y = {{top, bottom}, "Depth (mm)", true};
  frame.description = figure.description;
  frame.right_px = room_of_bar(figure, ticks);
  frame.equal_units = true;
  frame.grid = false;
  Plot plot(frame);
  const auto palette = palette_of(figure.map);
  const std::string png = indexed_png(colour_indices(figure.field, figure.range), palette);
  plot.image(png_link(png), left, right, top, bottom);
  plot.beside(colour_bar(figure, ticks, plot));
  return plot;
}

}  // namespace stiff
