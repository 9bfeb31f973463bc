#include "tools/model_text.h"

#include <cmath>
#include <cstdio>
#include <string>

#include "tools/baseline_text.h"

namespace stiff::tool {
namespace {

std::string units_of(const std::string& units) {
  return units.empty() || units == "1" ? "" : " " + units;
}

std::string kind_text(const ComparedKind& kind) {
  std::string text = kind.quantity + " (" + kind.method + ")";
  const auto add = [&](const char* before, const std::string& what) {
    if (!what.empty()) text += std::string(", ") + before + what;
  };
  add("", kind.muscle);
  add("state ", kind.state);
  add("posture ", kind.posture);
  add("probe ", kind.probe_direction);
  return text;
}

/// "treated against untreated, post less pre".
std::string what_text(const ModelTableRow& row) {
  std::string text = row.group;
  if (!row.versus.empty()) text += " against " + row.versus;
  if (!row.session.empty()) text += (text.empty() ? "" : ", ") + row.session;
  if (!row.baseline.empty()) text += " less " + row.baseline;
  return text;
}

std::string p_text(double p) {
  if (p < 1e-4) return "< 0.0001";
  char text[32];
  std::snprintf(text, sizeof text, "%.4f", p);
  return text;
}

void print_contrast(std::ostream& out, const ModelTableRow& row) {
  const TestedEstimate& e = row.estimate;
  const std::string what = what_text(row);
  out << "  " << row.term << (what.empty() ? "" : ": " + what) << ": ";
  if (e.reason != Reason::none) {
    out << "no answer (" << to_string(e.reason) << ")" << (row.note.empty() ? "" : ": " + row.note)
        << "\n";
    return;
  }
  out << four_digits(e.value) << units_of(row.units) << " [" << four_digits(e.ci_low) << ", "
      << four_digits(e.ci_high) << "], t(" << four_digits(e.dof) << ") " << four_digits(e.statistic)
      << ", p " << p_text(e.p);
  if (row.p_holm != e.p) out << ", after Holm " << p_text(row.p_holm);
  out << "\n";
}

void print_joint(std::ostream& out, const ModelTableRow& row) {
  const TestedEstimate& e = row.estimate;
  if (e.reason != Reason::none) return;
  out << "  " << row.term << ", all together: F(" << four_digits(row.numerator_dof) << ", "
      << four_digits(e.dof) << ") " << four_digits(e.statistic) << ", p " << p_text(e.p) << "\n";
}

void print_components(std::ostream& out, const StudyModel& model) {
  const char* before = model.scale == ModelScale::log ? "  CV: " : "  SD: ";
  for (const ModelTableRow& row : model.rows) {
    if (row.part != "component" || row.estimate.reason != Reason::none) continue;
    out << before << row.term << " " << four_digits(row.estimate.value) << units_of(row.units);
    before = ", ";
  }
  out << "\n";
}

}  // namespace

void print_models(std::ostream& out, const StudyModels& models) {
  for (const std::string& note : models.plan.notes) out << note << "\n";
  for (const StudyModel& model : models.models) {
    out << kind_text(model.kind) << ": ";
    if (model.numbers == 0) {
      out << "no model: " << model.note << "\n";
      continue;
    }
    out << model.people << " people, " << model.numbers << " numbers; random: " << model.random
        << (model.note.empty() ? "" : "; " + model.note) << "\n";
    for (const ModelTableRow& row : model.rows) {
      if (row.part == "contrast" || row.part == "covariate") print_contrast(out, row);
      if (row.part == "joint") print_joint(out, row);
    }
    if (model.converged) print_components(out, model);
  }
}

}  // namespace stiff::tool
