#include "tools/simulated_twitch.h"

#include "stiff/io/shear_wave_file.h"
#include "stiff/io/trace_recording_file.h"
#include "stiff/phantom/twitch_phantom.h"

#include <charconv>
#include <utility>
#include <vector>

#include "tools/bound_option.h"

namespace stiff::tool {
namespace {

std::string text(double value) {
  char digits[32];
  const auto end =
      std::to_chars(digits, digits + sizeof digits, value, std::chars_format::general, 7);
  return {digits, end.ptr};
}

std::vector<TruthRow> rows_of(const std::vector<TwitchTruth>& twitches, const char* peak,
                              double factor) {
  std::vector<TruthRow> rows;
  const auto add = [&](const char* quantity, int repeat, double value) {
    rows.push_back(
        {.recording_id = {}, .quantity = quantity, .roi = "all", .repeat = repeat, .value = value});
  };
  const auto add_all = [&](int repeat, double onset_s, double duration_s, double most) {
    add("twitch_onset", repeat, onset_s);
    add("twitch_duration", repeat, 1e3 * duration_s);
    add(peak, repeat, factor * most);
  };
  add("twitch_count", 0, static_cast<double>(twitches.size()));
  if (twitches.empty()) add_all(0, kNaN, kNaN, kNaN);
  for (std::size_t i = 0; i < twitches.size(); ++i) {
    const TwitchTruth& t = twitches[i];
    if (twitches.size() == 1) add_all(0, t.onset_s, t.duration_s, t.peak);
    add_all(static_cast<int>(i) + 1, t.onset_s, t.duration_s, t.peak);
  }
  return rows;
}

TraceRecordingFile file_of(const TwitchPhantom& phantom) {
  const TwitchRecording& recording = phantom.recording;
  TraceRecordingFile file;
  TraceColumn time{"time", "s", {}};
  for (std::size_t i = 0; i < recording.axes_m_per_s2.front().size(); ++i) {
    time.values.push_back(static_cast<double>(i) / recording.sampling_frequency_hz);
  }
  file.columns.push_back(std::move(time));
  const std::vector<std::string> names{"acceleration_x", "acceleration_y", "acceleration_z"};
  for (std::size_t axis = 0; axis < recording.axes_m_per_s2.size(); ++axis) {
    file.columns.push_back({recording.axes_m_per_s2.size() == 1 ? "acceleration" : names[axis],
                            "m/s2", recording.axes_m_per_s2[axis]});
  }
  file.numbers = {{"SamplingFrequency", recording.sampling_frequency_hz}};
  const auto add = [&](const char* name, std::vector<double> values) {
    if (!values.empty()) file.truth.emplace_back(name, std::move(values));
  };
  std::vector<double> onset, duration, peak, frequency;
  for (const TwitchTruth& t : phantom.twitches) {
    onset.push_back(t.onset_s);
    duration.push_back(t.duration_s);
    peak.push_back(t.peak);
    frequency.push_back(t.frequency_hz);
  }
  file.truth.emplace_back("twitch_count",
                          std::vector<double>{static_cast<double>(phantom.twitches.size())});
  add("twitch_onset_s", onset);
  add("twitch_duration_s", duration);
  add("twitch_peak_m_per_s2", peak);
  add("twitch_frequency_hz", frequency);
  add("tap_s", phantom.tap_s);
  add("click_s", phantom.click_s);
  return file;
}

std::vector<TruthRow> write_cine(const std::filesystem::path& file,
                                 const RecordingIdentity& identity,
                                 const SimulatedTwitchOptions& options) {
  const TwitchSensorOptions& sensor = options.phantom.sensor;
  TwitchCine cine =
      simulate_twitch_cine({.frame_rate_hz = sensor.sampling_frequency_hz,
                            .record_s = sensor.record_s,
                            .picture = options.picture,
                            .motion_times_noise = options.phantom.disturbance.motion_times_noise,
                            .burst = options.phantom.burst,
                            .seed = options.phantom.seed});
  ShearWaveRecording recording;
  recording.identity = identity;
  recording.kind = SampleKind::velocity;
  recording.axial_m = cine.axial_m;
  recording.lateral_m = cine.lateral_m;
  PushAcquisition& acquisition = recording.acquisitions.emplace_back();
  acquisition.real = std::move(cine.velocity);
  acquisition.time_s = cine.time_s.values();
  ShearWaveTruth truth;
  truth.wave = false;
  truth.maker = "twitch cine";
  for (std::size_t i = 0; i < cine.twitches.size(); ++i) {
    const TwitchTruth& t = cine.twitches[i];
    truth.maker += "; twitch " + std::to_string(i + 1) + ": onset " + text(t.onset_s) +
                   " s, duration " + text(1e3 * t.duration_s) + " ms, peak " + text(1e3 * t.peak) +
                   " mm/s, " + text(1e3 * cine.axial_of_m[i]) + " mm deep, " +
                   text(1e3 * cine.lateral_of_m[i]) + " mm lateral";
  }
  write_shear_wave_file(file, recording, &truth, provenance_of("simulate twitch", options));
  // The peak that comes back is a block's mean: no truth of it but the phantom's own file.
  std::vector<TruthRow> rows = rows_of(cine.twitches, "twitch_peak_velocity", 1e3);
  std::erase_if(rows, [](const TruthRow& row) { return row.quantity == "twitch_peak_velocity"; });
  return rows;
}

}  // namespace

SimulatedRecording simulated_twitch(std::string participant, std::string muscle,
                                    const SimulatedTwitchOptions& options) {
  return {std::move(participant), std::move(muscle), "twitch",
          [options](const std::filesystem::path& file, const RecordingIdentity& identity) {
            if (options.cine) return write_cine(file, identity, options);
            const TwitchPhantom phantom = simulate_twitch(options.phantom);
            write_trace_recording(file, file_of(phantom), identity,
                                  provenance_of("simulate twitch", options));
            return rows_of(phantom.twitches, "twitch_peak_acceleration", 1);
          }};
}

}  // namespace stiff::tool
