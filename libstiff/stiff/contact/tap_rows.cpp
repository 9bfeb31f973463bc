#include "stiff/contact/tap_rows.h"

#include "stiff/core/error.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>

namespace stiff {
namespace {

constexpr double kFullSignal = 200;  // push over noise

using ReadNumber = std::function<Estimate(const TapReading&)>;

struct NumberColumn {
  const char* quantity;
  const char* method;
  bool primary;
  TapNumber number;
  double factor;  // from SI to the quantity's unit
  bool has_metadata;
  Reason without;  // where nothing withholds the number, and yet there is none
  ReadNumber read;
};

// A definition's number with its error by the noise.
ReadNumber definition(double TapParameters::*value, double TapParameterErrors::*error) {
  return [=](const TapReading& r) {
    return make_estimate(r.parameters.*value, r.parameters.errors.*error, kNaN,
                         static_cast<std::int64_t>(r.trace.size()), r.noise_dof);
  };
}

std::vector<NumberColumn> columns(const TapRecording& recording, const TapOptions& options) {
  using P = TapParameters;
  using E = TapParameterErrors;
  const bool mass = moving_mass_kg(recording) > 0;
  const bool force = recording.tap_force_n > 0;
  const double diameter = recording.probe_diameter_m;
  const auto at_a1 = definition(&P::stiffness_at_a1_n_per_m, &E::stiffness_at_a1_n_per_m);
  const auto at_dl = definition(&P::stiffness_at_dl_n_per_m, &E::stiffness_at_dl_n_per_m);
  const auto of_mass = [](const TapReading& r) { return r.of_mass.stiffness_n_per_m; };
  const auto punch = [=, nu = options.tissue.poisson_ratio](const TapReading& r) {
    return apparent_punch_modulus_pa(r.of_mass.stiffness_n_per_m, diameter, nu);
  };
  using enum TapNumber;
  using enum Reason;
  return {
      {"oscillation_frequency", kTapFitMethod, true, fit, 1, true, not_converged,
       [](const TapReading& r) { return r.fit.frequency_hz(); }},
      {"oscillation_frequency", "spectral_peak", false, spectrum, 1, true, out_of_range,
       definition(&P::spectral_frequency_hz, &E::spectral_frequency_hz)},
      {"oscillation_frequency", "peak_interval", false, peaks, 1, true, under_push,
       definition(&P::peak_interval_frequency_hz, &E::peak_interval_frequency_hz)},
      {"dynamic_stiffness", kTapFitMethod, true, fit, 1, mass, not_converged, of_mass},
      {"dynamic_stiffness", "oscillator_fit_force", false, fit, 1, force, not_converged,
       [](const TapReading& r) { return r.of_force.stiffness_n_per_m; }},
      {"dynamic_stiffness", "peak_a1", false, excursion, 1, mass, under_push, at_a1},
      {"dynamic_stiffness", "at_max_displacement", false, excursion, 1, mass, under_push, at_dl},
      {"log_decrement", kTapFitMethod, true, fit, 1, true, not_converged,
       [](const TapReading& r) { return r.fit.log_decrement(); }},
      {"log_decrement", "peak_ratio", false, peaks, 1, true, under_push,
       definition(&P::log_decrement, &E::log_decrement)},
      {"myoton_relaxation_time", "displacement", true, excursion, 1e3, true, outside_field,
       definition(&P::relaxation_time_s, &E::relaxation_time_s)},
      {"myoton_creep_ratio", "displacement", true, excursion, 1, true, outside_field,
       definition(&P::creep_ratio, &E::creep_ratio)},
      {"damping_coefficient", kTapFitMethod, true, fit, 1, mass, not_converged,
       [](const TapReading& r) { return r.of_mass.damping_n_s_per_m; }},
      {"damping_coefficient", "oscillator_fit_force", false, fit, 1, force, not_converged,
       [](const TapReading& r) { return r.of_force.damping_n_s_per_m; }},
      {"moving_mass", "oscillator_fit_force", true, fit, 1e3, force, not_converged,
       [](const TapReading& r) { return r.of_force.mass_kg; }},
      {"apparent_punch_modulus", kTapFitMethod, true, fit, 1e-3, mass && diameter > 0,
       not_converged, punch},
  };
}

double quality_of(const TapReading& r, TapNumber number, const TapQualityOptions& options) {
  double quality = std::min(1.0, r.signal_to_noise / kFullSignal);
  if (number == TapNumber::fit) {
    const double noise = r.window.noise_m_per_s2;
    const double push = std::abs(r.window.jump_m_per_s2);
    const double limit =
        std::max(options.largest_noise_ratio * noise, options.smallest_misfit * push);
    quality *= std::min(1.0, limit / r.fit.residual_std);
  }
  return quality;
}

Estimate number_of(const NumberColumn& column, const TapReading& reading, double fs,
                   const TapQualityOptions& options) {
  if (!column.has_metadata) return no_estimate(Reason::missing_metadata);
  const Reason reason = withheld(reading, column.number, fs, options);
  if (reason != Reason::none) return no_estimate(reason);
  Estimate number = scaled_power(column.read(reading), column.factor, 1);
  if (!number.has_value()) return no_estimate(column.without);
  number.quality = quality_of(reading, column.number, options);
  return number;
}

// The reason that most taps give, the first of those that are as many.
Reason usual_reason(const std::vector<Estimate>& taps) {
  std::map<Reason, int> counts;
  for (const Estimate& tap : taps) {
    if (!tap.has_value()) ++counts[tap.reason];
  }
  Reason usual = Reason::too_few;
  int most = 0;
  for (const Estimate& tap : taps) {
    if (!tap.has_value() && counts[tap.reason] > most) {
      most = counts[tap.reason];
      usual = tap.reason;
    }
  }
  return usual;
}

TapSet set_of(const std::vector<Estimate>& taps, const TapSetOptions& options) {
  std::vector<double> values;
  for (const Estimate& tap : taps) values.push_back(tap.value);
  TapSet set = summarise_taps(values, options);
  double quality = 0;
  int counting = 0;
  double only = kNaN;
  for (std::size_t i = 0; i < taps.size(); ++i) {
    if (!set.counts[i]) continue;
    quality += taps[i].quality;
    only = taps[i].value;
    ++counting;
  }
  if (counting == 0) {
    set.estimate = no_estimate(usual_reason(taps));
    return set;
  }
  if (counting == 1) {
    // One tap says nothing of how taps differ: a value, no error bar.
    set.estimate = make_estimate(only, kNaN, kNaN, 1);
    set.variable = false;
  }
  if (set.estimate.has_value()) {
    set.estimate.quality = quality / static_cast<double>(taps.size());
    if (set.cv > options.largest_cv) set.estimate.quality *= options.largest_cv / set.cv;
  }
  return set;
}

}  // namespace

std::vector<TapSeries> tap_series(const TapRecording& recording,
                                  const std::vector<TapReading>& readings,
                                  const TapOptions& options) {
  std::vector<TapSeries> all;
  for (const NumberColumn& column : columns(recording, options)) {
    TapSeries series{column.quantity, column.method, column.primary, {}, {}};
    for (const TapReading& reading : readings) {
      series.taps.push_back(
          number_of(column, reading, recording.sampling_frequency_hz, options.quality));
    }
    series.set = set_of(series.taps, options.set);
    all.push_back(std::move(series));
  }
  return all;
}

std::vector<EstimateRow> tap_rows(const std::vector<TapSeries>& all) {
  std::vector<EstimateRow> rows;
  for (const TapSeries& series : all) {
    rows.push_back({series.quantity, "all", series.method, 0, series.primary, series.set.estimate});
    int repeat = 0;
    for (const Estimate& tap : series.taps) {
      rows.push_back({series.quantity, "all", series.method, ++repeat, false, tap});
    }
  }
  return rows;
}

const TapSeries& series_of(const std::vector<TapSeries>& all, const std::string& quantity,
                           const std::string& method) {
  const auto found = std::find_if(all.begin(), all.end(), [&](const TapSeries& series) {
    return series.quantity == quantity && series.method == method;
  });
  if (found == all.end()) throw Error(ErrorKind::usage, "there is no series of " + quantity);
  return *found;
}

}  // namespace stiff
