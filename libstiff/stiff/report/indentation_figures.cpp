#include "stiff/report/number_words.h"
#include "stiff/report/page_frame.h"
#include "stiff/report/section_traces.h"
#include "stiff/report/trace_columns.h"

#include <array>
#include <cmath>
#include <string>
#include <string_view>
#include <vector>

namespace stiff {
namespace {

constexpr std::array<std::string_view, 5> kInks{"ink-1", "ink-2", "ink-3", "ink-4", "ink-5"};
const PlotStyle kRecorded{.ink = "ink-1", .width_px = 1.3};
const PlotStyle kFitted{.ink = "ink-2", .width_px = 2.2, .dashes = "7 3"};

Plot lines(const std::vector<double>& x, const std::vector<double>& recorded,
           const std::vector<double>& fitted, PlotFrame frame) {
  RangeOf across, up;
  across.add_all(x);
  up.add_all(recorded);
  frame.x.range = across.range();
  frame.y.range = up.range(0.05);
  frame.legend_rows = 1;
  Plot plot(frame);
  plot.line(x, recorded, kRecorded);
  plot.line(x, fitted, kFitted);
  plot.legend("recorded", kRecorded);
  plot.legend("fitted", kFitted);
  return plot;
}

Markup modulus_figure(const Trace& curves) {
  const TraceSignal* modulus = find_signal(curves, "modulus");
  const TraceSignal* error = find_signal(curves, "modulus_std_error");
  const TraceSignal* fit = find_signal(curves, "fit_modulus");
  if (modulus == nullptr || error == nullptr) return {};
  RangeOf across, up;
  across.add(0);
  across.add_all(curves.at);
  up.add(0);
  for (std::size_t i = 0; i < modulus->value.size(); ++i) {
    const double value = static_cast<double>(modulus->value[i]);
    // A window whose error is as large as its value is drawn, but sets no scale.
    if (i < error->value.size() && static_cast<double>(error->value[i]) < 0.5 * value)
      up.add(value);
  }
  PlotFrame frame;
  frame.width_px = 480;
  frame.height_px = 300;
  frame.x = {across.range(0.02), "Depth below contact (mm)", false};
  frame.y = {up.range(0.1), "Young\u2019s modulus (kPa)", false};
  frame.description = "Modulus over depth, a colour a cycle, with one standard error.";
  Plot plot(frame);
  for (std::size_t cycle = 0; cycle < curves.repeats; ++cycle) {
    const PlotStyle style{.ink = kInks[cycle % kInks.size()], .width_px = 1.5};
    const std::vector<double> value = repeat_of(curves, *modulus, cycle);
    const std::vector<double> spread = repeat_of(curves, *error, cycle);
    for (std::size_t i = 0; i < value.size(); ++i) {
      plot.whisker(curves.at[i], curves.at[i], value[i] - spread[i], value[i] + spread[i], style);
    }
    plot.points(curves.at, value, style.ink, 3);
    if (fit != nullptr) {
      plot.line(curves.at, repeat_of(curves, *fit, cycle),
                {.ink = style.ink, .width_px = 1.5, .dashes = "6 3"});
    }
  }
  return figure("Modulus over depth", plot,
                "Dots: slope of the force in a window of depth, with one standard error; "
                "dashed: of the fit. A modulus that rises with depth: the tissue is not even, "
                "or the base is near.");
}

}  // namespace

Markup indentation_figures(const ReportedRecording& recording, const Trace& course) {
  const TraceSignal* force_signal = find_signal(course, "force");
  const TraceSignal* fit_signal = find_signal(course, "fit");
  const std::vector<double> force = repeat_of(course, *force_signal, 0);
  const std::vector<double> depth = repeat_of(course, *find_signal(course, "depth"), 0);
  const std::vector<double> fit =
      fit_signal ? repeat_of(course, *fit_signal, 0) : std::vector<double>();
  Markup out;
  out.open("div", {{"class", "figures"}});
  PlotFrame frame;
  frame.width_px = 490;
  frame.height_px = 340;
  frame.x.label = "Travel of the probe (mm)";
  frame.y.label = "Force (N)";
  frame.description = "Force against the probe\u2019s travel, with the fitted loading curve.";
  out.add(figure("Force against depth", lines(depth, force, fit, frame),
                 "Loading is the upper branch; what unloading does not give back is lost in "
                 "the tissue."));
  frame.x.label = axis_label(course);
  frame.description = "Force over time, with the fits of loading and hold.";
  out.add(figure("Force over time", lines(course.at, force, fit, frame),
                 "Fitted: loading and hold of each cycle."));
  if (const Trace* curves = find_trace(recording.traces, "trace_modulus")) {
    out.add(modulus_figure(*curves));
  }
  out.add(repeats_figure(recording, "cycle"));
  return out.close();
}

}  // namespace stiff
