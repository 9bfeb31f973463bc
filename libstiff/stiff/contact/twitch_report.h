#pragma once

#include "stiff/contact/twitch_field.h"
#include "stiff/result/trace.h"

#include <string>
#include <vector>

namespace stiff {

/// The quantity of a twitch's peak, with the factor from SI to its unit.
struct TwitchPeak {
  const char* quantity;
  double factor;
  const char* units;
};
inline constexpr TwitchPeak kPeakAcceleration{"twitch_peak_acceleration", 1, "m s-2"};
inline constexpr TwitchPeak kPeakVelocity{"twitch_peak_velocity", 1e3, "mm s-1"};

/// The rows of `analyse_twitch`. \param twitches in order of time. \param first_s added to onsets.
/// \param searched_share of the record (`searched_share`): the count's quality.
std::vector<EstimateRow> twitch_rows(const std::vector<FoundTwitch>& twitches, double p_value,
                                     double first_s, const TwitchPeak& peak, double searched_share);

/// How much of the record a twitch would have been found in: what was searched, and the twitches.
double searched_share(const TwitchDetection& detection, double record_s);
/// The same where nothing could be searched.
std::vector<EstimateRow> twitch_rows(Reason reason, const TwitchPeak& peak);

/// A signal of the whole record, and excerpts of it round each twitch with its marks: groups
/// `trace` and `trace_twitch`.
struct TwitchPlot {
  std::vector<TraceSignal> signals;  ///< on an even clock
  double step_s = 0;
  double first_s = 0;
};
std::vector<Trace> twitch_traces(const TwitchPlot& plot, const std::vector<FoundTwitch>& twitches,
                                 const std::vector<TraceMark>& more_marks, const TwitchPeak& peak);

/// The band 15 to 120 Hz of some axes (one signal each), and the length of their envelope, on the
/// record's own clock.
struct TwitchBand {
  std::vector<std::vector<double>> axes;
  std::vector<double> envelope;
};
TwitchBand twitch_band(std::span<const std::vector<double>> axes, double sampling_frequency_hz);

/// What was found and what was not searched, in one line.
std::string twitch_message(const TwitchDetection& detection, double record_s, double alarm_rate);

/// "0.25", with so many digits.
std::string short_number(double value, int digits);

}  // namespace stiff
