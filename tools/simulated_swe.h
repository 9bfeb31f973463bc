#pragma once

#include "stiff/phantom/swe_phantom_options.h"

#include <string>

#include "tools/simulated_study.h"

namespace stiff::tool {

/// A shear wave recording of a phantom. Its truth: speed, modulus and viscosity of the whole field
/// where it has one speed, and of each region; no speed at all where nothing was pushed.
SimulatedRecording simulated_swe(std::string participant, std::string muscle,
                                 const SwePhantomOptions& phantom);

}  // namespace stiff::tool
