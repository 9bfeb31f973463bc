#pragma once

#include "stiff/contact/twitch_detection.h"
#include "stiff/phantom/twitch_phantom.h"

#include <string>
#include <vector>

// Phantoms in numbers, taken through the detection.
namespace twitch_rates {

inline stiff::TwitchDetection detect(const stiff::TwitchPhantom& phantom,
                                     const stiff::TwitchSearchOptions& options = {}) {
  return stiff::detect_twitches(phantom.recording.axes_m_per_s2,
                                phantom.recording.sampling_frequency_hz, options);
}

/// The found twitch that meets a true one in time; nullptr where it was missed.
inline const stiff::FoundTwitch* found_of(const stiff::TwitchDetection& detection,
                                          const stiff::TwitchTruth& truth) {
  for (const stiff::FoundTwitch& twitch : detection.twitches) {
    if (twitch.extent.whole.begin_s < truth.onset_s + truth.duration_s &&
        twitch.extent.whole.end_s > truth.onset_s) {
      return &twitch;
    }
  }
  return nullptr;
}

inline std::string of(int hits, int n) {
  return std::to_string(hits) + " of " + std::to_string(n);
}

/// 0 to 1 from a running number, evenly (the golden section).
inline double even(int i, double start) {
  const double turned = start + 0.6180339887498949 * i;
  return turned - static_cast<double>(static_cast<long>(turned));
}

}  // namespace twitch_rates
