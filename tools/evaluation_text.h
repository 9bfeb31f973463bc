#pragma once

#include "stiff/candidates/evaluation.h"

#include <ostream>

namespace stiff::tool {

/// What a paper quotes of an evaluation, a block of lines a quantity, then the raters.
/// \param alpha the level of the flags; NaN: not known
void print_evaluation(std::ostream& out, const Evaluation& evaluation, double alpha);

}  // namespace stiff::tool
