#pragma once

#include "stiff/core/options.h"
#include "stiff/wave/arrivals.h"
#include "stiff/wave/wave_line.h"

namespace stiff {

struct TimeToPeakOptions {
  double slowest_m_per_s = 0.5;
  double fastest_m_per_s = 15;
  double min_snr = 4;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    visit(Option{"peak-slowest", "m/s", "Slowest wave whose peak is searched", 0.05, 10},
          self.slowest_m_per_s);
    visit(Option{"peak-fastest", "m/s", "Fastest wave whose peak is searched", 0.5, 100},
          self.fastest_m_per_s);
    visit(Option{"peak-min-snr", "1", "Smallest height of a peak over the noise of its trace", 1,
                 100},
          self.min_snr);
  }
};

/// Time to peak (Palmeri2008): the largest value of each trace between distance / fastest and
/// 10 ms + distance / slowest after the push, with the sub-sample position of `band_limited_peak`.
/// A peak at the record's end is `outside_field`, one of less than `min_snr` noise `low_signal`.
///
/// Standard error: with noise of standard deviation s, white up to B, the derivative's noise is
/// s 2 pi B / sqrt(3), and a peak of curvature y'' moves by that over |y''|. First order in s.
///
/// What the peak is of matters: displacement and velocity of one wave peak at different times, and
/// where a wave changes its shape on its way (viscosity, the diffraction of a finite push) their
/// speeds differ: on `res_sim` +1 to +1.5 % (displacement) and +6 % (velocity) of the truth.
Arrivals arrival_time_to_peak(const WaveLine& line, const TimeToPeakOptions& options = {});

}  // namespace stiff
