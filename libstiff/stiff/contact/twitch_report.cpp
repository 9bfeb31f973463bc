#include "stiff/contact/twitch_report.h"

#include "stiff/contact/twitch_analysis.h"
#include "stiff/dsp/analytic_signal.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <functional>

namespace stiff {
namespace {

constexpr double kBefore_s = 0.25;  // of an excerpt, before the onset
constexpr double kAfter_s = 0.75;
constexpr double kOnsetScale_s = 0.1;  // quality is half at an error of 10 ms

EstimateRow row(const char* quantity, int repeat, const Estimate& estimate) {
  return {.quantity = quantity,
          .roi = "all",
          .method = std::string(kTwitchMethod),
          .repeat = repeat,
          .primary = repeat == 0,
          .estimate = estimate};
}

Estimate in_unit(Estimate e, double factor, double offset) {
  for (double* value : {&e.value, &e.ci_low, &e.ci_high}) *value = *value * factor + offset;
  e.std_error *= factor;
  return e;
}

Estimate plain(double value, double quality) {
  Estimate e;
  e.value = value;
  e.quality = quality;
  e.n = 1;
  return e;
}

void add_twitch(std::vector<EstimateRow>& rows, int repeat, const FoundTwitch& twitch,
                double first_s, const TwitchPeak& peak) {
  const auto add = [&](const char* quantity, Estimate estimate, double scale, double factor,
                       double offset) {
    if (estimate.has_value()) {
      const double relative = 10 * estimate.std_error / scale;
      const double known = std::isnan(relative) ? 1 : 1 / (1 + relative * relative);
      estimate = in_unit(estimate, factor, offset);
      estimate.quality = (1 - twitch.p_value) * known;
    }
    rows.push_back(row(quantity, repeat, estimate));
  };
  add("twitch_onset", twitch.extent.onset_s, kOnsetScale_s, 1, first_s);
  add("twitch_duration", twitch.extent.duration_s, twitch.extent.duration_s.value, 1e3, 0);
  add(peak.quantity, twitch.extent.peak, twitch.extent.peak.value, peak.factor, 0);
}

std::string counted(std::size_t count, const std::string& what) {
  return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
}

TraceMark mark(const char* name, const char* units, const char* what,
               const std::vector<FoundTwitch>& twitches,
               const std::function<double(const FoundTwitch&)>& read) {
  TraceMark made{name, units, what, {}};
  for (const FoundTwitch& twitch : twitches) made.value.push_back(read(twitch));
  return made;
}

}  // namespace

std::string short_number(double value, int digits) {
  char text[32];
  const auto end =
      std::to_chars(text, text + sizeof text, value, std::chars_format::general, digits);
  return {text, end.ptr};
}

std::vector<EstimateRow> twitch_rows(const std::vector<FoundTwitch>& twitches, double p_value,
                                     double first_s, const TwitchPeak& peak,
                                     double searched_share) {
  std::vector<EstimateRow> rows;
  Estimate count = plain(static_cast<double>(twitches.size()), searched_share);
  count.n = static_cast<std::int64_t>(twitches.size());
  rows.push_back(row("twitch_count", 0, count));
  rows.push_back(row("twitch_p_value", 0, plain(p_value, 1)));
  if (twitches.empty()) {
    for (const char* quantity : {"twitch_onset", "twitch_duration", peak.quantity}) {
      rows.push_back(row(quantity, 0, no_estimate(Reason::no_twitch)));
    }
    return rows;
  }
  const auto clearest =
      std::min_element(twitches.begin(), twitches.end(), [](const auto& a, const auto& b) {
        if (a.p_value != b.p_value) return a.p_value < b.p_value;
        return a.extent.peak.value > b.extent.peak.value;
      });
  add_twitch(rows, 0, *clearest, first_s, peak);
  for (std::size_t i = 0; i < twitches.size(); ++i) {
    const int repeat = static_cast<int>(i) + 1;
    add_twitch(rows, repeat, twitches[i], first_s, peak);
    rows.push_back(row("twitch_p_value", repeat, plain(twitches[i].p_value, 1)));
  }
  return rows;
}

double searched_share(const TwitchDetection& detection, double record_s) {
  double searched_s = detection.searched_s;
  for (const FoundTwitch& twitch : detection.twitches) searched_s += twitch.extent.whole.length_s();
  return std::clamp(searched_s / record_s, 0.0, 1.0);
}

std::vector<EstimateRow> twitch_rows(Reason reason, const TwitchPeak& peak) {
  std::vector<EstimateRow> rows;
  for (const char* quantity :
       {"twitch_count", "twitch_p_value", "twitch_onset", "twitch_duration", peak.quantity}) {
    rows.push_back(row(quantity, 0, no_estimate(reason)));
  }
  return rows;
}

TwitchBand twitch_band(std::span<const std::vector<double>> axes, double sampling_frequency_hz) {
  const TwitchSpectrum spectrum(axes, sampling_frequency_hz);
  TwitchBand band;
  band.envelope.assign(axes.front().size(), 0);
  for (std::size_t axis = 0; axis < axes.size(); ++axis) {
    // At twice the rate nothing is left out, so that the clock is the record's own.
    auto real = spectrum.real(axis, {15, 120, 4, 5}, 2 * sampling_frequency_hz, nullptr);
    real.value.resize(axes.front().size(), 0);
    const std::vector<double> own = envelope(real.value);
    for (std::size_t i = 0; i < own.size(); ++i) band.envelope[i] += own[i] * own[i];
    band.axes.push_back(std::move(real.value));
  }
  for (double& value : band.envelope) value = std::sqrt(value);
  return band;
}

std::vector<Trace> twitch_traces(const TwitchPlot& plot, const std::vector<FoundTwitch>& twitches,
                                 const std::vector<TraceMark>& more_marks, const TwitchPeak& peak) {
  Trace whole;
  whole.axis_long_name = "time on the recording's axis";
  const std::size_t size = plot.signals.front().value.size();
  for (std::size_t i = 0; i < size; ++i) {
    whole.at.push_back(plot.first_s + plot.step_s * static_cast<double>(i));
  }
  whole.signals = plot.signals;
  whole.marks.push_back({"twitch_count",
                         "1",
                         "twitches found: the group trace_twitch has them",
                         {static_cast<double>(twitches.size())}});
  std::vector<Trace> traces{std::move(whole)};
  if (twitches.empty()) return traces;

  Trace each;
  each.name = "trace_twitch";
  each.axis_long_name = "time from the twitch's onset";
  each.repeat_name = "twitch";
  each.repeats = twitches.size();
  const auto before = static_cast<std::ptrdiff_t>(std::lround(kBefore_s / plot.step_s));
  const auto after = static_cast<std::ptrdiff_t>(std::lround(kAfter_s / plot.step_s));
  for (std::ptrdiff_t i = -before; i <= after; ++i) {
    each.at.push_back(plot.step_s * static_cast<double>(i));
  }
  const auto onset = [&](const FoundTwitch& t) {
    return t.extent.onset_s.has_value() ? t.extent.onset_s.value : t.extent.whole.begin_s;
  };
  for (const TraceSignal& signal : plot.signals) {
    TraceSignal cut{signal.name, signal.units, signal.long_name, {}};
    for (const FoundTwitch& twitch : twitches) {
      const auto middle = static_cast<std::ptrdiff_t>(std::lround(onset(twitch) / plot.step_s));
      for (std::ptrdiff_t i = middle - before; i <= middle + after; ++i) {
        const bool inside = i >= 0 && i < static_cast<std::ptrdiff_t>(size);
        cut.value.push_back(inside ? signal.value[static_cast<std::size_t>(i)]
                                   : std::numeric_limits<float>::quiet_NaN());
      }
    }
    each.signals.push_back(std::move(cut));
  }
  each.marks = {mark("twitch_onset", "s", "onset on the recording's time axis", twitches,
                     [&](const auto& t) { return t.extent.onset_s.value + plot.first_s; }),
                mark("twitch_duration", "ms", "between the half heights of the envelope", twitches,
                     [](const auto& t) { return 1e3 * t.extent.duration_s.value; }),
                mark(peak.quantity, peak.units, "largest value of the envelope", twitches,
                     [&](const auto& t) { return peak.factor * t.extent.peak.value; }),
                mark("twitch_frequency", "Hz", "frequency of the burst that fits best", twitches,
                     [](const auto& t) { return t.frequency_hz; }),
                mark("twitch_p_value", "1",
                     "chance of a burst as clear in a recording without one; 1e-6: at most that",
                     twitches, [](const auto& t) { return t.p_value; })};
  each.marks.insert(each.marks.end(), more_marks.begin(), more_marks.end());
  traces.push_back(std::move(each));
  return traces;
}

std::string twitch_message(const TwitchDetection& detection, double record_s, double alarm_rate) {
  std::string text;
  const auto add = [&](const std::string& note) { text += (text.empty() ? "" : "; ") + note; };
  if (!detection.tap_s.empty()) add(counted(detection.tap_s.size(), "tap") + " taken off");
  if (!detection.click_s.empty()) {
    add(counted(detection.click_s.size(), "contact click") + " taken off");
  }
  if (detection.swings > 0) {
    add(counted(static_cast<std::size_t>(detection.swings), "slow swing") + " of the probe");
  }
  if (!detection.on_swings.empty()) {
    add(counted(detection.on_swings.size(), "burst") + " rejected as part of the probe's motion");
  }
  if (detection.clipped_share > 0) {
    add(short_number(100 * detection.clipped_share, 2) + " % of the samples are clipped");
  }
  const double left_out = record_s - detection.searched_s;
  if (left_out > 0.02 * record_s) {
    add(short_number(left_out, 3) + " of " + short_number(record_s, 4) +
        " s were not searched beyond what was found there");
  }
  add("alarm rate " + short_number(100 * alarm_rate, 3) + " % a recording");
  return text;
}

}  // namespace stiff
