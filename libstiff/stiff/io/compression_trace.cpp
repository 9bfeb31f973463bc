#include "stiff/io/compression_trace.h"

#include "stiff/core/error.h"
#include "stiff/io/trace_identity.h"
#include "stiff/io/trace_table.h"

#include <cmath>
#include <numbers>
#include <string>
#include <vector>

namespace stiff {
namespace {

double probe_area_m2(const TraceTable& table, const Sidecar& sidecar) {
  const double area = trace_number(table, sidecar, "ProbeArea");
  const double diameter = trace_number(table, sidecar, "ProbeDiameter");
  return std::isnan(area) ? std::numbers::pi * diameter * diameter / 4 : area;
}

}  // namespace

CompressionRecording read_unchecked_compression(const std::filesystem::path& file,
                                                const Sidecar& sidecar) {
  const TraceTable table = read_trace_table(file, sidecar);
  const auto force = table.find({"force", "load"});
  if (!force) {
    throw Error(ErrorKind::bad_data, file.filename().string() +
                                         ": it has no column of the force ('force [N]'); it has " +
                                         table.column_list());
  }
  const TraceClock clock = trace_clock(table, sidecar);
  require_uniform(clock, table);
  CompressionRecording recording;
  recording.format = table.format;
  recording.identity = trace_identity(table, sidecar);
  if (recording.identity.modality.empty()) recording.identity.modality = "compression";
  recording.sampling_frequency_hz = clock.sampling_frequency_hz;
  recording.force_n = trace_values(table, sidecar, *force, Dimension::force, "ForceScale");
  if (const auto moved = table.find({"displacement", "depth", "position"})) {
    recording.displacement_m =
        trace_values(table, sidecar, *moved, Dimension::length, "DepthScale");
  }
  recording.probe_area_m2 = probe_area_m2(table, sidecar);
  return recording;
}

CompressionRecording read_compression_recording(const std::filesystem::path& file,
                                                const Sidecar& sidecar) {
  CompressionRecording recording = read_unchecked_compression(file, sidecar);
  try {
    validate(recording);
  } catch (const Error& error) {
    throw Error(error.kind(), file.filename().string() + ": " + error.what());
  }
  return recording;
}

}  // namespace stiff
