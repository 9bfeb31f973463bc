#pragma once

#include "stiff/contact/compression_options.h"
#include "stiff/contact/relaxation_fit.h"
#include "stiff/study/analyser.h"

namespace stiff {

/// Sustained compression: `read_compression_recording`, then `analyse_compression`.
Analyser compression_analyser(const CompressionOptions& options,
                              const RelaxationOptions& relaxation);

}  // namespace stiff
