#pragma once

#include "stiff/candidates/evaluation.h"
#include "stiff/result/table.h"

#include <vector>

namespace stiff {

/// The groups `summary`, `cut`, `roc`, `froc`, `raters` of an evaluation file: tidy, one row a
/// number in `summary`, `cut` and `raters`, one row a point in `roc` and `froc`.
std::vector<Table> evaluation_tables(const Evaluation& evaluation);

}  // namespace stiff
