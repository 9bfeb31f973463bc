#include "stiff/contact/compression_hold.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace stiff {
namespace {

constexpr std::size_t kMostPoints = 4000;
constexpr std::size_t kBlocks = 8;
constexpr double kUneven = 2;  // of a ramp's innovations over those beside it

Estimate shifted(Estimate estimate, double by, double more_error) {
  if (!estimate.has_value()) return estimate;
  estimate.value += by;
  estimate.ci_low += by - 1.96 * more_error;
  estimate.ci_high += by + 1.96 * more_error;
  estimate.std_error = std::hypot(estimate.std_error, more_error);
  return estimate;
}

// The standard deviation about the model; its error from that of eight parts of the hold.
Estimate scatter(std::span<const double> held, double fs, const ReleaseDetection& release,
                 double mean_force) {
  if (release.time_s.size() == 0) return no_estimate(release.reason);
  const auto first = static_cast<std::size_t>(std::ceil(release.time_s[0] * fs));
  const auto last = static_cast<std::size_t>(release.time_s[release.time_s.size() - 1] * fs);
  std::vector<double> squares(kBlocks, 0.0), counts(kBlocks, 0.0);
  for (std::size_t i = first; i <= last; ++i) {
    const double at = static_cast<double>(i) / fs;
    const double rest = held[i] - release.passive_at(at) - release.steps_at(at);
    const std::size_t block = (i - first) * kBlocks / (last - first + 1);
    squares[block] += rest * rest;
    counts[block] += 1;
  }
  double mean = 0, spread = 0;
  for (std::size_t b = 0; b < kBlocks; ++b) mean += squares[b] / counts[b] / kBlocks;
  for (std::size_t b = 0; b < kBlocks; ++b) {
    spread += (squares[b] / counts[b] - mean) * (squares[b] / counts[b] - mean);
  }
  const double variance_error = std::sqrt(spread / (kBlocks - 1) / kBlocks);
  if (!(mean > 0)) return make_estimate(0, 0, kNaN, static_cast<std::int64_t>(held.size()));
  return make_estimate(std::sqrt(mean) / mean_force,
                       variance_error / (2 * std::sqrt(mean)) / mean_force, kNaN,
                       static_cast<std::int64_t>(held.size()), kBlocks - 1);
}

void read_release(HoldReading& reading, double fs) {
  const ReleaseDetection& found = reading.release;
  const double begun = static_cast<double>(reading.hold.first) / fs;
  const double to_onset = begun - reading.hold.onset_s.value;
  const double onset_error = reading.hold.onset_s.std_error;
  const StepVerdict& release = found.release;
  if (release.found) {
    reading.release_time_s = shifted(release.time_s, to_onset, onset_error);
    const double at = release.time_s.value;
    const double before =
        found.passive_at(at) - reading.hold.rest_n + found.steps_at(at - release.width_s / 2 - 0.2);
    reading.release_share = scaled_power(release.size_n, 1 / before, 1);
    const double duration = reading.hold.duration_s.value;
    reading.share_after = reading.release_time_s;
    Estimate& share = reading.share_after;
    share.value = 1 - share.value / duration;
    share.std_error /= duration;
    const double low = share.ci_low;
    share.ci_low = 1 - share.ci_high / duration;
    share.ci_high = 1 - low / duration;
  } else {
    const Reason why = found.reason == Reason::none ? Reason::no_release : found.reason;
    reading.release_time_s = reading.release_share = reading.share_after = no_estimate(why);
  }
  reading.guarding_time_s =
      found.guarding.found
          ? shifted(found.guarding.time_s, to_onset, onset_error)
          : no_estimate(found.reason == Reason::none ? Reason::low_signal : found.reason);
}

}  // namespace

namespace {

// Each estimate's quality, by its own scale (`analyse_compression`).
void grade(HoldReading& reading) {
  Hold& hold = reading.hold;
  reading.ramp_factor = hold.misfit > kUneven ? 0.5 : 1;
  const auto graded = [](Estimate& estimate, double scale, double factor = 1) {
    if (estimate.has_value()) estimate.quality = factor * quality_of(estimate, scale);
  };
  const auto by_value = [&](Estimate& estimate, double factor = 1) {
    graded(estimate, std::abs(estimate.value), factor);
  };
  graded(hold.onset_s, 1, reading.ramp_factor);
  graded(hold.duration_s, 1, reading.ramp_factor);
  by_value(reading.force_n);
  by_value(reading.unsteadiness);
  for (Estimate* time : {&reading.release_time_s, &reading.guarding_time_s}) graded(*time, 1);
  for (Estimate* share : {&reading.release_share, &reading.share_after}) graded(*share, 1);
  by_value(reading.release.release.size_n);
  by_value(reading.release.guarding.size_n);
  graded(reading.tremor.frequency_hz, 10);
  by_value(reading.tremor.amplitude_n);
  graded(reading.relaxation.relaxed_share, 1, reading.ramp_factor);
  for (Estimate& tau : reading.relaxation.fit.tau_s) by_value(tau, reading.ramp_factor);
  for (Estimate& g : reading.relaxation.fit.g) graded(g, 1, reading.ramp_factor);
  by_value(reading.stiffness.before, reading.ramp_factor);
  by_value(reading.stiffness.in_hold);
  by_value(reading.stiffness.after, reading.ramp_factor);
}

}  // namespace

double quality_of(const Estimate& estimate, double scale) {
  const double relative = 10 * estimate.std_error / scale;
  return std::isnan(relative) ? 0.5 : 1 / (1 + relative * relative);
}

HoldReading read_hold(const CompressionRecording& recording, const Hold& hold,
                      const CompressionOptions& options, const RelaxationOptions& relaxation) {
  const double fs = recording.sampling_frequency_hz;
  const std::span<const double> force(recording.force_n);
  const auto held = force.subspan(hold.first, hold.last - hold.first + 1);
  HoldReading reading;
  reading.hold = hold;
  reading.tremor = find_tremor(held, fs, options.tremor);
  reading.release = detect_release(held, fs, reading.tremor.frequency_hz.value, options.release);
  reading.relaxation = relax_hold(force, fs, hold, reading.release, relaxation);
  double sum = 0;
  for (const double value : held) sum += value;
  const auto n = static_cast<std::int64_t>(held.size());
  reading.force_n = make_estimate(sum / static_cast<double>(n) - hold.rest_n,
                                  reading.release.mean_std_error_n, kNaN, n);
  reading.unsteadiness = scatter(held, fs, reading.release, reading.force_n.value);
  read_release(reading, fs);
  if (recording.displacement_m.empty()) {
    const Estimate none = no_estimate(Reason::missing_metadata);
    reading.stiffness = {none, none, none, kNaN};
  } else {
    reading.stiffness = hold_stiffness(force, recording.displacement_m, fs, hold, reading.release);
  }
  grade(reading);
  return reading;
}

namespace {

// Means of blocks of the samples first .. last, with the times of their middles.
struct Thinned {
  std::vector<double> time_s;
  std::vector<float> value;
};

Thinned thinned(std::span<const double> values, std::size_t first, std::size_t last, double fs,
                double factor = 1) {
  const std::size_t count = last - first + 1;
  const std::size_t block = (count + kMostPoints - 1) / kMostPoints;
  Thinned result;
  for (std::size_t at = first; at + block <= last + 1; at += block) {
    double sum = 0;
    for (std::size_t i = at; i < at + block; ++i) sum += values[i];
    result.time_s.push_back((static_cast<double>(at) + 0.5 * static_cast<double>(block - 1)) / fs);
    result.value.push_back(static_cast<float>(factor * sum / static_cast<double>(block)));
  }
  return result;
}

}  // namespace

Trace hold_trace(const CompressionRecording& recording, const HoldReading& reading,
                 std::size_t number) {
  const double fs = recording.sampling_frequency_hz;
  const Hold& hold = reading.hold;
  const auto sample = [&](double time_s) {
    return static_cast<std::size_t>(
        std::clamp(time_s * fs, 0.0, static_cast<double>(recording.force_n.size() - 1)));
  };
  const double end = hold.let_go_s > 0 ? hold.let_go_s : hold.end_s;
  const std::size_t first = sample(hold.ramp_start_s - 1), last = sample(end + 1);
  Thinned force = thinned(recording.force_n, first, last, fs);
  Trace trace;
  trace.name = "trace_hold_" + std::to_string(number);
  trace.axis_long_name = "time after the hold's onset";
  trace.repeat_name = "hold";
  std::vector<float> passive, model;
  const ReleaseDetection& found = reading.release;
  const Eigen::Index n = found.time_s.size();
  for (const double time : force.time_s) {
    const double at = time - static_cast<double>(hold.first) / fs;
    const bool inside = n > 1 && at >= found.time_s[0] && at <= found.time_s[n - 1];
    const double course = inside ? found.passive_at(at) : kNaN;
    passive.push_back(static_cast<float>(course));
    model.push_back(static_cast<float>(inside ? course + found.steps_at(at) : kNaN));
    trace.at.push_back(time - hold.onset_s.value);
  }
  trace.signals = {
      {"force", "N", "force", std::move(force.value)},
      {"passive_force", "N", "passive relaxation", std::move(passive)},
      {"model_force", "N", "passive relaxation with release and guarding", std::move(model)}};
  if (!recording.displacement_m.empty()) {
    trace.signals.push_back({"displacement", "mm", "displacement",
                             thinned(recording.displacement_m, first, last, fs, 1e3).value});
  }
  trace.marks = {
      {"hold_onset", "s", "onset of the hold on the recording's axis", {hold.onset_s.value}},
      {"hold_duration", "s", "length of the hold", {hold.duration_s.value}},
      {"release_time", "s", "release after the onset", {reading.release_time_s.value}},
      {"guarding_time", "s", "rise after the onset", {reading.guarding_time_s.value}},
      {"release_p_value",
       "1",
       "chance of a drop as clear without a release",
       {found.release.p_value}}};
  return trace;
}

Trace compression_trace(const CompressionRecording& recording) {
  const double fs = recording.sampling_frequency_hz;
  const std::size_t last = recording.force_n.size() - 1;
  Thinned force = thinned(recording.force_n, 0, last, fs);
  Trace trace;
  trace.axis_long_name = "time from the first sample";
  trace.at = std::move(force.time_s);
  trace.signals = {{"force", "N", "force", std::move(force.value)}};
  if (!recording.displacement_m.empty()) {
    trace.signals.push_back({"displacement", "mm", "displacement",
                             thinned(recording.displacement_m, 0, last, fs, 1e3).value});
  }
  return trace;
}

}  // namespace stiff
