#pragma once

#include "stiff/comparison/change_pairs.h"
#include "stiff/comparison/measurements.h"
#include "stiff/comparison/model_design.h"
#include "stiff/comparison/model_options.h"
#include "stiff/comparison/tested_estimate.h"
#include "stiff/result/table.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace stiff {

/// What a model says of one kind of numbers, a number a row.
struct ModelTableRow {
  ComparedKind kind;
  std::string part;  ///< `mean`, `covariate`, `contrast`, `joint`, `component`, `fit`
  std::string term;
  std::string group;
  std::string versus;
  std::string session;
  std::string baseline;
  std::string units;
  TestedEstimate estimate;
  double numerator_dof = kNaN;  ///< of a joint test
  double p_holm = kNaN;
  std::string family;
  std::string note;
};

/// One fitted model: what its rows share.
struct StudyModel {
  ComparedKind kind;
  std::string random;  ///< "participant + place in participant"
  ModelScale scale = ModelScale::log;
  std::int64_t people = 0;
  std::int64_t numbers = 0;
  bool converged = false;
  bool singular = false;
  std::string note;
  std::vector<ModelTableRow> rows;
};

struct StudyModels {
  ModelPlan plan;
  std::vector<StudyModel> models;  ///< by kind
  std::vector<DroppedNumber> dropped;
};

/// A mixed model (mixed_model.h) of each kind of numbers, with the contrasts that the study's
/// design is for, degrees of freedom after Satterthwaite and p values after Holm within one term of
/// one quantity over muscles, groups and sessions. On the logarithmic scale means are geometric,
/// changes and differences in per cent (100 (exp(x) - 1), the interval's ends mapped). Components:
/// the standard deviation of each random term, on the logarithmic scale as a coefficient of
/// variation, sqrt(exp(v) - 1), with an interval by chi-square on 2 (v / SE)^2 degrees of freedom.
/// A kind whose model cannot be fitted has one row, `fit`, with the reason in `note`. \throws
/// Error: as plan_models and person_covariates; and where no kind can be fitted, the first one's.
StudyModels study_models(const Measurements& measurements, const Table* participants,
                         const ModelOptions& options);

/// The table `models`.
Table models_table(const StudyModels& models);

}  // namespace stiff
