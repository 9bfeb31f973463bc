#include "tools/simulated_taps.h"

#include "stiff/contact/tap_parameters.h"
#include "stiff/io/trace_recording_file.h"

#include <cmath>
#include <numbers>
#include <utility>
#include <vector>

#include "tools/bound_option.h"

namespace stiff::tool {
namespace {

// What one tap must come back as, in the quantities' units.
struct TapTruth {
  const char* quantity;
  std::vector<double> taps;
};

std::vector<TapTruth> truth_of(const TapPhantom& phantom, const TapPhantomOptions& options) {
  const TapPhantomTissue& tissue = options.tissue;
  const double mass = tissue.mass_kg + tissue.added_mass_kg;
  const double zeta = tissue.damping_ratio, root = std::sqrt(1 - zeta * zeta);
  std::vector<TapTruth> truth{{"oscillation_frequency", {}}, {"dynamic_stiffness", {}},
                              {"log_decrement", {}},         {"myoton_relaxation_time", {}},
                              {"myoton_creep_ratio", {}},    {"damping_coefficient", {}},
                              {"moving_mass", {}},           {"apparent_punch_modulus", {}}};
  for (std::size_t i = 0; i < phantom.true_stiffness_n_per_m.size(); ++i) {
    const double k = phantom.true_stiffness_n_per_m[i];
    const double natural = std::sqrt(k / mass);
    TapParameters defined;
    if (zeta > 0) {
      const TapSwing swing{zeta * natural, natural * root, tissue.duration_s,
                           tissue.force_n / mass};
      defined =
          expected_tap_parameters(swing, mass, options.sensor.record_s - options.sensor.onset_s);
    }
    const double nu = 0.5;  // as the analysis takes it by default
    const std::vector<double> values{natural * root / (2 * std::numbers::pi),
                                     k,
                                     2 * std::numbers::pi * zeta / root,
                                     1e3 * defined.relaxation_time_s,
                                     defined.creep_ratio,
                                     2 * zeta * natural * mass,
                                     1e3 * mass,
                                     1e-3 * k * (1 - nu * nu) / phantom.recording.probe_diameter_m};
    for (std::size_t q = 0; q < truth.size(); ++q) {
      truth[q].taps.push_back(phantom.sound[i] ? values[q] : kNaN);
    }
  }
  return truth;
}

std::vector<TruthRow> rows_of(const std::vector<TapTruth>& truth) {
  std::vector<TruthRow> rows;
  for (const TapTruth& one : truth) {
    double sum = 0;
    int sound = 0;
    for (const double value : one.taps) {
      if (std::isnan(value)) continue;
      sum += value;
      ++sound;
    }
    const auto add = [&](int repeat, double value) {
      rows.push_back({.recording_id = {},
                      .quantity = one.quantity,
                      .roi = "all",
                      .repeat = repeat,
                      .value = value});
    };
    add(0, sound > 0 ? sum / sound : kNaN);
    int repeat = 0;
    for (const double value : one.taps) add(++repeat, value);
  }
  return rows;
}

TraceRecordingFile file_of(const TapPhantom& phantom, const std::vector<TapTruth>& truth) {
  const TapRecording& recording = phantom.recording;
  TraceRecordingFile file;
  TraceColumn time{"time", "s", {}};
  for (std::size_t i = 0; i < recording.taps_m_per_s2.front().size(); ++i) {
    time.values.push_back(static_cast<double>(i) / recording.sampling_frequency_hz);
  }
  file.columns.push_back(std::move(time));
  for (std::size_t i = 0; i < recording.taps_m_per_s2.size(); ++i) {
    file.columns.push_back({"tap" + std::to_string(i + 1), "m/s2", recording.taps_m_per_s2[i]});
  }
  file.numbers = {{"SamplingFrequency", recording.sampling_frequency_hz},
                  {"ProbeMass", recording.probe_mass_kg},
                  {"AddedMass", recording.added_mass_kg},
                  {"ProbeDiameter", recording.probe_diameter_m},
                  {"Preload", recording.preload_n},
                  {"TapForce", recording.tap_force_n},
                  {"TapDuration", recording.tap_duration_s}};
  const std::vector<const char*> names{
      "frequency_hz", "stiffness_n_per_m", "log_decrement", "relaxation_time_ms",
      "creep_ratio",  "damping_n_s_per_m", "moving_mass_g", "punch_modulus_kpa"};
  for (std::size_t i = 0; i < truth.size(); ++i) file.truth.emplace_back(names[i], truth[i].taps);
  return file;
}

}  // namespace

SimulatedRecording simulated_taps(std::string participant, std::string muscle,
                                  const TapPhantomOptions& options) {
  return {std::move(participant), std::move(muscle), "myotonometry",
          [options](const std::filesystem::path& file, const RecordingIdentity& identity) {
            const TapPhantom phantom = simulate_taps(options);
            const std::vector<TapTruth> truth = truth_of(phantom, options);
            write_trace_recording(file, file_of(phantom, truth), identity,
                                  provenance_of("simulate myotonometry", options));
            return rows_of(truth);
          }};
}

}  // namespace stiff::tool
