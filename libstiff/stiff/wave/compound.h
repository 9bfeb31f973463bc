#pragma once

#include "stiff/core/cube.h"
#include "stiff/wave/vector_correlation_map.h"

#include <vector>

namespace stiff {

/// The slowness of a plane from all pushes and sides.
struct CompoundMap {
  Picture<float> slowness_s_per_m;    ///< NaN where `reason` says why
  Picture<float> systematic_s_per_m;  ///< standard error that neighbouring pixels share
  Picture<float> correlation;         ///< weighted mean of the parts' own
  Picture<std::int8_t> reason;

  Picture<unsigned char> valid() const;
};

/// The mean of the parts' slownesses with the weights rho^2 / (1 - rho^2) / v: rho the lag's
/// correlation (rho / (1 - rho) is the wave's SNR in the window), v the part's local scatter about
/// its plane (`scatter`, one picture a part): a part whose wave is disturbed there (a shadow, two
/// arrivals at once) counts little. A pixel that no part can answer bears the reason of the part
/// that came nearest to an answer.
CompoundMap compound(const std::vector<SlownessMap>& parts,
                     const std::vector<Picture<float>>& scatter);

}  // namespace stiff
