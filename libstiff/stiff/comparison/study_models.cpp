#include "stiff/comparison/study_models.h"

#include "stiff/comparison/holm.h"
#include "stiff/comparison/mixed_model.h"
#include "stiff/comparison/model_contrasts.h"
#include "stiff/comparison/model_rows_of_fit.h"
#include "stiff/core/error.h"

#include <map>
#include <optional>
#include <utility>

namespace stiff {
namespace {

using Kinds = std::map<ComparedKind, std::vector<const Measurement*>>;

Kinds kinds_of(std::span<const Measurement> measurements) {
  Kinds kinds;
  std::map<std::string, const Measurement*> first;
  for (const Measurement& m : measurements) {
    const Measurement& other = *first.try_emplace(m.quantity, &m).first->second;
    if (other.units != m.units) {
      throw Error(ErrorKind::bad_data, m.quantity + " is in " + other.units + " in " +
                                           other.recording_id + " but in " + m.units + " in " +
                                           m.recording_id +
                                           ": numbers in two units are not compared");
    }
    kinds[{m.quantity, m.units, m.method, m.roi, m.muscle, m.state, m.posture, m.probe_direction}]
        .push_back(&m);
  }
  return kinds;
}

std::string random_text(const MixedModelData& data) {
  std::string text;
  for (const RandomTerm& term : data.random) {
    text += (text.empty() ? "" : " + ") + term.name;
    if (term.columns.cols() > 1) text += term.correlated ? " with day" : " with day apart";
  }
  return text.empty() ? "none" : text;
}

/// A kind that cannot be fitted is a row that says why.
void refuse_kind(StudyModel& model, const std::string& why) {
  model.note = why;
  ModelTableRow row{.kind = model.kind,
                    .part = "fit",
                    .term = "reml_criterion",
                    .group = {},
                    .versus = {},
                    .session = {},
                    .baseline = {},
                    .units = "1",
                    .estimate = {},
                    .family = {},
                    .note = {}};
  row.estimate.reason = Reason::bad_input;
  model.rows.push_back(std::move(row));
}

void fit_kind(StudyModel& model, const CellDesign& design, const ModelPlan& plan,
              const ModelOptions& options) {
  const MixedModelFit fit = fit_mixed_model(design.data);
  model.random = random_text(design.data);
  model.scale = design.scale;
  model.people = fit.participants;
  model.numbers = fit.rows;
  model.converged = fit.converged;
  model.singular = fit.singular;
  model.note = fit.note;
  if (!design.note.empty()) model.note += (model.note.empty() ? "" : "; ") + design.note;
  model.rows = rows_of_fit(design, fit, planned_contrasts(design, plan, options.adjust_baseline),
                           model.kind);
}

void adjust_by_holm(std::vector<StudyModel>& models) {
  std::vector<double> p;
  std::vector<std::string> families;
  for (const StudyModel& model : models) {
    for (const ModelTableRow& row : model.rows) {
      p.push_back(row.family.empty() ? kNaN : row.estimate.p);
      families.push_back(row.family);
    }
  }
  const std::vector<double> adjusted = holm_within(p, families);
  std::size_t i = 0;
  for (StudyModel& model : models) {
    for (ModelTableRow& row : model.rows) row.p_holm = adjusted[i++];
  }
}

}  // namespace

StudyModels study_models(const Measurements& measurements, const Table* participants,
                         const ModelOptions& options) {
  const std::vector<Measurement>& all = options.taps ? measurements.repeats : measurements.values;
  if (options.taps && all.empty()) {
    throw Error(ErrorKind::bad_data, "--taps: the recordings have no taps, pushes or cycles");
  }
  StudyModels out;
  out.plan = plan_models(all, options);
  const auto covariates = person_covariates(all, participants, options.covariates);
  std::optional<Error> first;
  bool any = false;
  for (const auto& [kind, rows] : kinds_of(all)) {
    StudyModel& model = out.models.emplace_back();
    model.kind = kind;
    try {
      CellDesign design = cell_design(rows, out.plan, covariates, options);
      out.dropped.insert(out.dropped.end(), design.dropped.begin(), design.dropped.end());
      fit_kind(model, design, out.plan, options);
      any = true;
    } catch (const Error& error) {
      if (!first) {
        first.emplace(error.kind(), kind.quantity + (kind.muscle.empty() ? "" : " " + kind.muscle) +
                                        ": " + error.what());
      }
      refuse_kind(model, error.what());
    }
  }
  if (!any && first) throw *first;
  adjust_by_holm(out.models);
  return out;
}

}  // namespace stiff
