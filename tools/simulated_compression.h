#pragma once

#include "stiff/phantom/compression_phantom.h"

#include <string>

#include "tools/simulated_study.h"

namespace stiff::tool {

/// A compression as `stiff simulate compression` writes it, with its truth inside: of each hold
/// onset, length, mean force, relaxed share, release and guarding in the group `truth`, and the
/// rows that they must come back as.
SimulatedRecording simulated_compression(std::string participant, std::string muscle,
                                         const CompressionPhantomOptions& options);

}  // namespace stiff::tool
