#pragma once

#include "stiff/phantom/indentation_phantom.h"

#include <string>

#include "tools/simulated_study.h"

namespace stiff::tool {

/// An indentation as `stiff simulate indentation` writes it, with its truth inside: moduli of each
/// cycle, thickness and contact in the group `truth`, and the rows that they must come back as.
SimulatedRecording simulated_indentation(std::string participant, std::string muscle,
                                         const IndentationPhantomOptions& options);

}  // namespace stiff::tool
