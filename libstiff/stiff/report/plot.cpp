#include "stiff/report/plot.h"

#include "stiff/report/number_words.h"
#include "stiff/report/thinned_path.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace stiff {
namespace {

constexpr double kLetter_px = 6.6;  ///< of 12 px text, on average
constexpr double kLine_px = 20;     ///< a row of the legend
constexpr double kTick_px = 4;
constexpr double kPixelsAMark = 65;  ///< between the numbers of an axis
constexpr double kBelow_px = 44;     ///< room for the axis' numbers and name

Ticks ticks_of(const PlotAxis& axis, double length_px, double pixels_a_mark) {
  const int target = std::max(2, static_cast<int>(length_px / pixels_a_mark));
  const Ticks ticks = nice_ticks(axis.range.low, axis.range.high, target);
  if (!axis.whole || ticks.step >= 1) return ticks;
  return nice_ticks(axis.range.low, axis.range.high,
                    static_cast<int>(std::lround(axis.range.high - axis.range.low)));
}

/// How many letters a text shows: its bytes that begin a character.
std::size_t letters(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0) != 0x80;
  }));
}

double widest_px(const Ticks& ticks) {
  std::size_t widest = 1;
  for (std::size_t i = 0; i < ticks.at.size(); ++i) {
    widest = std::max(widest, letters(ticks.text(i)));
  }
  return kLetter_px * static_cast<double>(widest);
}

std::string dashes_of(const PlotStyle& style) {
  return style.dashes.empty() ? "none" : std::string(style.dashes);
}

}  // namespace

Plot::Plot(PlotFrame frame) : frame_(std::move(frame)) {
  top_ = 8 + kLine_px * frame_.legend_rows;
  bottom_ = frame_.height_px - (frame_.x.label.empty() ? kBelow_px - 20 : kBelow_px);
  right_ = frame_.width_px - frame_.right_px;
  y_ticks_ = ticks_of(frame_.y, bottom_ - top_, 0.75 * kPixelsAMark);
  left_ = 30 + widest_px(y_ticks_);
  if (frame_.equal_units) fit_to_units();
  x_ticks_ = ticks_of(frame_.x, right_ - left_, kPixelsAMark);
}

void Plot::fit_to_units() {
  const double ratio =
      (frame_.y.range.high - frame_.y.range.low) / (frame_.x.range.high - frame_.x.range.low);
  const double height = (right_ - left_) * ratio;
  if (height <= bottom_ - top_) {
    bottom_ = top_ + height;
    frame_.height_px = bottom_ + kBelow_px;
  } else {
    right_ = left_ + (bottom_ - top_) / ratio;
    frame_.width_px = right_ + frame_.right_px;
  }
  y_ticks_ = ticks_of(frame_.y, bottom_ - top_, 0.75 * kPixelsAMark);
}

double Plot::x_px(double x) const {
  const Range& range = frame_.x.range;
  const double share = (x - range.low) / (range.high - range.low);
  return frame_.x.reversed ? right_ - share * (right_ - left_) : left_ + share * (right_ - left_);
}

double Plot::y_px(double y) const {
  const Range& range = frame_.y.range;
  const double share = (y - range.low) / (range.high - range.low);
  return frame_.y.reversed ? top_ + share * (bottom_ - top_) : bottom_ - share * (bottom_ - top_);
}

void Plot::image(const std::string& link, double x_first, double x_last, double y_first,
                 double y_last) {
  const double x = x_px(x_first), y = y_px(y_first);
  layers_.single("image", {{"href", link},
                           {"x", px_text(x)},
                           {"y", px_text(y)},
                           {"width", px_text(x_px(x_last) - x)},
                           {"height", px_text(y_px(y_last) - y)},
                           {"preserveAspectRatio", "none"},
                           {"class", "pixels"}});
}

void Plot::line(std::span<const double> x, std::span<const double> y, const PlotStyle& style) {
  ThinnedPath path;
  for (std::size_t i = 0; i < x.size() && i < y.size(); ++i) path.point(x_px(x[i]), y_px(y[i]));
  const std::string d = path.str();
  if (d.empty()) return;
  layers_.single("path", {{"d", d},
                          {"class", "line " + std::string(style.ink)},
                          {"stroke-width", px_text(style.width_px)},
                          {"stroke-dasharray", dashes_of(style)}});
}

void Plot::band(std::span<const double> x, std::span<const double> low,
                std::span<const double> high, std::string_view ink) {
  std::string d;
  const auto known = [&](std::size_t i) { return std::isfinite(low[i]) && std::isfinite(high[i]); };
  for (std::size_t begin = 0; begin < x.size(); ++begin) {
    if (!known(begin)) continue;
    std::size_t end = begin;
    while (end < x.size() && known(end)) ++end;
    for (std::size_t i = begin; i < end; ++i) {
      d += (i == begin ? "M" : "L") + px_text(x_px(x[i])) + " " + px_text(y_px(low[i]));
    }
    for (std::size_t i = end; i-- > begin;) {
      d += "L" + px_text(x_px(x[i])) + " " + px_text(y_px(high[i]));
    }
    d += "Z";
    begin = end;
  }
  if (!d.empty()) layers_.single("path", {{"d", d}, {"class", "band " + std::string(ink)}});
}

void Plot::points(std::span<const double> x, std::span<const double> y, std::string_view ink,
                  double radius_px) {
  layers_.open("g", {{"class", "dots " + std::string(ink)}});
  for (std::size_t i = 0; i < x.size() && i < y.size(); ++i) {
    if (!std::isfinite(x[i]) || !std::isfinite(y[i])) continue;
    layers_.single(
        "circle",
        {{"cx", px_text(x_px(x[i]))}, {"cy", px_text(y_px(y[i]))}, {"r", px_text(radius_px)}});
  }
  layers_.close();
}

void Plot::whisker(double x_low, double x_high, double y_low, double y_high,
                   const PlotStyle& style) {
  const double both[] = {x_low, x_high, y_low, y_high};
  if (!std::all_of(std::begin(both), std::end(both), [](double v) { return std::isfinite(v); })) {
    return;
  }
  layers_.single("line", {{"x1", px_text(x_px(x_low))},
                          {"x2", px_text(x_px(x_high))},
                          {"y1", px_text(y_px(y_low))},
                          {"y2", px_text(y_px(y_high))},
                          {"class", "line " + std::string(style.ink)},
                          {"stroke-width", px_text(style.width_px)},
                          {"stroke-dasharray", dashes_of(style)}});
}

void Plot::vertical(double x, std::string_view label, const PlotStyle& style) {
  const Range& range = frame_.x.range;
  if (!(x >= range.low && x <= range.high)) return;
  whisker(x, x, frame_.y.range.low, frame_.y.range.high, style);
  if (label.empty()) return;
  // Beside the line, on the side where there is room.
  const bool right = x_px(x) + 8 + kLetter_px * static_cast<double>(letters(label)) < right_;
  above_.element("text", label,
                 {{"x", px_text(x_px(x) + (right ? 5 : -5))},
                  {"y", px_text(top_ + 14)},
                  {"text-anchor", right ? "start" : "end"},
                  {"class", "halo"}});
}

void Plot::horizontal(double y, std::string_view label, const PlotStyle& style) {
  const Range& range = frame_.y.range;
  if (!(y >= range.low && y <= range.high)) return;
  whisker(frame_.x.range.low, frame_.x.range.high, y, y, style);
  if (label.empty()) return;
  above_.element("text", label,
                 {{"x", px_text(right_ - 4)},
                  {"y", px_text(y_px(y) - 5)},
                  {"text-anchor", "end"},
                  {"class", "halo"}});
}

void Plot::outline(const std::vector<std::vector<PixelCorner>>& paths, double x_first,
                   double x_step, double y_first, double y_step) {
  std::string d;
  for (const auto& path : paths) {
    for (std::size_t i = 0; i < path.size(); ++i) {
      const double x = x_first + x_step * static_cast<double>(path[i].column);
      const double y = y_first + y_step * static_cast<double>(path[i].row);
      d += (i == 0 ? "M" : "L") + px_text(x_px(x)) + " " + px_text(y_px(y));
    }
    d += "Z";
  }
  if (d.empty()) return;
  layers_.single("path", {{"d", d}, {"class", "edge-light"}});
  layers_.single("path", {{"d", d}, {"class", "edge-dark"}});
}

void Plot::badge(double x, double y, double dx_px, double dy_px, std::string_view text) {
  const double radius = 7.5 + 3 * static_cast<double>(std::max<std::size_t>(1, text.size()) - 1);
  const double at_x = std::clamp(x_px(x) + dx_px, left_ + radius, right_ - radius);
  const double at_y = std::clamp(y_px(y) + dy_px, top_ + radius, bottom_ - radius);
  above_.single(
      "circle",
      {{"cx", px_text(at_x)}, {"cy", px_text(at_y)}, {"r", px_text(radius)}, {"class", "badge"}});
  above_.element("text", text,
                 {{"x", px_text(at_x)},
                  {"y", px_text(at_y + 4)},
                  {"text-anchor", "middle"},
                  {"class", "badge-text"}});
}

void Plot::label(double x, double y, std::string_view text, std::string_view anchor) {
  above_.element("text", text,
                 {{"x", px_text(x_px(x))},
                  {"y", px_text(y_px(y))},
                  {"text-anchor", std::string(anchor)},
                  {"class", "halo"}});
}

void Plot::label_beside(double y, std::string_view text) {
  above_.element("text", text, {{"x", px_text(right_ + 6)}, {"y", px_text(y_px(y) + 4)}});
}

void Plot::beside(const Markup& part) {
  above_.add(part);
}

void Plot::legend(std::string_view text, const PlotStyle& style) {
  legend_.push_back({std::string(text), style});
}

void Plot::add_axes(Markup& svg) const {
  const std::string left = px_text(left_), right = px_text(right_), top = px_text(top_),
                    bottom = px_text(bottom_);
  const auto mark = [&](double x1, double y1, double x2, double y2, const char* kind) {
    svg.single("line", {{"x1", px_text(x1)},
                        {"y1", px_text(y1)},
                        {"x2", px_text(x2)},
                        {"y2", px_text(y2)},
                        {"class", kind}});
  };
  const auto name_x = [&](double at, const std::string& text) {
    mark(x_px(at), bottom_, x_px(at), bottom_ + kTick_px, "axis");
    svg.element(
        "text", text,
        {{"x", px_text(x_px(at))}, {"y", px_text(bottom_ + 17)}, {"text-anchor", "middle"}});
  };
  for (const auto& [at, name] : frame_.x.names) name_x(at, name);
  for (std::size_t i = 0; frame_.x.names.empty() && i < x_ticks_.at.size(); ++i) {
    name_x(x_ticks_.at[i], x_ticks_.text(i));
  }
  for (std::size_t i = 0; i < y_ticks_.at.size(); ++i) {
    const double y = y_px(y_ticks_.at[i]);
    mark(left_ - kTick_px, y, left_, y, "axis");
    svg.element("text", y_ticks_.text(i),
                {{"x", px_text(left_ - 7)}, {"y", px_text(y + 4)}, {"text-anchor", "end"}});
  }
  svg.single("rect", {{"x", left},
                      {"y", top},
                      {"width", px_text(right_ - left_)},
                      {"height", px_text(bottom_ - top_)},
                      {"class", "frame"}});
  svg.element("text", frame_.x.label,
              {{"x", px_text((left_ + right_) / 2)},
               {"y", px_text(bottom_ + 36)},
               {"text-anchor", "middle"},
               {"class", "axis-name"}});
  const double middle = (top_ + bottom_) / 2;
  svg.element("text", frame_.y.label,
              {{"x", "0"},
               {"y", "0"},
               {"text-anchor", "middle"},
               {"class", "axis-name"},
               {"transform", "translate(13 " + px_text(middle) + ") rotate(-90)"}});
}

void Plot::add_legend(Markup& svg) const {
  double x = left_, y = 14;
  for (const LegendEntry& entry : legend_) {
    const double width = 34 + kLetter_px * static_cast<double>(letters(entry.text)) + 14;
    if (x > left_ && x + width > frame_.width_px) {
      x = left_;
      y += kLine_px;
    }
    svg.single("line", {{"x1", px_text(x)},
                        {"x2", px_text(x + 24)},
                        {"y1", px_text(y - 4)},
                        {"y2", px_text(y - 4)},
                        {"class", "line " + std::string(entry.style.ink)},
                        {"stroke-width", px_text(std::max(2.0, entry.style.width_px))},
                        {"stroke-dasharray", dashes_of(entry.style)}});
    svg.element("text", entry.text, {{"x", px_text(x + 30)}, {"y", px_text(y)}});
    x += width;
  }
}

Markup Plot::svg() const {
  const std::string width = px_text(frame_.width_px), height = px_text(frame_.height_px);
  Markup svg;
  svg.open("svg", {{"viewBox", "0 0 " + width + " " + height},
                   {"width", width},
                   {"height", height},
                   {"role", "img"},
                   {"aria-label", frame_.description},
                   {"class", "plot"}});
  if (frame_.grid) {
    for (const double at : y_ticks_.at) {
      svg.single("line", {{"x1", px_text(left_)},
                          {"x2", px_text(right_)},
                          {"y1", px_text(y_px(at))},
                          {"y2", px_text(y_px(at))},
                          {"class", "grid"}});
    }
  }
  // A drawing within the drawing cuts what leaves the axes.
  svg.open("svg", {{"x", px_text(left_)},
                   {"y", px_text(top_)},
                   {"width", px_text(right_ - left_)},
                   {"height", px_text(bottom_ - top_)},
                   {"viewBox", px_text(left_) + " " + px_text(top_) + " " +
                                   px_text(right_ - left_) + " " + px_text(bottom_ - top_)}});
  svg.add(layers_).close();
  add_axes(svg);
  svg.add(above_);
  add_legend(svg);
  svg.close();
  return svg;
}

}  // namespace stiff
