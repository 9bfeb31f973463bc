#pragma once

#include "stiff/recording/shear_wave_recording.h"
#include "stiff/result/estimates.h"
#include "stiff/result/maps.h"
#include "stiff/wave/shear_wave_options.h"

#include <string>
#include <vector>

namespace stiff {

/// What a shear wave recording says of its tissue.
struct ShearWaveResult {
  std::vector<EstimateRow> estimates;
  Maps maps;
  std::string message;  ///< one line: why there is no value, or what to know of the value
  Status status = Status::ok;
};

/// The whole way from a recording to kPa: motion, presence of a wave, map of speed with its error,
/// regions, group speed, moduli.
///
/// Quantities: `shear_wave_speed`, `shear_modulus` = rho c^2 (density as the recording says), and
/// `young_modulus` = 3 mu where the recording or the options state isotropy; without that there is
/// no row of it; `frequency_centroid`, the frequency that the speed belongs to. Methods:
/// `vector_correlation_map`, the median of the map over a region (`all`: every pixel with a value,
/// and each of the recording's regions); `wave_equation`
/// (`helmholtz_speed.h`), `time_to_peak` and `radon`, group speeds at the depth of the focus, both
/// sides of all pushes, and of each push as `repeat` 1, 2, ....
///
/// The primary row is `wave_equation` where the peaks' arrivals lie on a straight line and both
/// have small errors (`primary-line-error`, `primary-wave-error`): of an even tissue it is nearest
/// to sqrt(mu / rho), as the diffraction of the push is taken out and low frequencies count most
/// (README). Where the line is not straight (it crosses an inclusion), or that method has no value,
/// it is the map's median.
///
/// Where the layer guides the wave (`guided_wave.h`) every value is withheld: reason `guided`.
/// Where no side of any push shows a wave (`wave_presence.h`) no row and no pixel has a value:
/// reason `no_push` where nothing stands out of the noise of the motion, else `no_wave`, and the
/// status is `refused`. Equal input and options give equal bits. \pre `validate(recording)`.
/// \throws Error as `track_motion` does.
ShearWaveResult analyse_shear_wave(const ShearWaveRecording& recording,
                                   const ShearWaveOptions& options = {});

}  // namespace stiff
