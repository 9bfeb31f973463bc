#pragma once

#include "stiff/core/cube.h"
#include "stiff/wave/vector_correlation_map.h"
#include "stiff/wave/wave_spectrum.h"

#include <span>

namespace stiff {

/// When the wave passes each pixel.
struct ArrivalMap {
  Picture<float>
      arrival_s;  ///< energy-weighted mean time after the push; meaningless if not compact
  Picture<float> compactness;  ///< 0 (energy at all times alike) to 1 (all at one instant)
};

/// The centroid of the wave's energy in time, on a circle of the transform's period: the phase of
/// the spectrum's correlation from one frequency to the next, summed over the window round the
/// pixel. It is no arrival to measure a speed by (reflections and reverberation are in it), but one
/// to see whether there was a wave, and whether it passed within the record.
ArrivalMap arrival_map(const WaveSpectrum& wave, std::span<const double> weight,
                       const CorrelationWindow& window);

}  // namespace stiff
