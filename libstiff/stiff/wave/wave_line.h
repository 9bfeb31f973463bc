#pragma once

#include "stiff/core/options.h"
#include "stiff/motion/motion_field.h"
#include "stiff/wave/directional_filter.h"

#include <vector>

#include <Eigen/Core>

namespace stiff {

struct WaveLineOptions {
  double half_band_m = 2e-3;
  double min_distance_m = 4e-3;
  double max_distance_m = 0.03;
  double low_pass_hz = 2000;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    visit(Option{"line-half-band", "m", "Half height of the depths averaged for a group speed", 0,
                 2e-2},
          self.half_band_m);
    visit(Option{"line-min-distance", "m", "Nearest distance from the push used for a group speed",
                 0, 5e-2},
          self.min_distance_m);
    visit(Option{"line-max-distance", "m", "Farthest distance from the push used for a group speed",
                 1e-3, 0.3},
          self.max_distance_m);
    visit(Option{"line-low-pass", "Hz", "Zero-phase low-pass before arrivals are taken (gain 1/2)",
                 10, 1e6},
          self.low_pass_hz);
  }
};

/// One side of a push as the group speed sees it: the motion by distance from the push's axis,
/// averaged over the depths round the focus.
///
/// Only these depths: there the wave front stands upright, and arrival against lateral distance is
/// its speed; off the focus the front is curved and a lateral line reads too fast. Only distances
/// beyond about one wavelength: nearer, the quasi-static field of the push, which decays as
/// (wavelength / distance)^2, still moves the arrival.
///
/// The low-pass is mild: a filter as long as the pulse broadens it on its way and moves the peaks
/// of a pulse that is not symmetric. 1000 Hz adds 0.5 % to the time-to-peak speed of a 4 m/s wave,
/// 2000 Hz 0.1 %.
struct WaveLine {
  using Matrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

  MotionKind kind = MotionKind::displacement;
  Travel travel = Travel::to_larger;
  Axis distance_m;  ///< from the push's axis, > 0, increasing
  Axis time_s;
  Matrix value;          ///< (distance, time), first arrival positive
  double noise_std = 0;  ///< of one sample, after the low-pass
  double noise_bandwidth_hz =
      0;                     ///< noise that is white up to here has the same derivative's noise
  double raw_noise_std = 0;  ///< of one sample before the low-pass, taken as white
  double depth_m = kNaN;     ///< of the band's middle

  std::span<const double> trace(Index i) const {
    return {value.data() + i * value.cols(), static_cast<std::size_t>(value.cols())};
  }
};

/// The line on one side. `field` may be filtered by direction before. The depth is that of the
/// push's focus if said, else where the motion's energy beyond `min_distance_m` is largest. The
/// line is empty (size 0) where the field has no line on that side. Noise: from the frames before
/// the push if there are five, else the field's own `noise_std`, else from third differences in
/// time. \throws Error (usage) where the push's lateral position is not known.
WaveLine wave_line(const MotionField& field, Travel travel, const WaveLineOptions& options = {});

}  // namespace stiff
