#include "stiff/report/number_words.h"
#include "stiff/report/page_frame.h"
#include "stiff/report/section_traces.h"
#include "stiff/report/trace_columns.h"

#include <cmath>
#include <string>
#include <vector>

namespace stiff {
namespace {

const PlotStyle kForce{.ink = "ink-1", .width_px = 1.3};
const PlotStyle kPassive{.ink = "ink-5", .width_px = 2, .dashes = "2 3"};
const PlotStyle kModel{.ink = "ink-2", .width_px = 2, .dashes = "8 3"};
const PlotStyle kEvent{.ink = "ink-6", .width_px = 1.2, .dashes = "4 3"};

Markup hold_figure(const Trace& hold, const std::string& number) {
  const TraceSignal* force = find_signal(hold, "force");
  if (force == nullptr) return {};
  const TraceSignal* passive = find_signal(hold, "passive_force");
  const TraceSignal* model = find_signal(hold, "model_force");
  RangeOf across, up;
  across.add_all(hold.at);
  up.add_all(force->value);
  PlotFrame frame;
  frame.width_px = 760;
  frame.height_px = 340;
  frame.x = {across.range(), "Time after the hold\u2019s onset (s)", false};
  frame.y = {up.range(0.06), "Force (N)", false};
  frame.legend_rows = 1;
  const double release = mark_at(hold, "release_time", 0);
  const double guarding = mark_at(hold, "guarding_time", 0);
  const double p = mark_at(hold, "release_p_value", 0);
  const bool released = std::isfinite(release);
  const std::string words =
      released ? "Released " + fixed_text(release, 1) + " s after the onset (p\u00A0" +
                     p_relation(p) + ")."
               : "No release beyond passive relaxation (p\u00A0" + p_relation(p) + ").";
  frame.description = "Force of hold " + number + " over time, with passive relaxation. " + words;
  Plot plot(frame);
  plot.line(hold.at, repeat_of(hold, *force, 0), kForce);
  plot.legend("force", kForce);
  if (passive != nullptr) {
    plot.line(hold.at, repeat_of(hold, *passive, 0), kPassive);
    plot.legend("passive relaxation", kPassive);
  }
  if (model != nullptr && (released || std::isfinite(guarding))) {
    plot.line(hold.at, repeat_of(hold, *model, 0), kModel);
    plot.legend("with release and guarding", kModel);
  }
  plot.vertical(release, "release", kEvent);
  plot.vertical(guarding, "guarding", kEvent);
  return figure("Hold " + number, plot, words);
}

}  // namespace

Markup compression_figures(const ReportedRecording& recording, const Trace& course) {
  Markup out;
  for (const Trace& trace : recording.traces) {
    constexpr std::string_view kHold = "trace_hold_";
    if (trace.name.starts_with(kHold)) out.add(hold_figure(trace, trace.name.substr(kHold.size())));
  }
  RangeOf across;
  across.add_all(course.at);
  out.open("div", {{"class", "figures"}});
  for (const TraceSignal& signal : course.signals) {
    RangeOf up;
    up.add_all(signal.value);
    PlotFrame frame;
    frame.width_px = 490;
    frame.height_px = 250;
    frame.x = {across.range(), "Time (s)", false};
    frame.y = {up.range(0.05), signal_label(titled(signal.name), signal.units), false};
    frame.description = titled(signal.name) + " over the whole recording.";
    Plot plot(frame);
    plot.line(course.at, repeat_of(course, signal, 0), kForce);
    out.add(figure(titled(signal.name) + ", whole recording", plot));
  }
  out.add(repeats_figure(recording, "hold"));
  return out.close();
}

}  // namespace stiff
