#pragma once

#include "stiff/contact/indentation_options.h"
#include "stiff/study/analyser.h"

namespace stiff {

/// Indentation: `read_indentation`, then `analyse_indentation`.
Analyser indentation_analyser(const IndentationOptions& options);

}  // namespace stiff
