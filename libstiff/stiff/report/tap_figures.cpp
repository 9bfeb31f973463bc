#include "stiff/report/number_words.h"
#include "stiff/report/page_frame.h"
#include "stiff/report/section_traces.h"
#include "stiff/report/trace_columns.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

namespace stiff {
namespace {

constexpr double kMilliseconds = 1e3;
constexpr double kBefore_ms = 3;
constexpr double kLongest_ms = 400;
constexpr std::size_t kMostTaps = 20;  ///< that an eye can follow in one picture

/// Time since each tap's own onset.
std::vector<double> since_onset_ms(const Trace& taps, std::size_t tap) {
  const double onset = mark_at(taps, "onset", tap);
  std::vector<double> at;
  at.reserve(taps.at.size());
  for (const double time : taps.at) {
    at.push_back((time - (std::isfinite(onset) ? onset : 0)) * kMilliseconds);
  }
  return at;
}

/// Where the picture may end: when all fits are down to a hundredth of the largest.
double last_shown_ms(const Trace& taps) {
  const double last = taps.at.empty() ? 1 : (taps.at.back() - taps.at.front()) * kMilliseconds;
  return std::min(last, kLongest_ms);
}

struct Layer {
  const TraceSignal* signal;
  PlotStyle style;
  std::string name;
};

Plot overlay(const Trace& taps, const std::vector<Layer>& layers, const std::string& label,
             double height_px, const std::string& description) {
  const std::size_t count = std::min(taps.repeats, kMostTaps);
  const double last = last_shown_ms(taps);
  RangeOf extent;
  for (const Layer& layer : layers) {
    for (std::size_t tap = 0; tap < count; ++tap) {
      extent.add_all(repeat_of(taps, *layer.signal, tap));
    }
  }
  PlotFrame frame;
  frame.width_px = 620;
  frame.height_px = height_px;
  frame.x = {{-kBefore_ms, last}, "Time since the tap began (ms)", false};
  frame.y = {extent.range(0.05), label, false};
  frame.legend_rows = layers.size() > 1 ? 1 : 0;
  frame.description = description;
  Plot plot(frame);
  for (const Layer& layer : layers) {
    for (std::size_t tap = 0; tap < count; ++tap) {
      plot.line(since_onset_ms(taps, tap), repeat_of(taps, *layer.signal, tap), layer.style);
    }
    if (layers.size() > 1) plot.legend(layer.name, layer.style);
  }
  return plot;
}

}  // namespace

Markup tap_figures(const ReportedRecording& recording, const Trace& taps) {
  const std::string count = taps.repeats > kMostTaps
                                ? "The first " + std::to_string(kMostTaps) + " of " +
                                      std::to_string(taps.repeats) + " taps"
                                : counted_text(static_cast<long long>(taps.repeats), "tap");
  std::vector<Layer> layers{
      {find_signal(taps, "acceleration"), {.ink = "ink-1", .width_px = 1.2}, "recorded"}};
  if (const TraceSignal* fit = find_signal(taps, "fit")) {
    layers.push_back(
        {fit, {.ink = "ink-2", .width_px = 1.8, .dashes = "6 3"}, "fitted oscillator"});
  }
  Markup out;
  const Plot first =
      overlay(taps, layers, "Acceleration (m/s\u00B2)", 330,
              count + " laid over each other from their own beginning, with the fit.");
  out.open("div", {{"class", "figures"}});
  out.add(figure("Acceleration of the probe", first,
                 count + ", laid over each other from their own beginning. Where the dashed "
                         "fit leaves the line, the oscillator is not the whole truth."));
  out.add(repeats_figure(recording, "tap"));
  if (const TraceSignal* path = find_signal(taps, "displacement")) {
    const Plot second = overlay(taps, {{path, {.ink = "ink-3", .width_px = 1.2}, "displacement"}},
                                "Displacement (mm)", 260, "Displacement of the same taps.");
    out.add(figure("Displacement of the probe", second,
                   "Integrated twice from the acceleration, positive into the tissue."));
  }
  return out.close();
}

}  // namespace stiff
