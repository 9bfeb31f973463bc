#include "stiff/report/forest_plot.h"

#include "stiff/report/thinned_path.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace stiff {
namespace {

constexpr double kLetter_px = 6.8;
constexpr double kHeading_px = 28;
constexpr double kAxis_px = 44;
constexpr double kLeastPlot_px = 240;
constexpr double kMostLabel_px = 380;

/// How wide a text is drawn, about; an em space is two letters wide.
double width_of(std::string_view text) {
  constexpr std::string_view kEmSpace = "\u2003";
  auto letters = std::count_if(text.begin(), text.end(), [](char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0) != 0x80;
  });
  for (std::size_t at = text.find(kEmSpace); at != std::string_view::npos;
       at = text.find(kEmSpace, at + 1)) {
    ++letters;
  }
  return kLetter_px * static_cast<double>(letters);
}

struct Layout {
  double left = 0, right = 0, top = 6, bottom = 0, height = 0;
  Range range;

  double x(double value) const {
    const double share = (value - range.low) / (range.high - range.low);
    return left + std::clamp(share, 0.0, 1.0) * (right - left);
  }
};

Layout layout_of(const ForestPlot& plot) {
  Layout layout;
  RangeOf range;
  range.add(plot.reference);
  if (plot.band) {
    range.add(plot.band->low);
    range.add(plot.band->high);
  }
  double label = 0, note = 0, height = layout.top;
  for (const ForestGroup& group : plot.groups) {
    if (!group.heading.empty()) height += kHeading_px;
    for (const ForestRow& row : group.rows) {
      height += plot.row_px;
      label = std::max(label, width_of(row.label));
      note = std::max(note, width_of(row.note));
      for (const double end : {row.value, row.low, row.high}) range.add(end);
    }
  }
  layout.range = range.range(0.04);
  layout.left = std::min(label, kMostLabel_px) + 16;
  layout.right = std::max(plot.width_px - note - 16, layout.left + kLeastPlot_px);
  layout.bottom = height + 4;
  layout.height = layout.bottom + kAxis_px;
  return layout;
}

void add_line(Markup& out, double x1, double y1, double x2, double y2, const std::string& kind,
              const char* thickness = "1") {
  out.single("line", {{"x1", px_text(x1)},
                      {"y1", px_text(y1)},
                      {"x2", px_text(x2)},
                      {"y2", px_text(y2)},
                      {"class", kind},
                      {"stroke-width", thickness}});
}

void add_axis(Markup& out, const ForestPlot& plot, const Layout& layout) {
  const int target = std::max(3, static_cast<int>((layout.right - layout.left) / 70));
  const Ticks ticks = nice_ticks(layout.range.low, layout.range.high, target);
  add_line(out, layout.left, layout.bottom, layout.right, layout.bottom, "axis");
  for (std::size_t i = 0; i < ticks.at.size(); ++i) {
    const double x = layout.x(ticks.at[i]);
    add_line(out, x, layout.top, x, layout.bottom, "grid");
    add_line(out, x, layout.bottom, x, layout.bottom + 4, "axis");
    out.element("text", ticks.text(i),
                {{"x", px_text(x)}, {"y", px_text(layout.bottom + 17)}, {"text-anchor", "middle"}});
  }
  out.element("text", plot.axis_label,
              {{"x", px_text((layout.left + layout.right) / 2)},
               {"y", px_text(layout.bottom + 36)},
               {"text-anchor", "middle"},
               {"class", "axis-name"}});
}

void add_row(Markup& out, const ForestRow& row, const Layout& layout, double y) {
  const std::string ink(row.ink);
  out.element("text", row.label, {{"x", "4"}, {"y", px_text(y + 4)}});
  out.element("text", row.note, {{"x", px_text(layout.right + 12)}, {"y", px_text(y + 4)}});
  if (std::isfinite(row.low) && std::isfinite(row.high)) {
    add_line(out, layout.x(row.low), y, layout.x(row.high), y, "line " + ink, "2");
  }
  if (!std::isfinite(row.value)) return;
  out.open("g", {{"class", (row.hollow ? "rings " : "dots ") + ink}});
  out.single("circle", {{"cx", px_text(layout.x(row.value))}, {"cy", px_text(y)}, {"r", "4.5"}});
  out.close();
}

}  // namespace

Markup forest_drawing(const ForestPlot& plot) {
  const Layout layout = layout_of(plot);
  const std::string width = px_text(std::max(plot.width_px, layout.right + 16));
  Markup out;
  out.open("svg", {{"viewBox", "0 0 " + width + " " + px_text(layout.height)},
                   {"width", width},
                   {"height", px_text(layout.height)},
                   {"role", "img"},
                   {"aria-label", plot.description},
                   {"class", "plot"}});
  if (plot.band) {
    out.single("rect", {{"x", px_text(layout.x(plot.band->low))},
                        {"y", px_text(layout.top)},
                        {"width", px_text(layout.x(plot.band->high) - layout.x(plot.band->low))},
                        {"height", px_text(layout.bottom - layout.top)},
                        {"class", "band ink-soft"}});
  }
  add_axis(out, plot, layout);
  const double zero = layout.x(plot.reference);
  add_line(out, zero, layout.top, zero, layout.bottom, "line ink-6", "1.2");
  double y = layout.top;
  for (const ForestGroup& group : plot.groups) {
    if (!group.heading.empty()) {
      y += kHeading_px;
      out.element("text", group.heading,
                  {{"x", "4"}, {"y", px_text(y - 8)}, {"class", "mark-text"}});
    }
    for (const ForestRow& row : group.rows) {
      add_row(out, row, layout, y + plot.row_px / 2);
      y += plot.row_px;
    }
  }
  return out.close();
}

}  // namespace stiff
