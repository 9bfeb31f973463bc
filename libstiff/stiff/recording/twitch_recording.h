#pragma once

#include "stiff/core/estimate.h"
#include "stiff/recording/identity.h"

#include <string>
#include <vector>

namespace stiff {

/// An accelerometer on the skin, on a needle or on a palpating finger, while a local twitch
/// response is sought: one to three axes of one sensor on an even clock.
struct TwitchRecording {
  RecordingIdentity identity;
  double sampling_frequency_hz = kNaN;
  double first_s = 0;                              ///< time of the first sample
  std::vector<std::vector<double>> axes_m_per_s2;  ///< of equal length, at right angles
  std::string format;                              ///< which reader made it
};

/// The slowest sampling that holds the band in which twitches are sought (to 120 Hz), and the
/// shortest record of which the noise can be known.
inline constexpr double kSlowestTwitchSampling_hz = 250;
inline constexpr double kShortestTwitchRecord_s = 1;

/// Checks what every later stage relies on: one to three axes of one length, at least 1 s of finite
/// samples at 250 Hz to 1 MHz, below 1e5 m/s2, each axis more than one value throughout. Clipping
/// is a verdict of the analysis, no error. \throws Error (bad_data) naming the first thing that is
/// wrong.
void validate(const TwitchRecording& recording);

}  // namespace stiff
