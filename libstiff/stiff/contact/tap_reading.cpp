#include "stiff/contact/tap_reading.h"

#include <algorithm>
#include <cmath>

namespace stiff {
namespace {

// The samples that are looked at.
std::span<const double> part_of(std::span<const double> record, double fs, double longest_s,
                                const TapWindowOptions& options) {
  const auto most = static_cast<std::size_t>(std::max(32.0, longest_s * fs));
  if (record.size() <= most) return record;
  const TapWindow window = find_tap(record, fs, options);
  if (!window.ok()) return record.first(most);
  const auto onset = static_cast<std::size_t>(window.onset);
  const std::size_t first = onset - std::min(onset, most / 10);
  return record.subspan(first, std::min(most, record.size() - first));
}

constexpr double kWhite = 1.2;  // three standard errors of the first autocorrelation of 900 samples

struct Correlation {
  double factor;  // of a variance by white noise
  double dof;
};

// Samples that go for one new one: 1 + 2 sum of the autocorrelation up to its first zero.
Correlation correlation(std::span<const double> trace, double fs, const DampedOscillatorFit& fit) {
  std::vector<double> r(trace.size());
  for (std::size_t i = 0; i < r.size(); ++i) {
    r[i] = trace[i] - fit.at(static_cast<double>(i) / fs);
    // The edges' partial samples are no part of the fit.
    const double t = static_cast<double>(i) / fs - fit.value[DampedOscillatorFit::onset];
    const double from_end = t - fit.value[DampedOscillatorFit::duration];
    if (std::abs(t) * fs < 2 || std::abs(from_end) * fs < 2) r[i] = 0;
  }
  const auto at_lag = [&](std::size_t lag) {
    double sum = 0;
    for (std::size_t i = lag; i < r.size(); ++i) sum += r[i] * r[i - lag];
    return sum;
  };
  const double power = at_lag(0);
  double time = 1;
  for (std::size_t lag = 1; lag < r.size() / 2; ++lag) {
    const double share = at_lag(lag) / power;
    if (!(share > 0)) break;
    time += 2 * share;
  }
  if (!(time > kWhite)) return {1, fit.dof};
  // The parameters took what they could of so many fewer samples.
  const auto n = static_cast<double>(fit.n);
  const double dof = std::max(1.0, n / time - double{DampedOscillatorFit::parameters});
  return {n / dof, dof};
}

TapOscillator missing(Reason reason) {
  TapOscillator none;
  none.stiffness_n_per_m = none.damping_n_s_per_m = none.mass_kg = no_estimate(reason);
  return none;
}

}  // namespace

bool TapReading::has(TapFault fault) const {
  return std::find(faults.begin(), faults.end(), fault) != faults.end();
}

double moving_mass_kg(const TapRecording& recording) {
  return recording.probe_mass_kg + recording.added_mass_kg;
}

TapReading read_tap(const TapRecording& recording, std::size_t tap, const TapOptions& options) {
  const double fs = recording.sampling_frequency_hz;
  const double mass = moving_mass_kg(recording);
  const std::vector<double>& record = recording.taps_m_per_s2[tap];
  TapReading r;
  r.trace = part_of(record, fs, options.tissue.longest_record_s, options.window);
  r.first = r.trace.data() - record.data();
  r.window = find_tap(r.trace, fs, options.window);
  r.fit = fit_damped_oscillator(r.trace, fs, r.window);
  const double push = std::abs(r.window.jump_m_per_s2);
  if (r.window.ok()) r.signal_to_noise = push / r.window.noise_m_per_s2;
  const auto size = static_cast<double>(r.trace.size());
  const double rest_dof = r.window.onset > 8 ? static_cast<double>(r.window.onset - 3) : size / 8;
  double noise = kNaN;
  if (r.fit.ok()) {
    const Correlation residuals = correlation(r.trace, fs, r.fit);
    r.fit.covariance *= residuals.factor;
    r.fit.dof = residuals.dof;
    noise = r.fit.residual_std * std::sqrt(residuals.factor);
  }
  r.noise_dof = r.fit.ok() ? r.fit.dof : rest_dof;
  r.baseline = tap_baseline(r.window, r.fit);
  r.parameters = tap_parameters(r.trace, fs, r.window, r.baseline, mass, noise);
  r.faults = tap_faults(r.trace, fs, r.window, r.fit, r.parameters, options.quality);
  r.misfit = r.fit.residual_std / push;
  if (r.has(TapFault::unlike_an_oscillator) && r.fit.ok()) {
    // What the oscillator does not describe is no noise of the definitions.
    r.parameters = tap_parameters(r.trace, fs, r.window, r.baseline, mass);
    r.noise_dof = rest_dof;
  }
  r.of_mass = mass > 0 ? oscillator_of_mass(r.fit, mass) : missing(Reason::missing_metadata);
  r.of_force = recording.tap_force_n > 0 ? oscillator_of_force(r.fit, recording.tap_force_n)
                                         : missing(Reason::missing_metadata);
  return r;
}

Reason withheld(const TapReading& reading, TapNumber number, double fs,
                const TapQualityOptions& options) {
  for (const TapFault fault : reading.faults) {
    bool takes = true;
    switch (fault) {
      case TapFault::no_tap:
        return reading.window.reason;
      case TapFault::clipped:
      case TapFault::double_tap:
      case TapFault::jump_off:
        break;
      case TapFault::noise:
        takes = number != TapNumber::fit;
        break;
      case TapFault::sampling_too_slow:
        takes = number != TapNumber::fit ||
                !(fs >= 0.5 * options.fewest_samples_a_period * reading.fit.frequency_hz().value);
        break;
      case TapFault::too_few_oscillations:
        takes = number == TapNumber::peaks;
        break;
      case TapFault::drift:
        takes = number == TapNumber::excursion;
        break;
      case TapFault::unlike_an_oscillator:
        takes = number == TapNumber::fit &&
                (!reading.fit.ok() || !(reading.misfit <= options.largest_misfit));
        if (takes && !reading.fit.ok()) return reading.fit.reason;
        break;
    }
    if (takes) return reason_of(fault);
  }
  return number == TapNumber::fit ? reading.fit.reason : Reason::none;
}

}  // namespace stiff
