#pragma once

#include "stiff/comparison/model_design.h"

#include <span>
#include <string>
#include <vector>

namespace stiff {

/// A number that takes part in a model. Texts are numbered in their order, so that a study of half
/// a million numbers compares integers.
struct ModelRow {
  const Measurement* m = nullptr;
  int group = 0;  ///< of ModelRows::groups
  int time = 0;   ///< of ModelPlan::times
  int participant = 0;
  int place = 0;  ///< side and site, the same number in everyone
  int run = 0;
  double y = kNaN;         ///< on the model's scale
  double baseline = kNaN;  ///< of its place, where that is a covariate
};

struct ModelRows {
  std::vector<ModelRow> rows;
  std::vector<ModelGroup> groups;  ///< in the order of their names
};

/// The rows of one kind that are in a group, have all covariates and, where the baseline is one,
/// theirs; sorted by participant, place, session, run, repeat. Who is left out is in
/// `design.dropped`. Sets `scale` (linear where a value is not above 0) and `baseline_mean`.
/// \throws Error (bad_data) as cell_design.
ModelRows model_rows(std::span<const Measurement* const> measurements, const ModelPlan& plan,
                     std::span<const PersonCovariate> covariates, const ModelOptions& options,
                     CellDesign& design);

}  // namespace stiff
