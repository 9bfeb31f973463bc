#include "stiff/contact/tap_notes.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <numbers>

namespace stiff {
namespace {

// Of a device's exports: S / (2 pi F)^2.
constexpr double kLightest_kg = 0.023;
constexpr double kHeaviest_kg = 0.047;
constexpr double kMassAgreement = 0.15;  // between the stated mass and the force's

std::string number(double value, int digits) {
  char text[32];
  const auto end =
      std::to_chars(text, text + sizeof text, value, std::chars_format::general, digits);
  return {text, end.ptr};
}

std::string percent(double share) {
  return number(100 * share, 2) + " %";
}

// "tap 2", "taps 1, 4, 5", "all 5 taps", "the tap"
std::string taps_text(const std::vector<std::size_t>& taps, std::size_t of) {
  if (taps.size() == of) return of == 1 ? "the tap" : "all " + std::to_string(of) + " taps";
  std::string text = taps.size() == 1 ? "tap " : "taps ";
  for (std::size_t i = 0; i < taps.size(); ++i) {
    text += (i > 0 ? ", " : "") + std::to_string(taps[i] + 1);
  }
  return text;
}

class Notes {
 public:
  Notes(const TapRecording& recording, const std::vector<TapReading>& readings,
        const std::vector<TapSeries>& series, const TapOptions& options)
      : recording_(recording), readings_(readings), series_(series), options_(options) {}

  std::string text() {
    missing_keys();
    cut_records();
    faults();
    outliers_and_variation();
    creep();
    masses();
    return text_;
  }

 private:
  void add(const std::string& note) { text_ += (text_.empty() ? "" : "; ") + note; }

  template <class Which>
  std::vector<std::size_t> which(Which is) const {
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < readings_.size(); ++i) {
      if (is(readings_[i])) found.push_back(i);
    }
    return found;
  }
  std::string of(const std::vector<std::size_t>& taps) const {
    return taps_text(taps, readings_.size());
  }
  const TapSeries& fitted(const char* quantity) const {
    return series_of(series_, quantity, kTapFitMethod);
  }

  void missing_keys() {
    if (std::isnan(recording_.probe_mass_kg)) {
      add("without 'ProbeMass' there is no stiffness of a known mass, damping or modulus; "
          "frequency "
          "and decrement need none");
    }
    if (std::isnan(recording_.tap_force_n)) add("without 'TapForce' there is no moving mass");
    if (std::isnan(recording_.probe_diameter_m)) add("without 'ProbeDiameter' there is no modulus");
  }

  void cut_records() {
    const auto cut = which([&](const TapReading& r) {
      return r.trace.size() <
             recording_.taps_m_per_s2[static_cast<std::size_t>(&r - readings_.data())].size();
    });
    if (!cut.empty()) {
      add(of(cut) + ": only " + number(options_.tissue.longest_record_s, 3) +
          " s of the trace is looked at (--tap-record)");
    }
  }

  // What follows from a fault that takes everything is not worth a word.
  bool worth_saying(const TapReading& r, TapFault fault) const {
    for (const TapFault whole :
         {TapFault::no_tap, TapFault::clipped, TapFault::double_tap, TapFault::jump_off}) {
      if (r.has(whole)) return fault == whole;
    }
    return r.has(fault);
  }

  void faults() {
    for (int i = 0; i <= static_cast<int>(TapFault::unlike_an_oscillator); ++i) {
      const auto fault = static_cast<TapFault>(i);
      const auto taps = which([&](const TapReading& r) { return worth_saying(r, fault); });
      if (!taps.empty()) {
        add(of(taps) + ": " + std::string(to_string(fault)) + " (" + in_words(fault, taps) + ")");
      }
    }
  }

  std::string in_words(TapFault fault, const std::vector<std::size_t>& taps) const {
    const TapQualityOptions& limits = options_.quality;
    switch (fault) {
      case TapFault::no_tap:
        return no_tap_text(readings_[taps.front()].window.reason);
      case TapFault::sampling_too_slow:
        return "fewer than " + number(limits.fewest_samples_a_period, 3) + " samples a period";
      case TapFault::clipped:
        return "the sensor stood at its limit";
      case TapFault::noise:
        return "the push is less than " + number(limits.smallest_signal_to_noise, 3) +
               " times the noise";
      case TapFault::double_tap:
        return "a second push";
      case TapFault::too_few_oscillations:
        return "fewer than two peaks after the tap";
      case TapFault::jump_off:
        return "the probe left the skin";
      case TapFault::drift:
        return "the baseline moves by more than the integration bears";
      case TapFault::unlike_an_oscillator:
        return misfit_text(taps);
    }
    return {};
  }

  static std::string no_tap_text(Reason reason) {
    switch (reason) {
      case Reason::outside_field:
        return "no two samples at rest before the push";
      case Reason::too_few:
        return "too few samples";
      default:
        return "nothing in the trace begins and ends as a push does";
    }
  }

  std::string misfit_text(const std::vector<std::size_t>& taps) const {
    double largest = 0;
    for (const std::size_t tap : taps) {
      if (!readings_[tap].fit.ok()) return "no fit";
      largest = std::max(largest, readings_[tap].misfit);
    }
    const bool quoted = largest <= options_.quality.largest_misfit;
    return "the fit leaves up to " + percent(largest) + " of the push" +
           (quoted ? ", counted in its intervals" : "");
  }

  void outliers_and_variation() {
    for (const char* quantity : {"oscillation_frequency", "dynamic_stiffness", "log_decrement"}) {
      const TapSeries& series = fitted(quantity);
      std::vector<std::size_t> outliers;
      for (std::size_t i = 0; i < series.taps.size(); ++i) {
        if (series.taps[i].has_value() && !series.set.counts[i]) outliers.push_back(i);
      }
      if (!outliers.empty()) add(of(outliers) + " left out of " + quantity + " as an outlier");
    }
    for (const char* quantity : {"oscillation_frequency", "dynamic_stiffness"}) {
      const TapSet& set = fitted(quantity).set;
      if (set.estimate.has_value() && set.cv > options_.set.largest_cv) {
        add(std::string(quantity) + " varies by " + percent(set.cv) +
            " between taps: a set above " + percent(options_.set.largest_cv) +
            " is to be measured again");
      }
      if (set.estimate.has_value() && set.estimate.n == 1 && readings_.size() > 1) {
        add("one tap alone has " + std::string(quantity) + ": its error is not known");
      }
    }
  }

  void creep() {
    const auto strange = which([&](const TapReading& r) {
      const double tap_s = r.window.end_s - r.window.onset_s;
      return withheld(r, TapNumber::excursion, recording_.sampling_frequency_hz,
                      options_.quality) == Reason::none &&
             std::isfinite(r.parameters.creep_ratio) && !creep_is_usual(r.parameters, tap_s);
    });
    if (!strange.empty()) {
      add(of(strange) + ": R over C is outside 0.9 to 1.6 tap durations, as no device reports");
    }
  }

  void masses() {
    const double mass = moving_mass_kg(recording_);
    if (recording_.added_mass_kg > 0) {
      add("the mass taken is " + number(1e3 * mass, 4) + " g, " +
          number(1e3 * recording_.added_mass_kg, 4) +
          " g of it added: stiffness and damping are in "
          "proportion to it");
    }
    const double forced =
        1e-3 * series_of(series_, "moving_mass", "oscillator_fit_force").set.estimate.value;
    if (std::abs(forced / mass - 1) > kMassAgreement) {
      add("by the tap's force " + number(1e3 * forced, 3) + " g move, not the " +
          number(1e3 * mass, 3) + " g stated: check 'TapForce', 'ProbeMass' and 'AddedMass'");
    }
    const double stiffness = fitted("dynamic_stiffness").set.estimate.value;
    const double omega = 2 * std::numbers::pi * fitted("oscillation_frequency").set.estimate.value;
    const double effective = stiffness / (omega * omega);
    if (effective < kLightest_kg || effective > kHeaviest_kg) {
      add("S / (2 pi F)^2 is " + number(1e3 * effective, 3) +
          " g; of a device's exports it is 23 to 47 g");
    }
  }

  const TapRecording& recording_;
  const std::vector<TapReading>& readings_;
  const std::vector<TapSeries>& series_;
  const TapOptions& options_;
  std::string text_;
};

}  // namespace

std::string tap_notes(const TapRecording& recording, const std::vector<TapReading>& readings,
                      const std::vector<TapSeries>& series, const TapOptions& options) {
  return Notes(recording, readings, series, options).text();
}

}  // namespace stiff
