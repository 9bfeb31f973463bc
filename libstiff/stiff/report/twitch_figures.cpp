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

constexpr std::size_t kMostTwitches = 6;
const PlotStyle kBand{.ink = "ink-1", .width_px = 1};
const PlotStyle kEnvelope{.ink = "ink-2", .width_px = 1.8};
const PlotStyle kThreshold{.ink = "ink-6", .width_px = 1.5, .dashes = "6 3"};
const PlotStyle kEdge{.ink = "ink-6", .width_px = 1.2, .dashes = "4 3"};

/// The signals of the band, one an axis of the sensor.
std::vector<const TraceSignal*> bands(const Trace& trace) {
  std::vector<const TraceSignal*> found;
  for (const TraceSignal& signal : trace.signals) {
    if (signal.name.starts_with("band")) found.push_back(&signal);
  }
  return found;
}

Plot band_plot(const Trace& trace, std::size_t repeat, PlotFrame frame, double begin, double end) {
  const TraceSignal* envelope = find_signal(trace, "envelope");
  RangeOf up;
  for (const TraceSignal* band : bands(trace)) up.add_all(repeat_of(trace, *band, repeat));
  if (envelope != nullptr) up.add_all(repeat_of(trace, *envelope, repeat));
  RangeOf across;
  across.add_all(trace.at);
  frame.x.range = across.range();
  frame.y.range = up.range(0.05);
  frame.legend_rows = 1;
  Plot plot(frame);
  for (const TraceSignal* band : bands(trace)) {
    plot.line(trace.at, repeat_of(trace, *band, repeat), kBand);
  }
  plot.legend("15 to 120 Hz", kBand);
  if (envelope != nullptr) {
    plot.line(trace.at, repeat_of(trace, *envelope, repeat), kEnvelope);
    plot.legend("envelope", kEnvelope);
  }
  plot.vertical(begin, "onset", kEdge);
  plot.vertical(end, "end", kEdge);
  return plot;
}

std::string units_of(const Trace& trace) {
  const auto found = bands(trace);
  return found.empty() ? "" : found.front()->units;
}

std::string motion_label(const Trace& trace) {
  const std::string units = units_of(trace);
  return signal_label(units == "mm s-1" ? "Velocity" : "Acceleration", units);
}

Markup excess_figure(const Trace& course) {
  const TraceSignal* excess = find_signal(course, "excess_power");
  const TraceSignal* threshold = find_signal(course, "threshold");
  RangeOf across, up;
  across.add_all(course.at);
  up.add(0);
  up.add(1.3);
  up.add_all(excess->value);
  PlotFrame frame;
  frame.width_px = 760;
  frame.height_px = 230;
  frame.x = {across.range(), "Time (s)", false};
  frame.y = {up.range(0.04), "Power, alarm = 1", false};
  frame.legend_rows = 1;
  frame.description = "Excess power over time and the threshold of an alarm.";
  Plot plot(frame);
  plot.line(course.at, repeat_of(course, *excess, 0), {.ink = "ink-3", .width_px = 1.5});
  plot.legend("excess power", {.ink = "ink-3", .width_px = 1.5});
  if (threshold != nullptr) {
    plot.line(course.at, repeat_of(course, *threshold, 0), kThreshold);
    plot.legend("alarm", kThreshold);
  }
  return figure("Search", plot,
                "Above the dashed line is a twitch. Taps and clicks are taken off first.");
}

Markup twitch_figure(const Trace& each, std::size_t twitch) {
  PlotFrame frame;
  frame.width_px = 490;
  frame.height_px = 300;
  frame.x.label = "Time from the onset (s)";
  frame.y.label = motion_label(each);
  const double duration_ms = mark_at(each, "twitch_duration", twitch);
  const double p = mark_at(each, "twitch_p_value", twitch);
  const std::string number = std::to_string(twitch + 1);
  const std::string words = "Twitch " + number + " at " +
                            fixed_text(mark_at(each, "twitch_onset", twitch), 3) + " s, " +
                            fixed_text(duration_ms, 0) + " ms long, about " +
                            fixed_text(mark_at(each, "twitch_frequency", twitch), 0) +
                            " Hz, p\u00A0" + p_relation(p) + ".";
  frame.description = words;
  return figure("Twitch " + number, band_plot(each, twitch, frame, 0, duration_ms * 1e-3), words);
}

}  // namespace

Markup twitch_figures(const ReportedRecording& recording, const Trace& course) {
  Markup out;
  PlotFrame frame;
  frame.width_px = 760;
  frame.height_px = 300;
  frame.x.label = "Time (s)";
  frame.y.label = motion_label(course);
  frame.description = "The motion from 15 to 120 Hz over the whole recording, with its envelope.";
  out.add(figure("Whole recording", band_plot(course, 0, frame, kNaN, kNaN)));
  out.add(excess_figure(course));
  const Trace* each = find_trace(recording.traces, "trace_twitch");
  if (each == nullptr) return out;
  out.open("div", {{"class", "figures"}});
  for (std::size_t i = 0; i < std::min(each->repeats, kMostTwitches); ++i) {
    out.add(twitch_figure(*each, i));
  }
  out.close();
  if (each->repeats > kMostTwitches) {
    out.element("p", "The first " + std::to_string(kMostTwitches) + " of " +
                         std::to_string(each->repeats) + " twitches are shown.");
  }
  return out;
}

}  // namespace stiff
