#include "stiff/report/section_traces.h"

#include "stiff/report/page_frame.h"
#include "stiff/report/trace_columns.h"

namespace stiff {
namespace {

/// Every signal for itself, where the instrument is unknown.
Markup plain_figures(const Trace& trace) {
  Markup out;
  for (const TraceSignal& signal : trace.signals) {
    RangeOf x, y;
    x.add_all(trace.at);
    y.add_all(signal.value);
    PlotFrame frame;
    frame.x = {x.range(), axis_label(trace), false};
    frame.y = {y.range(0.05), signal_label(signal.name, signal.units), false};
    frame.description = signal.long_name + " over " + trace.axis + ".";
    Plot plot(frame);
    for (std::size_t repeat = 0; repeat < trace.repeats; ++repeat) {
      plot.line(trace.at, repeat_of(trace, signal, repeat), {.width_px = 1});
    }
    out.add(figure(signal.name, plot, signal.long_name));
  }
  return out;
}

}  // namespace

Markup traces_section(const ReportedRecording& recording) {
  if (recording.traces.empty()) return {};
  const Trace* course = find_trace(recording.traces, "trace");
  Markup body;
  if (course == nullptr) {
    for (const Trace& trace : recording.traces) body.add(plain_figures(trace));
  } else if (course->repeat_name == "tap" && find_signal(*course, "acceleration")) {
    body.add(tap_figures(recording, *course));
  } else if (find_signal(*course, "force") && find_signal(*course, "depth")) {
    body.add(indentation_figures(recording, *course));
  } else if (find_signal(*course, "force")) {
    body.add(compression_figures(recording, *course));
  } else if (find_signal(*course, "excess_power")) {
    body.add(twitch_figures(recording, *course));
  } else {
    body.add(plain_figures(*course));
  }
  return section("Trace and fit", body, "trace");
}

}  // namespace stiff
