#pragma once

#include "stiff/phantom/tap_phantom.h"

#include <string>

#include "tools/simulated_study.h"

namespace stiff::tool {

/// A set of taps as `stiff simulate myotonometry` writes it, with its truth inside: of each tap
/// stiffness, damping, mass, frequency and decrement in the group `truth`, and the rows that they
/// must come back as. R and C are those of their definitions in closed form. A tap with a fault has
/// no value; the set's are means of the others.
SimulatedRecording simulated_taps(std::string participant, std::string muscle,
                                  const TapPhantomOptions& options);

}  // namespace stiff::tool
