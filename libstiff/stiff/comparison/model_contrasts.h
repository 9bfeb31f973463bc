#pragma once

#include "stiff/comparison/model_design.h"

#include <string>
#include <vector>

#include <Eigen/Core>

namespace stiff {

/// One number, or one joint test, that is asked of a model's coefficients.
struct PlannedContrast {
  enum class Part { mean, covariate, contrast, joint };
  Part part = Part::contrast;
  std::string term;  ///< `mean`, `change`, `treatment x time`, `difference`, a covariate's name
  std::string group;
  std::string versus;  ///< the group that is taken off
  std::string session;
  std::string baseline;     ///< the session that is taken off
  Eigen::MatrixXd weights;  ///< one row, several of a joint test; empty: the data cannot tell it
  std::string note;
};

/// What a design is made for: of each group and session the mean (estimated marginal: at the mean
/// covariates, with the sessions of a crossover alike); of each group the `change` of each session
/// from the baseline; of each group and session its change less the reference's, `treatment x
/// time`. With an adjusted baseline, one session or in a crossover: the `difference` of groups.
/// Where there are more than two sessions, joint tests of all of a kind. A contrast that takes a
/// cell without numbers, or what a crossover's sessions hide, has no weights.
std::vector<PlannedContrast> planned_contrasts(const CellDesign& design, const ModelPlan& plan,
                                               bool adjusted);

}  // namespace stiff
