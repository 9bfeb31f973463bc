#pragma once

#include "stiff/comparison/model_design.h"

#include <span>
#include <string>
#include <vector>

namespace stiff {

/// A number that takes part in a model.
struct ModelRow {
  const Measurement* m = nullptr;
  ModelGroup group;
  std::string time;
  double y = kNaN;         ///< on the model's scale
  double baseline = kNaN;  ///< of its place, where that is a covariate
};

/// The rows of one kind that are in a group, have all covariates and, where the baseline is one,
/// theirs; sorted by participant, place, session, run, repeat. Who is left out is in
/// `design.dropped`. Sets `scale` (linear where a value is not above 0) and `baseline_mean`.
/// \throws Error (bad_data) as cell_design.
std::vector<ModelRow> model_rows(std::span<const Measurement* const> measurements,
                                 const ModelPlan& plan, std::span<const PersonCovariate> covariates,
                                 const ModelOptions& options, CellDesign& design);

/// A place of one person: side and site.
std::string place_of(const Measurement& m);

}  // namespace stiff
