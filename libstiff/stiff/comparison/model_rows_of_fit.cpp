#include "stiff/comparison/model_rows_of_fit.h"

#include "stiff/comparison/paired_change.h"
#include "stiff/comparison/satterthwaite.h"

#include <algorithm>
#include <cmath>

#include <boost/math/distributions/chi_squared.hpp>

namespace stiff {
namespace {

using Part = PlannedContrast::Part;

std::string part_name(Part part) {
  switch (part) {
    case Part::mean:
      return "mean";
    case Part::covariate:
      return "covariate";
    case Part::contrast:
      return "contrast";
    case Part::joint:
      break;
  }
  return "joint";
}

/// People with a number in a cell that a contrast takes.
std::int64_t people_in(const MixedModelData& data, std::size_t cells,
                       const Eigen::MatrixXd& weights) {
  std::vector<Eigen::Index> taken;
  for (Eigen::Index c = 0; c < static_cast<Eigen::Index>(cells); ++c) {
    if (weights.col(c).cwiseAbs().maxCoeff() > 0) taken.push_back(c);
  }
  const int last = *std::max_element(data.participant.begin(), data.participant.end());
  std::vector<bool> people(static_cast<std::size_t>(last) + 1, false);
  for (const Eigen::Index c : taken) {
    for (Eigen::Index i = 0; i < data.fixed.rows(); ++i) {
      if (data.fixed(i, c) == 0) continue;
      people[static_cast<std::size_t>(data.participant[static_cast<std::size_t>(i)])] = true;
    }
  }
  return std::count(people.begin(), people.end(), true);
}

TestedEstimate tested(const ModelContrast& c, std::int64_t people) {
  const Estimate& e = c.estimate;
  return {e.value, e.std_error, e.ci_low, e.ci_high, c.t, c.dof, c.p, people, e.reason};
}

/// A geometric mean: exp of value and interval, the standard error to first order; no test.
TestedEstimate exponential(TestedEstimate mean) {
  mean.value = std::exp(mean.value);
  mean.std_error *= mean.value;
  mean.ci_low = std::exp(mean.ci_low);
  mean.ci_high = std::exp(mean.ci_high);
  return mean;
}

ModelTableRow contrast_row(const CellDesign& design, const MixedModelFit& fit,
                           const PlannedContrast& planned, const ComparedKind& kind) {
  const bool log = design.scale == ModelScale::log;
  ModelTableRow row{.kind = kind,
                    .part = part_name(planned.part),
                    .term = planned.term,
                    .group = planned.group,
                    .versus = planned.versus,
                    .session = planned.session,
                    .baseline = planned.baseline,
                    .units = {},
                    .estimate = {},
                    .family = {},
                    .note = planned.note};
  const bool is_mean = planned.part == Part::mean;
  // The baseline's coefficient is a number by a number of the same unit or logarithm.
  const bool is_ratio = planned.part == Part::joint ||
                        (planned.part == Part::covariate && planned.term == "baseline");
  row.units = is_ratio ? "1" : log && !is_mean ? "%" : kind.units;
  if (!is_mean) row.family = planned.term + " of " + kind.quantity;
  if (planned.weights.size() == 0) {
    row.estimate.reason = Reason::too_few;
    return row;
  }
  const std::int64_t people = planned.part == Part::covariate
                                  ? fit.participants
                                  : people_in(design.data, design.cells.size(), planned.weights);
  if (planned.part == Part::joint) {
    const JointTest test = joint_test(fit, planned.weights);
    row.family = "joint test, " + row.family;
    row.numerator_dof = test.numerator_dof;
    row.estimate.value = row.estimate.statistic = test.f;
    row.estimate.dof = test.denominator_dof;
    row.estimate.p = test.p;
    row.estimate.n = people;
    if (!fit.converged) row.estimate.reason = Reason::not_converged;
    return row;
  }
  row.estimate = tested(model_contrast(fit, planned.weights.row(0).transpose()), people);
  if (is_mean) row.estimate.statistic = row.estimate.p = kNaN;  // no one asks whether it is zero
  if (log && is_mean) row.estimate = exponential(row.estimate);
  if (log && !is_mean && !is_ratio) row.estimate = as_percent(row.estimate);
  return row;
}

/// A variance as a standard deviation, or as a coefficient of variation in per cent.
double spread_of(double variance, bool log) {
  return log ? 100 * std::sqrt(std::expm1(variance)) : std::sqrt(variance);
}

TestedEstimate component(double variance, double std_error, std::int64_t groups, bool log,
                         bool converged) {
  TestedEstimate out;
  out.n = groups;
  if (!converged) {
    out.reason = Reason::not_converged;
    return out;
  }
  out.value = spread_of(variance, log);
  if (!(variance > 0) || !(std_error > 0)) return out;
  // d/dv of sqrt(v), or of 100 sqrt(exp(v) - 1).
  out.std_error = std_error * (log ? 5000 * std::exp(variance) / out.value : 0.5 / out.value);
  out.dof = 2 * variance * variance / (std_error * std_error);
  const boost::math::chi_squared chi(out.dof);
  out.ci_low = spread_of(out.dof * variance / quantile(chi, 0.975), log);
  out.ci_high = spread_of(out.dof * variance / quantile(chi, 0.025), log);
  return out;
}

void add_components(const CellDesign& design, const MixedModelFit& fit, const ModelTableRow& blank,
                    std::vector<ModelTableRow>& out) {
  const bool log = design.scale == ModelScale::log;
  const auto add = [&](const std::string& term, const std::string& units,
                       const TestedEstimate& estimate) {
    out.push_back(blank);
    out.back().part = "component";
    out.back().term = term;
    out.back().units = units;
    out.back().estimate = estimate;
  };
  const std::string units = log ? "%" : blank.kind.units;
  for (const TermCovariance& term : fit.random) {
    add(term.name, units,
        component(term.covariance(0, 0), term.std_error(0, 0), term.groups, log, fit.converged));
    if (term.covariance.rows() < 2) continue;
    // A slope is small: its logarithm's standard deviation is per cent a day as it stands.
    TestedEstimate slope =
        component(term.covariance(1, 1), term.std_error(1, 1), term.groups, false, fit.converged);
    for (double* x : {&slope.value, &slope.std_error, &slope.ci_low, &slope.ci_high}) {
      *x *= log ? 100 : 1;
    }
    add("day in " + term.name, units + " d-1", slope);
    if (!term.correlated) continue;
    TestedEstimate correlation;
    correlation.n = term.groups;
    correlation.value =
        term.covariance(1, 0) / std::sqrt(term.covariance(0, 0) * term.covariance(1, 1));
    if (!(std::abs(correlation.value) <= 1 + 1e-9)) correlation.reason = Reason::too_few;
    if (!fit.converged) correlation = {.n = term.groups, .reason = Reason::not_converged};
    add("correlation of " + term.name + " and its day", "1", correlation);
  }
  add("residual", units,
      component(fit.residual_variance, fit.residual_variance_std_error, fit.rows, log,
                fit.converged));
}

}  // namespace

std::vector<ModelTableRow> rows_of_fit(const CellDesign& design, const MixedModelFit& fit,
                                       const std::vector<PlannedContrast>& planned,
                                       const ComparedKind& kind) {
  std::vector<ModelTableRow> out;
  for (const PlannedContrast& contrast : planned) {
    out.push_back(contrast_row(design, fit, contrast, kind));
  }
  ModelTableRow blank;
  blank.kind = kind;
  add_components(design, fit, blank, out);
  blank.part = "fit";
  blank.term = "reml_criterion";
  blank.units = "1";
  blank.estimate.value = fit.criterion;
  blank.estimate.n = fit.participants;
  if (!fit.converged) blank.estimate.reason = Reason::not_converged;
  out.push_back(blank);
  return out;
}

}  // namespace stiff
