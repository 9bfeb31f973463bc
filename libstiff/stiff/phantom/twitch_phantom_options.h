#pragma once

#include "stiff/core/options.h"

#include <cstdint>
#include <span>

namespace stiff {

/// The noise's spectrum: flat; 1/f from one over the record's length on; of a first order
/// autoregression with a pole of 0.95 at 1 kHz (8 Hz corner).
enum class NoiseColour { white, pink, autoregressive };
std::span<const Choice<NoiseColour>> choices(NoiseColour);

/// The twitches: w(t) A cos(phase(t)) with w rising and falling as half cosines, at half its height
/// at onset and onset + duration.
struct TwitchBurstOptions {
  int count = 1;
  double times_noise = 4;  ///< A over the SD of a sample's noise
  double duration_s = 0.1;
  double frequency_hz = 50;
  double rise = 0.3;  ///< length of the rise over the duration; below it a rise and a fall overlap
  double fall = 0.6;
  double chirp = 0;  ///< how much the frequency falls from onset to end, over the frequency

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    visit(Option{"bursts", "1", "Twitches in a recording, at times by chance", 0, 50}, self.count);
    visit(
        Option{"times-noise", "1", "Amplitude of a twitch over the SD of a sample's noise", 0, 1e4},
        self.times_noise);
    visit(Option{"burst-duration", "s", "Length of a twitch between its half heights", 0.02, 1},
          self.duration_s);
    visit(Option{"burst-frequency", "Hz", "Frequency of a twitch", 5, 400}, self.frequency_hz);
    visit(Option{"burst-rise", "1", "Length of a twitch's rise over its duration", 0.05, 1},
          self.rise);
    visit(Option{"burst-fall", "1", "Length of a twitch's fall over its duration", 0.05, 1},
          self.fall);
    visit(Option{"chirp", "1", "Fall of a twitch's frequency from onset to end, relative", -1, 1},
          self.chirp);
  }
};

/// What else moves the sensor. Taps: a rectangular push of 4 to 15 ms onto a swing of 10 to 30 Hz
/// and damping 0.08 to 0.3, with a second mode of a tenth of it; clicks: half sines of 2 to 5 ms
/// with a ring of 150 to 300 Hz. Probe motion: swings of 0.5 to 8 Hz, one a second.
struct TwitchDisturbanceOptions {
  int taps = 0;
  int clicks = 0;
  double tap_times_noise = 30;    ///< peak; drawn between half and double of it
  double motion_times_noise = 0;  ///< amplitude; drawn between 0.3 and 1 of it

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    visit(Option{"taps", "1", "Taps of the probe in a recording", 0, 50}, self.taps);
    visit(Option{"clicks", "1", "Contact clicks of a few ms in a recording", 0, 50}, self.clicks);
    visit(Option{"tap-times-noise", "1", "Typical peak of taps and clicks over the noise's SD", 0,
                 1e5},
          self.tap_times_noise);
    visit(Option{"motion-times-noise", "1", "Amplitude of the probe's motion over the noise's SD",
                 0, 1e4},
          self.motion_times_noise);
  }
};

/// The sensor.
struct TwitchSensorOptions {
  double sampling_frequency_hz = 1000;
  double record_s = 10;
  int axes = 1;
  double noise_m_per_s2 = 0.05;  ///< SD of a sample
  NoiseColour colour = NoiseColour::white;
  double offset_m_per_s2 = 0;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    visit(Option{"rate", "Hz", "Sampling frequency", 50, 1e5}, self.sampling_frequency_hz);
    visit(Option{"record", "s", "Length of the record", 0.1, 3600}, self.record_s);
    visit(Option{"axes", "1", "Axes of the sensor", 1, 3}, self.axes);
    visit(Option{"noise", "m/s2", "SD of a sample's noise, of each axis", 1e-9, 1e3},
          self.noise_m_per_s2);
    visit(Option{"colour", "", "Spectrum of the noise"}, self.colour);
    visit(Option{"offset", "m/s2", "What the sensor reads at rest", -100, 100},
          self.offset_m_per_s2);
  }
};

struct TwitchPhantomOptions {
  TwitchBurstOptions burst;
  TwitchDisturbanceOptions disturbance;
  TwitchSensorOptions sensor;
  std::uint64_t seed = 1;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    visit(Option{"seed", "1", "Seed of everything that is by chance", 0, 1e9}, self.seed);
  }
  template <class Self, class Visitor>
  static void groups(Self& self, Visitor&& visit) {
    visit("Twitches", self.burst);
    visit("Taps and motion", self.disturbance);
    visit("Sensor", self.sensor);
  }
};

}  // namespace stiff
