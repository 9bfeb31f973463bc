#include "stiff/contact/tap_trace.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <functional>
#include <limits>

namespace stiff {
namespace {

constexpr float kNoSample = std::numeric_limits<float>::quiet_NaN();

using SampleOf = std::function<double(const TapReading&, std::size_t)>;

TraceSignal signal(const char* name, const char* units, const char* what, std::size_t size,
                   const std::vector<TapReading>& readings, const SampleOf& sample) {
  TraceSignal made{name, units, what, {}};
  made.value.reserve(size * readings.size());
  for (const TapReading& reading : readings) {
    for (std::size_t i = 0; i < size; ++i) {
      made.value.push_back(i < reading.trace.size() ? static_cast<float>(sample(reading, i))
                                                    : kNoSample);
    }
  }
  return made;
}

TraceMark mark(const char* name, const char* units, std::string what,
               const std::vector<TapReading>& readings,
               const std::function<double(const TapReading&)>& read) {
  TraceMark made{name, units, std::move(what), {}};
  for (const TapReading& reading : readings) made.value.push_back(read(reading));
  return made;
}

TraceMark mark(const TapSeries& series, const char* units, std::string what) {
  TraceMark made{series.quantity, units, std::move(what), {}};
  for (const Estimate& tap : series.taps) made.value.push_back(tap.value);
  return made;
}

// What the definitions would read of the fitted oscillator, over its own frequency and stiffness.
struct DefinitionBias {
  double spectral_peak = kNaN;
  double peak_a1 = kNaN;
};

DefinitionBias definition_bias(const TapReading& r, double fs) {
  using Fit = DampedOscillatorFit;
  if (!r.fit.ok()) return {};
  const Fit::Vector& p = r.fit.value;
  const TapSwing swing{p[Fit::decay], p[Fit::omega], p[Fit::duration], std::abs(p[Fit::amplitude])};
  const double record_s = static_cast<double>(r.trace.size()) / fs - p[Fit::onset];
  if (!(record_s > swing.duration_s)) return {};
  const TapParameters expected = expected_tap_parameters(swing, 1, record_s);
  const double square =
      swing.decay_per_s * swing.decay_per_s + swing.omega_rad_per_s * swing.omega_rad_per_s;
  return {expected.spectral_frequency_hz / r.fit.frequency_hz().value - 1,
          expected.stiffness_at_a1_n_per_m / square - 1};
}

std::string punch_assumptions(double poisson_ratio) {
  std::array<char, 32> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), poisson_ratio,
                                 std::chars_format::general, 4);
  return "S (1 - nu^2) / diameter, S of the oscillator fit, nu " +
         std::string(digits.data(), end.ptr) +
         ": a homogeneous, isotropic, thick, resting half space under a flat, rigid, frictionless "
         "punch; dynamic, under preload, skin and fat in it; not comparable with a shear wave "
         "modulus";
}

std::vector<TraceMark> tap_marks(const std::vector<TapReading>& readings, double fs) {
  std::vector<TraceMark> marks;
  const auto add = [&](const char* name, const char* units, const char* what, auto read) {
    marks.push_back(mark(name, units, what, readings, read));
  };
  add("first_sample", "s", "time of the first sample shown, in the recording",
      [fs](const TapReading& r) { return static_cast<double>(r.first) / fs; });
  add("onset", "s", "beginning of the tap", [](const TapReading& r) { return r.window.onset_s; });
  add("end", "s", "end of the tap", [](const TapReading& r) { return r.window.end_s; });
  add("max_displacement_time", "s", "when the probe is deepest",
      [](const TapReading& r) { return r.window.onset_s + r.parameters.max_displacement_s; });
  add("return_time", "s", "when the probe is back at its start", [](const TapReading& r) {
    return r.window.onset_s + r.parameters.max_displacement_s + r.parameters.relaxation_time_s;
  });
  add("a1_time", "s", "first peak against the tap",
      [](const TapReading& r) { return r.parameters.a1_s; });
  add("a3_time", "s", "second peak against the tap",
      [](const TapReading& r) { return r.parameters.a3_s; });
  add("max_displacement", "mm", "largest displacement",
      [](const TapReading& r) { return 1e3 * r.parameters.max_displacement_m; });
  add("max_displacement_drift_error", "mm",
      "standard error of the largest displacement by the baseline",
      [](const TapReading& r) { return 1e3 * r.parameters.drift_bound_m; });
  add("noise", "m s-2", "standard deviation of a sample at rest",
      [](const TapReading& r) { return r.window.noise_m_per_s2; });
  add("residual", "m s-2", "standard deviation about the fit",
      [](const TapReading& r) { return r.fit.residual_std; });
  std::vector<DefinitionBias> bias;
  for (const TapReading& r : readings) bias.push_back(definition_bias(r, fs));
  const auto of = [&](const TapReading& r) {
    return bias[static_cast<std::size_t>(&r - readings.data())];
  };
  add("spectral_peak_bias", "1",
      "what the method spectral_peak reads too much of the fitted oscillator, in closed form",
      [&](const TapReading& r) { return of(r).spectral_peak; });
  add("peak_a1_bias", "1",
      "what the method peak_a1 reads too much of the fitted oscillator, in closed form",
      [&](const TapReading& r) { return of(r).peak_a1; });
  return marks;
}

}  // namespace

Trace tap_trace(const TapRecording& recording, const std::vector<TapReading>& readings,
                const std::vector<TapSeries>& series, const TapOptions& options) {
  const double fs = recording.sampling_frequency_hz;
  Trace trace;
  trace.repeat_name = "tap";
  trace.repeats = readings.size();
  trace.axis_long_name = "time since the first sample shown";
  std::size_t size = 0;
  for (const TapReading& r : readings) size = std::max(size, r.trace.size());
  for (std::size_t i = 0; i < size; ++i) trace.at.push_back(static_cast<double>(i) / fs);

  std::vector<std::vector<double>> displacement;
  for (const TapReading& r : readings) {
    displacement.push_back(tap_displacement(r.trace, fs, r.window, r.baseline));
  }
  trace.signals.push_back(signal("acceleration", "m s-2", "acceleration as recorded", size,
                                 readings, [](const auto& r, auto i) { return r.trace[i]; }));
  trace.signals.push_back(signal("fit", "m s-2",
                                 "damped oscillator under the tap, with offset and drift", size,
                                 readings, [fs](const auto& r, auto i) {
                                   return r.fit.ok() ? r.fit.at(static_cast<double>(i) / fs) : kNaN;
                                 }));
  trace.signals.push_back(
      signal("displacement", "mm", "acceleration without its baseline, integrated twice", size,
             readings, [&](const auto& r, auto i) {
               return 1e3 * displacement[static_cast<std::size_t>(&r - readings.data())][i];
             }));

  trace.marks = tap_marks(readings, fs);
  trace.marks.push_back(mark(series_of(series, "dynamic_stiffness", kTapFitMethod), "N m-1",
                             "stiffness by the oscillator fit"));
  trace.marks.push_back(mark(series_of(series, "apparent_punch_modulus", kTapFitMethod), "kPa",
                             punch_assumptions(options.tissue.poisson_ratio)));
  return trace;
}

}  // namespace stiff
