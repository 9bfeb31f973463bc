#pragma once

#include "stiff/contact/burst_scan.h"

#include <span>
#include <vector>

namespace stiff {

/// Slow swings of the probe or the limb: stretches in which the power between 0.7 and 9 Hz, over
/// 0.25 s, is beyond 25 times what the noise between 15 and 60 Hz would have there if its power law
/// went on. For the message; they are outside of the band in which twitches are sought.
std::vector<TimeSpan> probe_swings(const TwitchSpectrum& spectrum,
                                   std::span<const NoiseSpectrum> noise);

/// Whether a burst of low frequency is the upper end of a slow swing: round it the power below 10
/// Hz is beyond 300 times that of the band 15 to 120 Hz.
bool rides_on_swing(const TwitchSpectrum& spectrum, const TimeSpan& burst, double frequency_hz);

}  // namespace stiff
