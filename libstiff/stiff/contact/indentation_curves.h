#pragma once

#include "stiff/contact/indentation_rows.h"
#include "stiff/contact/indenter.h"
#include "stiff/recording/indentation_recording.h"
#include "stiff/result/trace.h"

#include <vector>

namespace stiff {

/// For the eye: `trace`, force and depth over time with the fits of the loading curves and of the
/// holds, thinned to some ten thousand samples; and, where a cycle has a contact point,
/// `trace_modulus` over the depth below it, one repeat a cycle: `modulus` in windows (slope of the
/// force over that of G, error of its residuals; NaN where there are fewer than eight samples),
/// `fit_modulus` of the loading fit, and marks (contact, depth, rate, whether the cycle counts).
std::vector<Trace> indentation_traces(const IndentationRecording& recording,
                                      const IndentationReadings& readings,
                                      const Indenter& indenter);

}  // namespace stiff
