#pragma once

#include "stiff/core/cube.h"
#include "stiff/core/estimate.h"
#include "stiff/recording/region.h"

#include <string>
#include <vector>

namespace stiff {

/// A region of a phantom in which the speed is one.
struct RegionTruth {
  Region region;
  double speed_m_per_s = kNaN;
};

/// What a phantom was made of.
struct ShearWaveTruth {
  Picture<float> speed_m_per_s;  ///< sqrt(mu/rho) on the recording's grid
  double viscosity_pa_s = 0;     ///< Kelvin-Voigt, one value for the whole medium
  std::vector<RegionTruth> regions;
  bool wave = true;   ///< false: nothing was pushed, and no speed may be found
  std::string maker;  ///< the model that made it, in one line
};

}  // namespace stiff
