#pragma once

#include "stiff/comparison/model_contrasts.h"
#include "stiff/comparison/study_models.h"

#include <vector>

namespace stiff {

/// The rows of a fitted design: its planned contrasts, its components, its criterion.
std::vector<ModelTableRow> rows_of_fit(const CellDesign& design, const MixedModelFit& fit,
                                       const std::vector<PlannedContrast>& planned,
                                       const ComparedKind& kind);

}  // namespace stiff
