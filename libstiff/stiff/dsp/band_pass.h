#pragma once

#include "stiff/core/axis.h"
#include "stiff/core/cube.h"
#include "stiff/core/options.h"

#include <span>

namespace stiff {

/// Zero-phase temporal band-pass. Its gain at frequency f is real,
///   H(f) = 1 / (1 + (low / f)^(2 n)) * 1 / (1 + (f / high)^(2 n)),    n = order,
/// that of a Butterworth filter of order n run forwards and backwards: 1/2 at each edge (-6 dB), no
/// phase at any frequency. An edge of 0 (low) or of the Nyquist frequency and beyond (high) does
/// nothing.
struct BandPassOptions {
  double low_hz = 50;
  double high_hz = 1000;
  int order = 2;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    visit(
        Option{"band-low", "Hz", "Lower edge of the temporal band (gain 1/2); 0 for none", 0, 1e5},
        self.low_hz);
    visit(Option{"band-high", "Hz", "Upper edge of the temporal band (gain 1/2)", 1, 1e6},
          self.high_hz);
    visit(Option{"band-order", "1", "Steepness of the band's edges (Butterworth order)", 1, 8},
          self.order);
  }
};

double band_pass_gain(double frequency_hz, const BandPassOptions& options);

/// Filters each slow-time trace in place. `step_s` is the time between samples.
///
/// A record that ends while the tissue still moves must not be cut or tapered to 0: a taper inside
/// the record moves late peaks (facts: +2 to +3.6 % in speed). Each trace is instead continued
/// beyond both ends by its end value, which falls to 0 over the padding along a half cosine, so no
/// sample of the record is weighted. The filter's own ring-down from the ends still reaches about 1
/// / (2 low) into the record. \throws Error (usage) for edges that are not 0 <= low < high, or a
/// step that is not > 0.
void band_pass(View3<float> motion, double step_s, const BandPassOptions& options);
void band_pass(std::span<double> trace, double step_s, const BandPassOptions& options);

}  // namespace stiff
