#include "stiff/contact/tap_quality.h"

#include "stiff/contact/tap_clipping.h"
#include "stiff/core/error.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace stiff {
namespace {

using Fit = DampedOscillatorFit;

constexpr std::array<std::string_view, 9> kNames{"no_tap",
                                                 "sampling_too_slow",
                                                 "clipped",
                                                 "noise",
                                                 "double_tap",
                                                 "too_few_oscillations",
                                                 "jump_off",
                                                 "drift",
                                                 "unlike_an_oscillator"};

constexpr double kFlatNoise = 6;  // samples of a flat top differ by no more, in standard deviations

// A jump of two samples' means after the push that no swing makes.
bool second_push(std::span<const double> a, const TapWindow& window, double share) {
  const auto size = static_cast<Index>(a.size());
  const auto at = [&](Index i) { return a[static_cast<std::size_t>(i)]; };
  // Five samples back must not reach the push's own edge.
  for (Index n = window.end + 7; n + 5 < size; ++n) {
    const double jump = 0.5 * (at(n + 1) + at(n + 2) - at(n - 1) - at(n - 2));
    // The swing's own slope on either side, over the three samples between the means.
    const double slope = 0.5 * (at(n + 5) - at(n + 2) + at(n - 2) - at(n - 5));
    if (std::abs(jump - slope) > share * std::abs(window.jump_m_per_s2)) return true;
  }
  return false;
}

// The first rebound: from the push's end to beyond zero, then to the largest sample along the push.
// A fit of a probe that flew may not have ended: the line before the tap stands in for its
// baseline.
bool flat_rebound(std::span<const double> a, double fs, const TapWindow& window, const Fit& fit) {
  const auto rest = [&](Index i) {
    const double time = static_cast<double>(i) / fs;
    const double line = fit.ok()
                            ? fit.value[Fit::offset] + fit.value[Fit::drift] * (time - fit.mid_s)
                            : window.offset_m_per_s2 + window.drift_m_per_s3 * time;
    return window.sign * (a[static_cast<std::size_t>(i)] - line);
  };
  const auto size = static_cast<Index>(a.size());
  Index first = window.end + 2;
  while (first < size && rest(first) <= 4 * window.noise_m_per_s2) ++first;
  // The deceleration takes about half a period.
  const Index half = first - window.end;
  const Index last = std::min(size, first + 2 * half);
  if (first >= last) return false;
  Index top = first;
  for (Index n = first; n < last; ++n) {
    if (rest(n) > rest(top)) top = n;
  }
  const double peak = rest(top);
  const double band = std::max(kFlatNoise * window.noise_m_per_s2, 0.005 * peak);
  if (!(peak > 0 && peak > 3 * band)) return false;
  Index begin = top, end = top;
  while (begin > first && rest(begin - 1) > peak - band) --begin;
  while (end + 1 < last && rest(end + 1) > peak - band) ++end;
  const double radian = static_cast<double>(half) / std::numbers::pi;
  const double sine = 2 * std::acos(1 - band / peak) * radian;
  return static_cast<double>(end - begin) > 2 * sine + 0.2 * static_cast<double>(half);
}

}  // namespace

std::string_view to_string(TapFault fault) {
  return kNames.at(static_cast<std::size_t>(fault));
}

Reason reason_of(TapFault fault) {
  constexpr std::array<Reason, 9> kReasons{
      Reason::no_push,     Reason::sampling_too_slow,    Reason::saturated, Reason::low_signal,
      Reason::double_tap,  Reason::too_few_oscillations, Reason::jump_off,  Reason::drift,
      Reason::model_misfit};
  return kReasons.at(static_cast<std::size_t>(fault));
}

std::vector<TapFault> tap_faults(std::span<const double> trace, double sampling_frequency_hz,
                                 const TapWindow& window, const DampedOscillatorFit& fit,
                                 const TapParameters& parameters,
                                 const TapQualityOptions& options) {
  if (!(sampling_frequency_hz > 0)) {
    throw Error(ErrorKind::usage, "a tap needs a positive sampling frequency");
  }
  if (!window.ok()) return {TapFault::no_tap};
  std::vector<TapFault> faults;
  const auto check = [&](bool wrong, TapFault fault) {
    if (wrong) faults.push_back(fault);
  };
  const double push = std::abs(window.jump_m_per_s2);
  const double frequency = fit.ok() ? fit.frequency_hz().value : parameters.spectral_frequency_hz;
  check(!(sampling_frequency_hz >= options.fewest_samples_a_period * frequency),
        TapFault::sampling_too_slow);
  const bool misfit =
      !fit.ok() || fit.residual_std > std::max(options.largest_noise_ratio * window.noise_m_per_s2,
                                               options.smallest_misfit * push);
  check(tap_is_clipped(trace, window, options.clipped_run, misfit), TapFault::clipped);
  check(!(push >= options.smallest_signal_to_noise * window.noise_m_per_s2), TapFault::noise);
  // What one push explains down to the noise holds no second one.
  check(misfit && second_push(trace, window, options.second_push), TapFault::double_tap);
  check(parameters.peaks < 2, TapFault::too_few_oscillations);
  check(misfit && flat_rebound(trace, sampling_frequency_hz, window, fit), TapFault::jump_off);
  const double record_s = static_cast<double>(trace.size()) / sampling_frequency_hz;
  const double drift = fit.ok() ? fit.value[Fit::drift] : window.drift_m_per_s3;
  check(!(std::abs(drift) * record_s <= options.largest_drift_share * push) ||
            parameters.drift_bound_m > options.largest_drift_bound * parameters.max_displacement_m,
        TapFault::drift);
  check(misfit, TapFault::unlike_an_oscillator);
  return faults;
}

bool creep_is_usual(const TapParameters& parameters, double tap_duration_s) {
  const double ratio = parameters.max_displacement_s / tap_duration_s;
  return ratio >= 0.9 && ratio <= 1.6;
}

}  // namespace stiff
