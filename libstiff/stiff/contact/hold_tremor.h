#pragma once

#include "stiff/core/estimate.h"
#include "stiff/core/options.h"

#include <span>

namespace stiff {

/// The chi squared of a peak is not to be believed farther out in its tail.
inline constexpr double kLeastTremorP = 1e-6;

struct TremorOptions {
  double lowest_hz = 4;
  double highest_hz = 15;
  double alpha = 0.01;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    visit(Option{"hold-tremor-lowest", "Hz", "Lowest frequency of a tremor", 2.5, 30},
          self.lowest_hz);
    visit(Option{"hold-tremor-highest", "Hz", "Highest frequency of a tremor", 5, 50},
          self.highest_hz);
    visit(Option{"hold-tremor-alpha", "1", "Chance of calling a tremor in noise without one", 1e-6,
                 0.5},
          self.alpha);
  }
};

/// A peak in the force's spectrum that stands out of the noise.
struct Tremor {
  double p_value = kNaN;  ///< not below `kLeastTremorP`: that reads "at most that"
  Estimate frequency_hz;  ///< centroid of what stands above the noise; `low_signal` where none does
  Estimate amplitude_n;   ///< its root mean square, likewise

  bool found() const { return frequency_hz.has_value(); }
};

/// The power spectrum by overlapped segments of 2 s, each less its line, under Hann's window
/// (Welch1967), against a smooth background, log-quadratic in log f from 2.5 to 25 Hz (Whittle's
/// likelihood). The statistic is the largest ratio of the two between the limits; under noise with
/// such a background a ratio is chi squared over its degrees of freedom, 36 S^2 / (19 S - 1) of S
/// segments, and the p-value counts each bin as one independent look (Sidak), which overstates it a
/// little. Amplitude and frequency are read within 1.5 Hz of the peak, over a background fitted
/// without it. Reasons: `too_few` below three segments, `sampling_too_slow` where the band reaches
/// beyond 0.45 of the sampling, `low_signal`. Cost: O(samples x bins).
Tremor find_tremor(std::span<const double> force_n, double sampling_frequency_hz,
                   const TremorOptions& options = {});

}  // namespace stiff
