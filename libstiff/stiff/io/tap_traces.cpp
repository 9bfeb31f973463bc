#include "stiff/io/tap_traces.h"

#include "stiff/core/error.h"
#include "stiff/io/trace_identity.h"
#include "stiff/io/trace_table.h"

#include <cmath>
#include <string>
#include <vector>

namespace stiff {
namespace {

// Taps of a set need not be of one length: the shorter ones end in empty cells.
void cut_missing_end(std::vector<double>& values) {
  while (!values.empty() && std::isnan(values.back())) values.pop_back();
}

}  // namespace

TapRecording read_unchecked_taps(const std::filesystem::path& file, const Sidecar& sidecar) {
  TraceTable table = read_trace_table(file, sidecar);
  const std::vector<std::size_t> columns =
      table.find_numbered({"tap", "acceleration", "accel", "acc"});
  if (columns.empty()) {
    throw Error(
        ErrorKind::bad_data,
        file.filename().string() +
            ": it has no column of a tap ('tap1 [m/s2]' or 'acceleration [m/s2]'); it has " +
            table.column_list());
  }
  const TraceClock clock = trace_clock(table, sidecar);
  require_uniform(clock, table);
  TapRecording recording;
  recording.format = table.format;
  recording.identity = trace_identity(table, sidecar);
  if (recording.identity.modality.empty()) recording.identity.modality = "myotonometry";
  recording.sampling_frequency_hz = clock.sampling_frequency_hz;
  for (const std::size_t column : columns) {
    cut_missing_end(table.columns[column].values);
    recording.taps_m_per_s2.push_back(
        trace_values(table, sidecar, column, Dimension::acceleration, "SampleScale"));
  }
  const auto number = [&](std::string_view key) { return trace_number(table, sidecar, key); };
  recording.probe_mass_kg = number("ProbeMass");
  if (const double added = number("AddedMass"); !std::isnan(added)) recording.added_mass_kg = added;
  recording.probe_diameter_m = number("ProbeDiameter");
  recording.preload_n = number("Preload");
  recording.tap_force_n = number("TapForce");
  recording.tap_duration_s = number("TapDuration");
  return recording;
}

TapRecording read_tap_recording(const std::filesystem::path& file, const Sidecar& sidecar) {
  TapRecording recording = read_unchecked_taps(file, sidecar);
  try {
    validate(recording);
  } catch (const Error& error) {
    throw Error(error.kind(), file.filename().string() + ": " + error.what());
  }
  return recording;
}

}  // namespace stiff
