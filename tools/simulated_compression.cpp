#include "tools/simulated_compression.h"

#include "stiff/io/trace_recording_file.h"

#include <cmath>
#include <utility>
#include <vector>

#include "tools/bound_option.h"

namespace stiff::tool {
namespace {

struct HoldTruth {
  const char* quantity;
  const char* name;  // with its unit, in the group `truth`
  std::vector<double> holds;
};

std::vector<HoldTruth> truth_of(const CompressionPhantom& phantom) {
  std::vector<HoldTruth> truth{
      {"hold_onset", "onset_s", {}},           {"hold_duration", "duration_s", {}},
      {"hold_force", "mean_force_n", {}},      {"hold_pressure", "mean_pressure_kpa", {}},
      {"relaxed_share", "relaxed_share", {}},  {"release_time", "release_time_s", {}},
      {"release_drop", "release_drop_n", {}},  {"guarding_time", "guarding_time_s", {}},
      {"guarding_rise", "guarding_rise_n", {}}};
  for (const CompressionPhantomHold& hold : phantom.holds) {
    const double pressure = 1e-3 * hold.mean_force_n / phantom.recording.probe_area_m2;
    const std::vector<double> values{hold.onset_s,   hold.duration_s,    hold.mean_force_n,
                                     pressure,       hold.relaxed_share, hold.release_s,
                                     hold.release_n, hold.guarding_s,    hold.guarding_n};
    for (std::size_t q = 0; q < truth.size(); ++q) truth[q].holds.push_back(values[q]);
  }
  return truth;
}

// Of the recording: the first onset; the first release and guarding; means of the others.
double whole_of(const HoldTruth& truth) {
  const std::string_view quantity = truth.quantity;
  const bool first = quantity == "hold_onset" || quantity.starts_with("release") ||
                     quantity.starts_with("guarding");
  double sum = 0;
  int count = 0;
  for (const double value : truth.holds) {
    if (std::isnan(value)) continue;
    if (first) return value;
    sum += value;
    ++count;
  }
  return count > 0 ? sum / count : kNaN;
}

}  // namespace

SimulatedRecording simulated_compression(std::string participant, std::string muscle,
                                         const CompressionPhantomOptions& options) {
  return {std::move(participant), std::move(muscle), "compression",
          [options](const std::filesystem::path& path, const RecordingIdentity& identity) {
            const CompressionPhantom phantom = simulate_compression(options);
            const CompressionRecording& recording = phantom.recording;
            TraceRecordingFile file;
            TraceColumn time{"time", "s", {}};
            for (std::size_t i = 0; i < recording.force_n.size(); ++i) {
              time.values.push_back(static_cast<double>(i) / recording.sampling_frequency_hz);
            }
            file.columns = {std::move(time), {"force", "N", recording.force_n}};
            if (!recording.displacement_m.empty()) {
              file.columns.push_back({"displacement", "m", recording.displacement_m});
            }
            file.numbers = {{"SamplingFrequency", recording.sampling_frequency_hz},
                            {"ProbeDiameter", options.protocol.probe_diameter_m}};
            std::vector<TruthRow> rows;
            for (const HoldTruth& one : truth_of(phantom)) {
              file.truth.emplace_back(one.name, one.holds);
              rows.push_back({{}, one.quantity, "all", 0, whole_of(one)});
              int repeat = 0;
              for (const double value : one.holds) {
                rows.push_back({{}, one.quantity, "all", ++repeat, value});
              }
            }
            write_trace_recording(path, file, identity,
                                  provenance_of("simulate compression", options));
            return rows;
          }};
}

}  // namespace stiff::tool
