#pragma once

#include "stiff/report/markup.h"
#include "stiff/report/reported_recording.h"

namespace stiff {

/// The traces of a contact recording with their fits, drawn as its instrument asks: taps laid over
/// each other, force against depth, a hold with its release, a twitch. Empty where there are none.
Markup traces_section(const ReportedRecording& recording);

/// What each instrument's traces are drawn as. \pre the trace is of that instrument.
Markup tap_figures(const ReportedRecording& recording, const Trace& taps);
Markup indentation_figures(const ReportedRecording& recording, const Trace& course);
Markup compression_figures(const ReportedRecording& recording, const Trace& course);
Markup twitch_figures(const ReportedRecording& recording, const Trace& course);

}  // namespace stiff
