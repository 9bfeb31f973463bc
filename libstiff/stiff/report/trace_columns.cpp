#include "stiff/report/trace_columns.h"

#include "stiff/report/number_words.h"
#include "stiff/report/page_frame.h"
#include "stiff/report/quantity_words.h"
#include "stiff/result/quantity.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace stiff {

const Trace* find_trace(const std::vector<Trace>& traces, std::string_view name) {
  const auto found = std::find_if(traces.begin(), traces.end(),
                                  [&](const Trace& trace) { return trace.name == name; });
  return found == traces.end() ? nullptr : &*found;
}

const TraceSignal* find_signal(const Trace& trace, std::string_view name) {
  const auto found = std::find_if(trace.signals.begin(), trace.signals.end(),
                                  [&](const TraceSignal& signal) { return signal.name == name; });
  return found == trace.signals.end() ? nullptr : &*found;
}

double mark_at(const Trace& trace, std::string_view name, std::size_t repeat) {
  for (const TraceMark& mark : trace.marks) {
    if (mark.name == name && repeat < mark.value.size()) return mark.value[repeat];
  }
  return kNaN;
}

std::vector<double> repeat_of(const Trace& trace, const TraceSignal& signal, std::size_t repeat) {
  const std::size_t size = trace.at.size();
  std::vector<double> values;
  for (std::size_t i = repeat * size; i < (repeat + 1) * size && i < signal.value.size(); ++i) {
    values.push_back(static_cast<double>(signal.value[i]));
  }
  return values;
}

std::string axis_label(const Trace& trace) {
  return signal_label(titled(trace.axis), trace.axis_units);
}

std::string signal_label(std::string_view what, std::string_view units) {
  const std::string unit = unit_text(units);
  return std::string(what) + (unit.empty() ? "" : " (" + unit + ")");
}

Markup repeats_figure(const ReportedRecording& recording, std::string_view repeat_name) {
  const std::vector<const EstimateRow*> leading = leading_rows(recording.result);
  if (leading.empty()) return {};
  const EstimateRow& whole = *leading.front();
  std::vector<double> at, value;
  std::vector<const EstimateRow*> rows;
  RangeOf extent;
  for (const EstimateRow& row : recording.result.estimates) {
    if (row.quantity != whole.quantity || row.method != whole.method || row.roi != whole.roi ||
        row.repeat == 0 || !row.estimate.has_value()) {
      continue;
    }
    rows.push_back(&row);
    at.push_back(row.repeat);
    value.push_back(row.estimate.value);
    for (const double end : {row.estimate.value, row.estimate.ci_low, row.estimate.ci_high}) {
      extent.add(end);
    }
  }
  if (rows.size() < 2) return {};
  extent.add(whole.estimate.ci_low);
  extent.add(whole.estimate.ci_high);
  const double last = *std::max_element(at.begin(), at.end());
  const std::string label =
      signal_label(quantity_title(whole.quantity), quantity(whole.quantity).units);
  PlotFrame frame;
  frame.width_px = 380;
  frame.height_px = 270;
  frame.x = {{0.5, last + 0.5}, titled(repeat_name), false, true};
  frame.y = {extent.range(0.08), label, false};
  frame.legend_rows = 1;
  frame.description = label + " of each " + std::string(repeat_name) +
                      " with its 95 % interval, and of the recording as a band.";
  Plot plot(frame);
  const std::vector<double> ends{0.5, last + 0.5};
  const std::vector<double> low(2, whole.estimate.ci_low), high(2, whole.estimate.ci_high);
  plot.band(ends, low, high, "ink-3");
  plot.horizontal(whole.estimate.value, "", {.ink = "ink-3", .width_px = 2});
  for (const EstimateRow* row : rows) {
    plot.whisker(row->repeat, row->repeat, row->estimate.ci_low, row->estimate.ci_high,
                 {.ink = "ink-1", .width_px = 1.5});
  }
  plot.points(at, value, "ink-1", 3.5);
  plot.legend("one " + std::string(repeat_name), {.ink = "ink-1"});
  plot.legend("the recording", {.ink = "ink-3"});
  return figure(quantity_title(whole.quantity) + " by " + std::string(repeat_name), plot,
                "Bars: 95 % interval of each; band: of the recording.");
}

}  // namespace stiff
