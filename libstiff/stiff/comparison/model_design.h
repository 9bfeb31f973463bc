#pragma once

#include "stiff/comparison/measurements.h"
#include "stiff/comparison/mixed_model.h"
#include "stiff/comparison/model_plan.h"
#include "stiff/result/table.h"

#include <cstddef>
#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace stiff {

/// A number of each person that the model takes beside the groups: age in years, sex as -1/2
/// (female) and 1/2 (male), any column of numbers of the participants' table.
struct PersonCovariate {
  std::string name;
  std::map<std::string, double> values;  ///< by participant; who has none is not there
};

/// The covariates named in `names` ("age,sex,bmi"). \throws Error (bad_data): a column that is not
/// there (with those that are), or of which nobody has a number.
std::vector<PersonCovariate> person_covariates(std::span<const Measurement> measurements,
                                               const Table* participants, const std::string& names);

/// The numbers of one group in one session; in a crossover of one technique.
struct ModelCell {
  ModelGroup group;
  std::string time;
};

/// One kind of numbers as a mixed model:
///
///     y = mean of the cell + sum_k b_k (covariate_k - its mean over people)
///         + participant [+ slope day] + place in participant + session in participant
///         + session in place + run + e
///
/// so that a coefficient is a cell's mean at the people's mean covariates. A cell without numbers
/// has no column. Random terms whose groups have one number each, or are those of another term, are
/// left out: they are part of the residual or of that other. In a crossover the columns are the
/// techniques' means and the sessions but for the first, as far as these can be told apart.
struct CellDesign {
  MixedModelData data;  ///< columns: cells, then sessions of a crossover, then covariates
  std::vector<ModelCell> cells;
  std::vector<std::string> sessions;  ///< a crossover's columns of sessions
  /// A crossover's sessions without a column: such a one is this combination of the columns before.
  std::vector<std::pair<std::string, Eigen::VectorXd>> aliases;
  std::vector<std::string> covariates;  ///< names of the last columns
  double baseline_mean = kNaN;          ///< of the adjusted baseline, on the model's scale
  ModelScale scale = ModelScale::log;
  std::string note;
  std::vector<DroppedNumber> dropped;
};

/// \param rows of one quantity, unit, method, region, muscle, state, posture and probe direction.
/// \throws Error (bad_data): nothing left; two devices within a place unless forced; slopes without
/// days; two recordings of one session, place and run.
CellDesign cell_design(std::span<const Measurement* const> rows, const ModelPlan& plan,
                       std::span<const PersonCovariate> covariates, const ModelOptions& options);

}  // namespace stiff
