#pragma once

#include "stiff/core/options.h"
#include "stiff/wave/wave_spectrum.h"

#include <vector>

namespace stiff {

struct LateralFanOptions {
  double slowest_m_per_s = 0.5;
  double fastest_m_per_s = 12;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    visit(Option{"fan-slowest", "m/s", "Slowest wave that the map's directional filter passes",
                 0.05, 10},
          self.slowest_m_per_s);
    visit(Option{"fan-fastest", "m/s", "Fastest wave that the map's directional filter passes", 0.5,
                 100},
          self.fastest_m_per_s);
  }
};

/// A spectrum parted by the lateral direction of travel (Deffieux2011): what goes towards larger
/// lateral positions, what goes towards smaller ones; each within the fan of lateral phase speeds.
struct LateralParts {
  WaveSpectrum rightwards;
  WaveSpectrum leftwards;
};

/// Filters each depth and frequency along the lateral axis, zero padded to at least twice its
/// length. The gain at lateral wavenumber k (cycles per metre, > 0 in the direction of travel) and
/// frequency f rises as a half cosine over k in [0, 2 f / fastest] and falls over
/// [f / slowest, 1.25 f / slowest]: at an angle theta to the lateral axis a wave shows the lateral
/// speed c / cos(theta), so the fan is wide at its fast edge.
LateralParts lateral_fan(const WaveSpectrum& spectrum, const LateralFanOptions& options = {});

}  // namespace stiff
