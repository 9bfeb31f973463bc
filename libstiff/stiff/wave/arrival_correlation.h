#pragma once

#include "stiff/core/options.h"
#include "stiff/wave/arrivals.h"
#include "stiff/wave/wave_line.h"

namespace stiff {

struct CorrelationArrivalOptions {
  double slowest_m_per_s = 0.5;
  double min_correlation = 0.6;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    visit(Option{"lag-slowest", "m/s", "Slowest wave whose lag is searched", 0.05, 10},
          self.slowest_m_per_s);
    visit(Option{"lag-min-correlation", "1", "Smallest correlation with the reference trace", 0, 1},
          self.min_correlation);
  }
};

/// Arrivals as lags of the cross-correlation with the trace in the middle of the line, found on
/// the band-limited correlation (`band_limited_peak`), within |distance| / slowest of the
/// reference. They are relative: the time of the reference trace's own peak is added, so that
/// displacement and velocity stay comparable with times to peak. Lags with less than
/// `min_correlation` (normalised by both traces' energy) are `low_correlation`, those at the
/// range's end `out_of_range`.
///
/// The lag weighs the whole waveform: on a shape that stays the same it is the most precise
/// arrival; a record that ends within the wave biases it (the traces are taken as 0 beyond their
/// ends).
/// Squared standard error: s^2 (1 / sum u'^2 + 1 / sum r'^2), s the white noise of a sample before
/// the low-pass, u and r the two traces.
Arrivals arrival_correlation(const WaveLine& line, const CorrelationArrivalOptions& options = {});

}  // namespace stiff
