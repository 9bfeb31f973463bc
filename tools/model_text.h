#pragma once

#include "stiff/comparison/study_models.h"

#include <ostream>

namespace stiff::tool {

/// What a person reads first: of each model who is in it and whether it holds, its contrasts with
/// their intervals and p values, and what the numbers vary by.
void print_models(std::ostream& out, const StudyModels& models);

}  // namespace stiff::tool
