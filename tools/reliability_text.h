#pragma once

#include "stiff/comparison/reliability.h"

#include <ostream>

namespace stiff::tool {

/// What a person reads first: of each table people, repeats, ICC, SEM, MDC95 and CV, then what the
/// values vary by.
void print_reliability(std::ostream& out, const Reliability& reliability,
                       const ReliabilityOptions& options);

}  // namespace stiff::tool
