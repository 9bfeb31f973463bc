#pragma once

#include "stiff/io/trace_table.h"
#include "stiff/result/trace.h"

#include <cstddef>
#include <vector>

/// Small traces whose every number the readers of the tests can compute again.
namespace stiff_test {

/// Column k (0: time in ms) at row i is k + i / 4.
inline stiff::TraceRecordingFile sample_trace_recording(std::size_t rows) {
  stiff::TraceRecordingFile recording;
  recording.columns = {{"time", "ms", {}}, {"force", "mN", {}}, {"depth", "mm", {}}};
  for (std::size_t k = 0; k < 3; ++k) {
    for (std::size_t i = 0; i < rows; ++i) {
      recording.columns[k].values.push_back(static_cast<double>(k) + 0.25 * static_cast<double>(i));
    }
  }
  recording.numbers = {{"ProbeDiameter", 0.01}, {"TissueThickness", 0.012}};
  recording.texts = {{"ProbeShape", "flat"}};
  recording.truth = {{"young_modulus_pa", {12000}}, {"cycle_start_s", {0.5, 1, 1.5}}};
  return recording;
}

/// Signal s of repeat r at sample i is 100 s + 10 r + i.
inline std::vector<stiff::Trace> sample_traces(std::size_t repeats, std::size_t samples) {
  stiff::Trace trace;
  trace.axis_long_name = "time after the start of the recording";
  trace.repeat_name = "tap";
  trace.repeats = repeats;
  for (std::size_t i = 0; i < samples; ++i) trace.at.push_back(0.5 * static_cast<double>(i));
  trace.signals = {{"acceleration", "m s-2", "acceleration into the tissue", {}},
                   {"fit", "m s-2", "fitted oscillator", {}}};
  for (std::size_t s = 0; s < trace.signals.size(); ++s) {
    for (std::size_t r = 0; r < repeats; ++r) {
      for (std::size_t i = 0; i < samples; ++i) {
        trace.signals[s].value.push_back(static_cast<float>(100 * s + 10 * r + i));
      }
    }
  }
  trace.marks = {{"start", "s", "start of the tap", std::vector<double>(repeats, 0.25)}};
  stiff::Trace loading = trace;
  loading.name = "trace_loading";
  loading.axis = "depth";
  loading.axis_units = "mm";
  loading.axis_long_name = "depth";
  loading.repeats = 1;
  for (stiff::TraceSignal& signal : loading.signals) signal.value.resize(samples);
  loading.marks[0].value.resize(1);
  return {trace, loading};
}

}  // namespace stiff_test
