#include "stiff/io/indentation_trace.h"

#include "stiff/core/error.h"
#include "stiff/io/trace_identity.h"
#include "stiff/io/trace_table.h"

#include <cmath>
#include <string>
#include <vector>

namespace stiff {
namespace {

std::vector<double> column_of(const TraceTable& table, const Sidecar& sidecar,
                              std::initializer_list<std::string_view> names, Dimension dimension,
                              const std::string& wanted, const char* scale_key) {
  const auto column = table.find(names);
  if (!column) {
    throw Error(ErrorKind::bad_data, table.path.filename().string() + ": it has no column of the " +
                                         wanted + "; it has " + table.column_list());
  }
  return trace_values(table, sidecar, *column, dimension, scale_key);
}

ProbeShape shape_of(const TraceTable& table, const Sidecar& sidecar) {
  const std::string in_file = table.text("ProbeShape"), said = sidecar.text("ProbeShape");
  const bool own = !said.empty() && (sidecar.is_own("ProbeShape") || in_file.empty());
  const std::string shape = own ? said : in_file;
  if (shape.empty() || shape == "flat") return ProbeShape::flat;
  if (shape == "sphere") return ProbeShape::sphere;
  throw Error(ErrorKind::bad_data, (own ? sidecar.place("ProbeShape")
                                        : table.path.filename().string() + ": 'ProbeShape'") +
                                       " is 'flat' or 'sphere', not '" + shape + "'");
}

}  // namespace

IndentationRecording read_unchecked_indentation(const std::filesystem::path& file,
                                                const Sidecar& sidecar) {
  const TraceTable table = read_trace_table(file, sidecar);
  IndentationRecording recording;
  recording.format = table.format;
  recording.force_n = column_of(table, sidecar, {"force", "load", "f"}, Dimension::force,
                                "force ('force [N]')", "ForceScale");
  recording.depth_m = column_of(
      table, sidecar, {"depth", "displacement", "position", "indentation", "travel", "stroke"},
      Dimension::length, "depth ('depth [mm]')", "DepthScale");
  recording.time_s = trace_clock(table, sidecar).time_s;
  recording.identity = trace_identity(table, sidecar);
  if (recording.identity.modality.empty()) recording.identity.modality = "indentation";
  recording.shape = shape_of(table, sidecar);
  const auto number = [&](std::string_view key) { return trace_number(table, sidecar, key); };
  recording.probe_diameter_m = number("ProbeDiameter");
  recording.thickness_m = number("TissueThickness");
  if (const double error = number("TissueThicknessError"); !std::isnan(error)) {
    recording.thickness_std_error_m = error;
  }
  if (const double ratio = number("PoissonRatio"); !std::isnan(ratio)) {
    recording.poisson_ratio = ratio;
    recording.poisson_stated = true;
  }
  return recording;
}

IndentationRecording read_indentation(const std::filesystem::path& file, const Sidecar& sidecar) {
  IndentationRecording recording = read_unchecked_indentation(file, sidecar);
  try {
    validate(recording);
  } catch (const Error& error) {
    throw Error(error.kind(), file.filename().string() + ": " + error.what());
  }
  return recording;
}

}  // namespace stiff
