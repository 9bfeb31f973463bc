#include "stiff/report/section_wave.h"

#include "stiff/report/field_figure.h"
#include "stiff/report/number_words.h"
#include "stiff/report/page_frame.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

namespace stiff {
namespace {

constexpr double kMillimetres = 1e3;
constexpr double kMilliseconds = 1e3;
constexpr double kWidth_px = 490;
constexpr double kHeight_px = 360;

/// The 99th percentile of the size, so that one spike does not take all colours.
double largest_of_most(const Picture<float>& value) {
  std::vector<float> sizes;
  for (Index i = 0; i < value.size(); ++i) {
    if (std::isfinite(value.data()[i])) sizes.push_back(std::abs(value.data()[i]));
  }
  if (sizes.empty()) return 1;
  const auto at = static_cast<std::size_t>(0.995 * static_cast<double>(sizes.size() - 1));
  std::nth_element(sizes.begin(), sizes.begin() + static_cast<std::ptrdiff_t>(at), sizes.end());
  return sizes[at] > 0 ? static_cast<double>(sizes[at]) : 1;
}

std::vector<double> scaled(std::vector<double> values, double factor) {
  for (double& value : values) value *= factor;
  return values;
}

Markup wave_figure(const SpaceTime& line, std::size_t push, std::size_t pushes) {
  const double most = largest_of_most(line.value);
  const double x0 = (line.lateral_m.first - 0.5 * line.lateral_m.step) * kMillimetres;
  const double x1 = (line.lateral_m.last() + 0.5 * line.lateral_m.step) * kMillimetres;
  const double t0 = (line.time_s.first - 0.5 * line.time_s.step) * kMilliseconds;
  const double t1 = (line.time_s.last() + 0.5 * line.time_s.step) * kMilliseconds;
  const bool fitted = std::any_of(line.fit_arrival_s.begin(), line.fit_arrival_s.end(),
                                  [](double t) { return std::isfinite(t); });
  const std::string what = pushes == 1 ? "The wave" : "The wave of push " + std::to_string(push);
  PlotFrame frame;
  frame.width_px = kWidth_px;
  frame.height_px = kHeight_px;
  frame.x = {{x0, x1}, "Lateral (mm)", false};
  frame.y = {{t0, t1}, "Time after the push (ms)", true};
  frame.legend_rows = 1;
  frame.grid = false;
  frame.description = what + " over place and time" +
                      (fitted ? ", with its arrivals and the line fitted to them." : ".");
  Plot plot(frame);
  const Picture<float> over_time = line.value.transpose();
  const auto palette = palette_of(ColourMap::diverging);
  plot.image(png_link(indexed_png(colour_indices(over_time, {-most, most}), palette)), x0, x1, t0,
             t1);
  const std::vector<double> lateral = scaled(line.lateral_m.values(), kMillimetres);
  const std::vector<double> fit = scaled(line.fit_arrival_s, kMilliseconds);
  const PlotStyle casing{.ink = "ink-white", .width_px = 5};
  const PlotStyle drawn{.ink = "ink-6", .width_px = 2.2, .dashes = "7 4"};
  plot.line(lateral, fit, casing);
  plot.points(lateral, scaled(line.arrival_s, kMilliseconds), "ink-white", 3.2);
  plot.points(lateral, scaled(line.arrival_s, kMilliseconds), "ink-3", 2.2);
  plot.line(lateral, fit, drawn);
  if (!line.arrival_s.empty())
    plot.legend("arrival", {.ink = "ink-3", .width_px = 4, .dashes = "4 4"});
  if (fitted) plot.legend("fit", drawn);
  const std::string units = line.quantity == "velocity" ? "mm s-1" : "um";
  return figure(what + ", " + fixed_text(line.axial_m * kMillimetres, 1) + " mm deep", plot,
                "Colour: tissue " + line.quantity +
                    ", red away from the probe, blue towards "
                    "it, full at " +
                    with_unit(significant_text(most, 2), units) +
                    (fitted ? ". The flatter the line, the faster the wave."
                            : ". No line was fitted to the arrivals."));
}

}  // namespace

Markup wave_section(const ReportedRecording& recording) {
  Markup body;
  if (!recording.maps || recording.maps->space_time.empty()) return body;
  const auto& lines = recording.maps->space_time;
  body.open("div", {{"class", "figures"}});
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (lines[i].value.size() > 0) body.add(wave_figure(lines[i], i + 1, lines.size()));
  }
  body.close();
  return section("Wave", body, "wave");
}

}  // namespace stiff
