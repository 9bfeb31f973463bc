#pragma once

#include "stiff/study/run_study.h"

#include <iosfwd>

namespace stiff::tool {

/// "stiff: 10 recordings: 8 ok, 1 refused, 1 failed; 3 computed, 7 kept"
void print_summary(std::ostream& out, const RunSummary& summary);

}  // namespace stiff::tool
