#include "tools/trace_input.h"

#include "stiff/core/error.h"
#include "stiff/io/compression_trace.h"
#include "stiff/io/indentation_trace.h"
#include "stiff/io/sidecar_keys.h"
#include "stiff/io/tap_traces.h"
#include "stiff/io/trace_identity.h"
#include "stiff/io/twitch_traces.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <string_view>

#include "tools/info_text.h"

namespace stiff::tool {
namespace {

/// What a modality's recordings are asked for besides their columns, and what it means where it is
/// not there.
struct AskedKey {
  std::string_view modality;
  std::string_view key;
  std::string_view lack;
};

constexpr auto kAsked = std::to_array<AskedKey>({
    {"myotonometry", "ProbeMass", "not given: frequency and decrement only, no stiffness"},
    {"myotonometry", "AddedMass", "not given: none"},
    {"myotonometry", "ProbeDiameter", "not given: no apparent_punch_modulus"},
    {"myotonometry", "Preload", "not given"},
    {"myotonometry", "TapForce", "not given: the oscillator is fitted without it"},
    {"myotonometry", "TapDuration", "not given"},
    {"indentation", "ProbeDiameter", "MISSING: no modulus without it"},
    {"indentation", "ProbeShape", "not given: flat"},
    {"indentation", "TissueThickness", "not given: taken as a half space"},
    {"indentation", "TissueThicknessError", "not given: the thickness is taken as exact"},
    {"indentation", "PoissonRatio", "not given: 0.5"},
    {"compression", "ProbeArea", "not given: that of the diameter"},
    {"compression", "ProbeDiameter", "not given: no pressure without ProbeArea"},
});

std::string unit_of(std::string_view key) {
  for (const SidecarKey& known : sidecar_keys()) {
    if (known.name == key) return std::string(known.unit);
  }
  return {};
}

std::string column_text(const TraceColumn& column) {
  if (!column.fault.empty()) return "no numbers: " + column.fault;
  std::vector<double> values;
  for (const double value : column.values) {
    if (!std::isnan(value)) values.push_back(value);
  }
  const std::size_t missing = column.values.size() - values.size();
  std::string text = column.units.empty() ? "no unit" : column.units;
  if (values.empty()) return text + ", no values";
  const auto [low, high] = std::minmax_element(values.begin(), values.end());
  text += ", " + shown(*low) + " to " + shown(*high);
  return missing == 0 ? text : text + ", " + std::to_string(missing) + " missing";
}

void print_clock(std::ostream& out, const TraceTable& table, const Sidecar& sidecar) {
  try {
    const TraceClock clock = trace_clock(table, sidecar);
    info_line(out, "sampling",
              shown(clock.sampling_frequency_hz) + " Hz, " + shown(clock.time_s.front()) + " to " +
                  shown(clock.time_s.back()) + " s" +
                  (clock.uniform              ? ""
                   : clock.largest_step > 1.5 ? ", with gaps"
                                              : ", uneven"));
  } catch (const Error&) {
    info_line(out, "sampling", "not known");  // the check below says why
  }
}

std::string title_of(const TraceTable& table) {
  if (table.format == "stiff") return "libstiff's own HDF5 trace recording";
  if (table.format == "hdf5") return "HDF5 with lines of numbers";
  if (table.format == "mat") return "MATLAB file with lines of numbers";
  return "table of numbers (text)";
}

}  // namespace

void check_trace(const InputRecording& input) {
  if (input.modality == "myotonometry") read_tap_recording(input.file, input.sidecar);
  if (input.modality == "indentation") read_indentation(input.file, input.sidecar);
  if (input.modality == "compression") read_compression_recording(input.file, input.sidecar);
  if (input.modality == "twitch") read_twitch_recording(input.file, input.sidecar);
}

void print_trace(std::ostream& out, const InputRecording& input) {
  const TraceTable table = read_trace_table(input.file, input.sidecar);
  info_line(out, "format", title_of(table));
  info_line(out, "modality", input.modality);
  print_identity(out, trace_identity(table, input.sidecar));
  info_line(out, "rows", std::to_string(table.columns.front().values.size()));
  print_clock(out, table, input.sidecar);
  for (const TraceColumn& column : table.columns) {
    info_line(out, "column '" + column.name + "'", column_text(column));
  }
  for (const AskedKey& asked : kAsked) {
    if (asked.modality != input.modality) continue;
    const std::string key(asked.key);
    if (const std::string unit = unit_of(key); !unit.empty()) {
      print_key(out, key, trace_number(table, input.sidecar, key), unit, std::string(asked.lack));
    } else {
      const std::string text = trace_text(table, input.sidecar, key);
      info_line(out, key, text.empty() ? std::string(asked.lack) : text);
    }
  }
  print_sidecars(out, input.sidecar);
}

ImportedTrace imported_trace(const InputRecording& input) {
  const TraceTable table = read_trace_table(input.file, input.sidecar);
  ImportedTrace imported;
  imported.identity = trace_identity(table, input.sidecar);
  imported.identity.modality = input.modality;
  imported.recording.columns = table.columns;
  imported.recording.texts = table.texts;
  for (const SidecarKey& known : sidecar_keys()) {
    const std::string raw = input.sidecar.raw(known.name);
    const bool number = !raw.empty() && (raw[0] == '-' || (raw[0] >= '0' && raw[0] <= '9'));
    if (!known.unit.empty() && (raw.empty() || number)) {
      const double value = trace_number(table, input.sidecar, known.name);
      if (!std::isnan(value)) imported.recording.numbers.emplace_back(known.name, value);
    } else if (known.unit.empty() && raw.starts_with('"')) {
      std::erase_if(imported.recording.texts,
                    [&](const auto& text) { return text.first == known.name; });
      imported.recording.texts.emplace_back(known.name,
                                            trace_text(table, input.sidecar, known.name));
    }
  }
  return imported;
}

}  // namespace stiff::tool
