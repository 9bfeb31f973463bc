#include "stiff/contact/twitch_analysis.h"

#include "stiff/contact/twitch_report.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace stiff {
namespace {

constexpr double kMostClipped = 0.01;
constexpr double kLeastSearched = 0.5;
constexpr std::array kAxisNames{"x", "y", "z"};

std::vector<float> floats(const std::vector<double>& values, double factor = 1) {
  std::vector<float> out;
  out.reserve(values.size());
  for (const double value : values) out.push_back(static_cast<float>(factor * value));
  return out;
}

// The excess power on the plot's clock, by lines between its own times.
std::vector<float> excess_on(const TwitchDetection& detection, std::size_t size, double step_s) {
  std::vector<float> out;
  const std::vector<double>& excess = detection.excess;
  for (std::size_t i = 0; i < size; ++i) {
    const double at = std::clamp(step_s * static_cast<double>(i) / detection.step_s, 0.0,
                                 static_cast<double>(excess.size() - 1));
    const auto k = std::min(static_cast<std::size_t>(at), excess.size() - 2);
    const double share = at - static_cast<double>(k);
    out.push_back(static_cast<float>((1 - share) * excess[k] + share * excess[k + 1]));
  }
  return out;
}

void add_search(TwitchPlot& plot, const TwitchDetection& detection, std::size_t size) {
  plot.signals.push_back({"excess_power", "1",
                          "power over the noise's, the clearest of all tiles, over what an alarm "
                          "takes; taps taken off",
                          excess_on(detection, size, plot.step_s)});
  plot.signals.push_back(
      {"threshold", "1", "of the excess power: above it is a twitch", std::vector<float>(size, 1)});
}

ContactResult refused(Reason reason, const std::string& message, const TwitchPeak& peak) {
  ContactResult result;
  result.status = Status::refused;
  result.message = message;
  result.estimates = twitch_rows(reason, peak);
  return result;
}

}  // namespace

ContactResult analyse_twitch(const TwitchRecording& recording, const TwitchOptions& options) {
  const auto& axes = recording.axes_m_per_s2;
  const double rate_hz = recording.sampling_frequency_hz;
  const std::size_t size = axes.front().size();
  const double record_s = static_cast<double>(size) / rate_hz;
  const TwitchDetection detection = detect_twitches(axes, rate_hz, options.search, 1, true);
  if (detection.clipped_share > kMostClipped) {
    return refused(Reason::saturated,
                   "the sensor stands at its limit in " +
                       short_number(100 * detection.clipped_share, 2) +
                       " % of the samples: use a larger range",
                   kPeakAcceleration);
  }
  const std::string message = twitch_message(detection, record_s, options.search.alarm_rate);
  if (detection.twitches.empty() && !(detection.searched_s > kLeastSearched * record_s)) {
    return refused(Reason::too_few, "too little is left to search: " + message, kPeakAcceleration);
  }
  ContactResult result;
  result.message = message;
  result.estimates = twitch_rows(detection.twitches, detection.p_value, recording.first_s,
                                 kPeakAcceleration, searched_share(detection, record_s));

  TwitchPlot plot;
  plot.step_s = 1 / rate_hz;
  plot.first_s = recording.first_s;
  const TwitchBand band = twitch_band(axes, rate_hz);
  const auto name = [&](const char* what, std::size_t axis) {
    return axes.size() == 1 ? std::string(what) : std::string(what) + "_" + kAxisNames[axis];
  };
  for (std::size_t axis = 0; axis < axes.size(); ++axis) {
    plot.signals.push_back(
        {name("acceleration", axis), "m s-2", "acceleration as recorded", floats(axes[axis])});
  }
  for (std::size_t axis = 0; axis < axes.size(); ++axis) {
    plot.signals.push_back(
        {name("band", axis), "m s-2", "acceleration from 15 to 120 Hz", floats(band.axes[axis])});
  }
  plot.signals.push_back(
      {"envelope", "m s-2", "envelope of the band, of all axes", floats(band.envelope)});
  add_search(plot, detection, size);
  result.traces = twitch_traces(plot, detection.twitches, {}, kPeakAcceleration);
  return result;
}

ContactResult analyse_twitch_field(View3<const float> velocity, const Axis& axial_m,
                                   const Axis& lateral_m, double frame_rate_hz, double first_s,
                                   const TwitchOptions& options) {
  const TwitchFieldDetection field =
      detect_field_twitches(velocity, axial_m, lateral_m, frame_rate_hz, options);
  const auto size = static_cast<std::size_t>(velocity.time());
  ContactResult result;
  std::vector<FoundTwitch> twitches;
  TraceMark axial{"twitch_axial", "mm", "depth of the twitch's centroid", {}};
  TraceMark lateral{"twitch_lateral", "mm", "lateral place of the twitch's centroid", {}};
  const auto add = [&](const std::string& note) {
    result.message += (result.message.empty() ? "" : "; ") + note;
  };
  for (const FieldTwitch& found : field.twitches) {
    twitches.push_back(found.twitch);
    axial.value.push_back(1e3 * found.axial_m);
    lateral.value.push_back(1e3 * found.lateral_m);
    add("twitch " + std::to_string(twitches.size()) + " at " +
        short_number(1e3 * found.axial_m, 3) + " mm depth, " +
        short_number(1e3 * found.lateral_m, 3) + " mm lateral, in " + std::to_string(found.blocks) +
        " of " + std::to_string(field.blocks.local.size()) + " blocks");
  }
  if (!field.blocks.shared_removed) {
    add("fewer than four blocks: motion of the probe is not told from the tissue's");
  } else {
    double square = 0;
    for (const double v : field.blocks.shared) square += v * v / static_cast<double>(size);
    add("the picture as a whole moves at " + short_number(1e3 * std::sqrt(square), 3) +
        " mm/s (RMS), taken off");
  }
  TwitchDetection course = field.course;
  course.swings = 0;  // of the shared motion, said above; what is left of them is none
  add(twitch_message(course, static_cast<double>(size) / frame_rate_hz, options.search.alarm_rate));
  result.estimates = twitch_rows(twitches, field.p_value, first_s, kPeakVelocity,
                                 searched_share(course, static_cast<double>(size) / frame_rate_hz));

  TwitchPlot plot;
  plot.step_s = 1 / frame_rate_hz;
  plot.first_s = first_s;
  const std::vector<double>& local = field.blocks.local[field.clearest];
  const TwitchBand band = twitch_band({&local, 1}, frame_rate_hz);
  plot.signals = {
      {"shared_velocity", "mm s-1", "velocity that the whole picture shares",
       floats(field.blocks.shared, 1e3)},
      {"local_velocity", "mm s-1", "mean velocity of the clearest block, less the shared one",
       floats(local, 1e3)},
      {"band", "mm s-1", "local velocity from 15 to 120 Hz", floats(band.axes.front(), 1e3)},
      {"envelope", "mm s-1", "envelope of the band", floats(band.envelope, 1e3)}};
  add_search(plot, field.course, size);
  result.traces = twitch_traces(plot, twitches, {axial, lateral}, kPeakVelocity);
  return result;
}

}  // namespace stiff
