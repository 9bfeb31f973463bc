#pragma once

#include "stiff/core/estimate.h"
#include "stiff/core/options.h"
#include "stiff/wave/wave_line.h"

namespace stiff {

struct RadonOptions {
  double slowest_m_per_s = 0.5;
  double fastest_m_per_s = 15;
  double latest_start_s = 5e-3;
  double min_snr = 4;
  double min_coherence = 0.6;
  int min_lines = 8;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    visit(Option{"radon-slowest", "m/s", "Slowest trajectory", 0.05, 10}, self.slowest_m_per_s);
    visit(Option{"radon-fastest", "m/s", "Fastest trajectory", 0.5, 100}, self.fastest_m_per_s);
    visit(Option{"radon-latest-start", "s", "Latest time at which a trajectory leaves the push", 0,
                 0.1},
          self.latest_start_s);
    visit(Option{"radon-min-snr", "1", "Smallest height of a trace over its noise", 1, 100},
          self.min_snr);
    visit(Option{"radon-min-coherence", "1",
                 "Smallest mean of the traces, each of peak 1, along the trajectory", 0, 1},
          self.min_coherence);
    visit(Option{"radon-min-lines", "1", "Fewest traces", 4, 1000}, self.min_lines);
  }
};

struct RadonSpeed {
  Estimate speed;
  double start_s = kNaN;    ///< when the trajectory leaves the push's axis
  double coherence = kNaN;  ///< mean height along it, 1 where every trace has its peak there
};

/// Radon sum (Rouze2010): the straight trajectory t = start + slowness * distance along which the
/// sum of the traces is largest. It departs from the paper in that each trace is first divided by
/// its own peak, so that near traces, which are larger, do not carry the sum; and in that the best
/// trajectory of the grid (as in the paper: arrival times at the line's two ends, a frame apart) is
/// refined by Newton's method on the band-limited traces, so no grid quantises the speed.
///
/// Standard error: jackknife over eight blocks of neighbouring distances, whose noise is
/// correlated; seven degrees of freedom. A best trajectory at the border of the range is
/// `out_of_range`; `low_signal` and `low_correlation` as the options say.
RadonSpeed radon_speed(const WaveLine& line, const RadonOptions& options = {});

}  // namespace stiff
