#include "stiff/core/error.h"
#include "stiff/recording/twitch_recording.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string>

namespace stiff {
namespace {

constexpr double kLargestAcceleration_m_per_s2 = 1e5;

std::string text(double value) {
  char digits[32];
  const auto end =
      std::to_chars(digits, digits + sizeof digits, value, std::chars_format::general, 6);
  return {digits, end.ptr};
}

[[noreturn]] void refuse(const std::string& what) {
  throw Error(ErrorKind::bad_data, what);
}

void check_axis(const std::vector<double>& axis, const std::string& name) {
  for (std::size_t i = 0; i < axis.size(); ++i) {
    if (!(std::abs(axis[i]) <= kLargestAcceleration_m_per_s2)) {
      refuse(name + ", sample " + std::to_string(i + 1) + ": " + text(axis[i]) +
             " m/s2 is no acceleration of a sensor");
    }
  }
  const auto [low, high] = std::minmax_element(axis.begin(), axis.end());
  if (*low == *high) {
    refuse(name + " is " + text(*low) + " m/s2 throughout: the sensor recorded nothing");
  }
}

}  // namespace

void validate(const TwitchRecording& recording) {
  const double rate = recording.sampling_frequency_hz;
  if (std::isnan(rate)) {
    refuse("'SamplingFrequency' is missing: give it in Hz in the sidecar");
  }
  if (!(rate >= kSlowestTwitchSampling_hz)) {
    refuse("sampling at " + text(rate) +
           " Hz is too slow for a twitch: its band reaches to 120 Hz and needs at least " +
           text(kSlowestTwitchSampling_hz) + " Hz");
  }
  if (!(rate <= 1e6)) refuse("'SamplingFrequency' is " + text(rate) + " Hz, above 1 MHz");
  const std::size_t axes = recording.axes_m_per_s2.size();
  if (axes < 1 || axes > 3) {
    refuse("an accelerometer has one to three axes, not " + std::to_string(axes));
  }
  const std::size_t size = recording.axes_m_per_s2.front().size();
  if (!(static_cast<double>(size) >= kShortestTwitchRecord_s * rate)) {
    refuse("the trace is " + text(static_cast<double>(size) / rate) +
           " s long: too short to know its noise, which takes at least " +
           text(kShortestTwitchRecord_s) + " s");
  }
  for (std::size_t i = 0; i < axes; ++i) {
    const std::string name = axes == 1 ? "the acceleration" : "axis " + std::to_string(i + 1);
    if (recording.axes_m_per_s2[i].size() != size) {
      refuse(name + " has " + std::to_string(recording.axes_m_per_s2[i].size()) +
             " samples, the first axis " + std::to_string(size));
    }
    check_axis(recording.axes_m_per_s2[i], name);
  }
}

}  // namespace stiff
