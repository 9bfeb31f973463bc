#pragma once

#include "stiff/report/markup.h"
#include "stiff/report/plot.h"
#include "stiff/report/reported_recording.h"
#include "stiff/result/trace.h"

#include <cstddef>
#include <string_view>
#include <vector>

namespace stiff {

/// The trace of this name, or null.
const Trace* find_trace(const std::vector<Trace>& traces, std::string_view name);
/// The signal of this name, or null; likewise a mark's value of a repeat, NaN where there is none.
const TraceSignal* find_signal(const Trace& trace, std::string_view name);
double mark_at(const Trace& trace, std::string_view name, std::size_t repeat);

/// One repeat of a signal, as numbers on the trace's axis.
std::vector<double> repeat_of(const Trace& trace, const TraceSignal& signal, std::size_t repeat);

/// The axis' name and unit for a plot: "Time (s)".
std::string axis_label(const Trace& trace);
std::string signal_label(std::string_view what, std::string_view units);

/// The quantity of the first leading row by repeat, with its error, and the recording's own number
/// with its interval as a band: what taps, cycles and pushes scatter. Empty below two repeats.
Markup repeats_figure(const ReportedRecording& recording, std::string_view repeat_name);

}  // namespace stiff
