#pragma once

#include "stiff/phantom/twitch_phantom_options.h"
#include "stiff/recording/twitch_recording.h"

#include <vector>

namespace stiff {

/// A twitch that was put in.
struct TwitchTruth {
  double onset_s = 0;     ///< envelope at half its height
  double duration_s = 0;  ///< between the half heights
  double peak = 0;        ///< largest modulus of the burst itself, m/s2 (or m/s in a cine)
  double frequency_hz = 0;
};

/// A twitch as a function of time: amplitude 1, no noise.
struct TwitchWave {
  double onset_s = 0;
  double phase = 0;
  TwitchBurstOptions shape;

  double envelope(double time_s) const;
  double at(double time_s) const;
  /// The largest modulus over a sampling so fine that it is that of the function, to 1e-3.
  double peak() const;
};

struct TwitchPhantom {
  TwitchRecording recording;
  std::vector<TwitchTruth> twitches;   ///< in order of time
  std::vector<double> tap_s, click_s;  ///< when they begin
  std::vector<double> direction;       ///< of the twitches' axis, of unit length
};

/// Bursts, taps, clicks and probe motion as `twitch_phantom_options.h` describes them, in noise, as
/// samples of instants (of means over a sample's time for taps and clicks, whose edges fall between
/// samples). All of one recording's bursts move along one direction by chance, taps and motion
/// along others. A burst keeps 0.3 s from the record's ends and from other bursts; from taps and
/// motion nothing. Taps and clicks keep 0.25 s from each other. Equal options give equal samples.
/// \throws Error (usage) for a burst that fills the record or is faster than half the sampling.
TwitchPhantom simulate_twitch(const TwitchPhantomOptions& options);

/// Noise of SD 1 and a colour, `size` samples at a rate. The colours' SD is that of all
/// frequencies.
std::vector<double> phantom_noise(NoiseColour colour, std::size_t size, double rate_hz,
                                  std::uint64_t seed);

}  // namespace stiff
