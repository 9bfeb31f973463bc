#include "tools/simulated_indentation.h"

#include "stiff/io/trace_recording_file.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "tools/bound_option.h"

namespace stiff::tool {
namespace {

TraceRecordingFile file_of(const IndentationPhantom& phantom) {
  const IndentationRecording& recording = phantom.recording;
  const IndentationTruth& truth = phantom.truth;
  TraceRecordingFile file;
  file.columns = {{"time", "s", recording.time_s},
                  {"force", "N", recording.force_n},
                  {"depth", "m", recording.depth_m}};
  file.numbers = {{"ProbeDiameter", recording.probe_diameter_m},
                  {"PoissonRatio", recording.poisson_ratio}};
  if (!std::isnan(recording.thickness_m)) {
    file.numbers.emplace_back("TissueThickness", recording.thickness_m);
    if (recording.thickness_std_error_m > 0) {
      file.numbers.emplace_back("TissueThicknessError", recording.thickness_std_error_m);
    }
  }
  file.texts = {{"ProbeShape", std::string(to_string(recording.shape))}};
  file.truth = {{"instantaneous_modulus_pa", truth.modulus_pa},
                {"secant_modulus_pa", truth.secant_modulus_pa},
                {"tangent_modulus_pa", truth.tangent_modulus_pa},
                {"contact_depth_m", {truth.contact_depth_m}}};
  if (!std::isnan(truth.thickness_m))
    file.truth.emplace_back("thickness_m", std::vector{truth.thickness_m});
  std::vector<double> amplitudes, times;
  for (const PronyTerm& term : truth.terms) {
    amplitudes.push_back(term.amplitude);
    times.push_back(term.time_constant_s);
  }
  if (!amplitudes.empty()) {
    file.truth.emplace_back("prony_amplitude", amplitudes);
    file.truth.emplace_back("prony_time_constant_s", times);
  }
  return file;
}

// The recording's rows leave the first of several cycles out, as the analysis does by default. A
// tissue that relaxes is as new in the first cycle alone: the later ones' loading moduli depend on
// the rest before them.
std::vector<TruthRow> rows_of(const IndentationPhantom& phantom,
                              const IndentationPhantomOptions& options) {
  const IndentationTruth& truth = phantom.truth;
  std::vector<TruthRow> rows;
  const auto add = [&](const char* quantity, int repeat, double value) {
    rows.push_back(
        {.recording_id = {}, .quantity = quantity, .roi = "all", .repeat = repeat, .value = value});
  };
  const std::size_t cycles = truth.modulus_pa.size(), first = cycles > 1 ? 1 : 0;
  const auto mean_kpa = [&](const std::vector<double>& pa) {
    double sum = 0;
    for (std::size_t i = first; i < cycles; ++i) sum += pa[i];
    return sum / static_cast<double>(cycles - first) / 1e3;
  };
  double share = 1;
  for (const PronyTerm& term : truth.terms) share -= term.amplitude;
  const bool same = truth.terms.empty();
  if (same) add("indentation_modulus", 0, mean_kpa(truth.secant_modulus_pa));
  for (std::size_t i = 0; i < (same ? cycles : 1); ++i) {
    add("indentation_modulus", static_cast<int>(i + 1), truth.secant_modulus_pa[i] / 1e3);
  }
  add("contact_depth", 1, truth.contact_depth_m * 1e3);
  if (same) add("hysteresis_ratio", 0, 0);
  // Of holds the first one counts too; a tissue that softens from cycle to cycle has no one answer.
  const bool one = cycles == 1 || !(options.protocol.preconditioning > 0);
  if (options.protocol.hold_s > 0 && !same && one) {
    const double kpa = truth.modulus_pa.front() / 1e3;
    add("instantaneous_modulus", 0, kpa);
    add("long_time_modulus", 0, kpa * share);
    // The primary rows are of the shortest time.
    const PronyTerm& term = *std::min_element(truth.terms.begin(), truth.terms.end(),
                                              [](const PronyTerm& a, const PronyTerm& b) {
                                                return a.time_constant_s < b.time_constant_s;
                                              });
    add("prony_time_constant", 0, term.time_constant_s);
    add("prony_amplitude", 0, term.amplitude);
    if (truth.terms.size() == 1) {
      add("zener_parallel_spring", 0, kpa * share);
      add("zener_series_spring", 0, kpa * term.amplitude);
      add("zener_dashpot", 0, kpa * 1e3 * term.amplitude * term.time_constant_s);
    }
  }
  return rows;
}

}  // namespace

SimulatedRecording simulated_indentation(std::string participant, std::string muscle,
                                         const IndentationPhantomOptions& options) {
  return {std::move(participant), std::move(muscle), "indentation",
          [options](const std::filesystem::path& file, const RecordingIdentity& identity) {
            const IndentationPhantom phantom = simulate_indentation(options);
            write_trace_recording(file, file_of(phantom), identity,
                                  provenance_of("simulate indentation", options));
            return rows_of(phantom, options);
          }};
}

}  // namespace stiff::tool
