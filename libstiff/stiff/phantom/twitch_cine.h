#pragma once

#include "stiff/core/axis.h"
#include "stiff/core/cube.h"
#include "stiff/phantom/twitch_phantom.h"

#include <vector>

namespace stiff {

/// The picture of a cine.
struct TwitchPictureOptions {
  double width_m = 30e-3;   ///< centred on lateral 0
  double height_m = 30e-3;  ///< from 5 mm depth on
  double pitch_m = 1e-3;
  double noise_m_per_s = 1e-3;  ///< SD of a pixel, shared with its neighbours in part
  double radius_m = 3e-3;       ///< SD of a burst's Gaussian in space

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    visit(Option{"cine-width", "m", "Width of the picture", 1.1e-2, 0.2}, self.width_m);
    visit(Option{"cine-height", "m", "Height of the picture", 1.1e-2, 0.2}, self.height_m);
    visit(Option{"cine-pitch", "m", "Distance of its pixels", 1e-4, 5e-3}, self.pitch_m);
    visit(Option{"cine-noise", "m/s", "SD of a pixel's velocity", 1e-9, 1}, self.noise_m_per_s);
    visit(Option{"cine-radius", "m", "SD of a twitch's Gaussian in space", 1e-4, 0.1},
          self.radius_m);
  }
};

/// A cine of tissue velocity with local bursts in it.
struct TwitchCineOptions {
  double frame_rate_hz = 1000;
  double record_s = 2;
  TwitchPictureOptions picture;
  double motion_times_noise = 10;  ///< the probe's swings and tilt, over a pixel's noise
  TwitchBurstOptions burst;        ///< `times_noise` is over a pixel's noise
  std::uint64_t seed = 1;
};

struct TwitchCine {
  Cube<float> velocity;  ///< m/s, (axial, lateral, time)
  Axis axial_m, lateral_m, time_s;
  std::vector<TwitchTruth> twitches;  ///< peak in m/s, at the burst's middle
  std::vector<double> axial_of_m, lateral_of_m;
};

/// velocity = bursts (Gaussian in space, `TwitchWave` in time, at places by chance, 5 mm from the
/// picture's edges) + swings of the probe that all pixels share, with a tilt over the picture +
/// noise. Equal options give equal samples. \throws Error (usage) as `simulate_twitch` does.
TwitchCine simulate_twitch_cine(const TwitchCineOptions& options);

}  // namespace stiff
