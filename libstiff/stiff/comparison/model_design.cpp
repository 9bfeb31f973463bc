#include "stiff/comparison/model_design.h"

#include "stiff/comparison/mixed_model_checks.h"
#include "stiff/comparison/model_rows.h"
#include "stiff/core/error.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include <Eigen/QR>

namespace stiff {
namespace {

using Rows = std::vector<ModelRow>;

/// Groups numbered in the order of the rows, `key` being a number of at most `keys`.
template <class Key>
std::vector<int> numbered(const Rows& rows, std::size_t keys, Key key) {
  std::vector<int> numbers(keys, -1);
  std::vector<int> out;
  out.reserve(rows.size());
  int next = 0;
  for (const ModelRow& row : rows) {
    int& number = numbers[key(row)];
    if (number < 0) number = next++;
    out.push_back(number);
  }
  return out;
}

/// The same for what lies together in the rows' order.
template <class Alike>
std::vector<int> numbered_runs(const Rows& rows, Alike alike) {
  std::vector<int> out(rows.size(), 0);
  for (std::size_t i = 1; i < rows.size(); ++i) {
    out[i] = out[i - 1] + (alike(rows[i - 1], rows[i]) ? 0 : 1);
  }
  return out;
}

/// The cells that have numbers, by group and session, and each one's column; -1 where it has none.
/// A crossover has one a group.
std::vector<int> add_cell_names(const ModelRows& all, const ModelPlan& plan, CellDesign& design) {
  const bool crossover = plan.design == ModelDesign::crossover;
  const std::size_t times = crossover ? 1 : plan.times.size();
  std::vector<int> column(all.groups.size() * times, -1);
  for (const ModelRow& row : all.rows) {
    column[static_cast<std::size_t>(row.group) * times +
           (crossover ? 0 : static_cast<std::size_t>(row.time))] = 0;
  }
  for (std::size_t c = 0; c < column.size(); ++c) {
    if (column[c] < 0) continue;
    column[c] = static_cast<int>(design.cells.size());
    design.cells.push_back({all.groups[c / times], crossover ? "" : plan.times[c % times]});
  }
  return column;
}

std::string cell_name(const ModelCell& cell) {
  const std::string group = group_label(cell.group);
  return group + (group.empty() || cell.time.empty() ? "" : ", ") + cell.time;
}

void add_column(MixedModelData& data, const std::string& name, const Eigen::VectorXd& values) {
  data.fixed.conservativeResize(values.size(), data.fixed.cols() + 1);
  data.fixed.col(data.fixed.cols() - 1) = values;
  data.names.push_back(name);
}

void add_cells(const ModelRows& all, const ModelPlan& plan, CellDesign& design) {
  const std::vector<int> column = add_cell_names(all, plan, design);
  const Rows& rows = all.rows;
  const auto size = static_cast<Eigen::Index>(rows.size());
  for (const ModelCell& cell : design.cells) design.data.names.push_back(cell_name(cell));
  design.data.fixed = Eigen::MatrixXd::Zero(size, static_cast<Eigen::Index>(design.cells.size()));
  const bool crossover = plan.design == ModelDesign::crossover;
  const std::size_t times = column.size() / all.groups.size();
  for (Eigen::Index i = 0; i < size; ++i) {
    const ModelRow& row = rows[static_cast<std::size_t>(i)];
    const std::size_t time = crossover ? 0 : static_cast<std::size_t>(row.time);
    design.data.fixed(i, column[static_cast<std::size_t>(row.group) * times + time]) = 1;
  }
  for (std::size_t t = 1; crossover && t < plan.times.size(); ++t) {
    Eigen::VectorXd there(size);
    for (Eigen::Index i = 0; i < size; ++i) {
      there(i) = rows[static_cast<std::size_t>(i)].time == static_cast<int>(t) ? 1 : 0;
    }
    add_column(design.data, "session " + plan.times[t], there);
    if (dependent_columns(design.data.fixed, design.data.names).empty()) {
      design.sessions.push_back(plan.times[t]);
      continue;
    }
    design.data.names.pop_back();
    design.data.fixed.conservativeResize(size, design.data.fixed.cols() - 1);
    const Eigen::VectorXd alias = design.data.fixed.colPivHouseholderQr().solve(there);
    design.aliases.push_back({plan.times[t], alias});
  }
}

void add_covariates(const Rows& rows, std::span<const PersonCovariate> covariates,
                    CellDesign& design) {
  const auto size = static_cast<Eigen::Index>(rows.size());
  Eigen::VectorXd values(size);
  for (const PersonCovariate& covariate : covariates) {
    double mean = 0;
    double people = 0;
    int last = -1;
    for (Eigen::Index i = 0; i < size; ++i) {
      const ModelRow& row = rows[static_cast<std::size_t>(i)];
      const bool is_new = row.participant != last;
      last = row.participant;
      values(i) = is_new ? covariate.values.at(row.m->participant) : values(i - 1);
      mean += is_new ? values(i) : 0;
      people += is_new ? 1 : 0;
    }
    add_column(design.data, covariate.name, values.array() - mean / people);
    design.covariates.push_back(covariate.name);
  }
  if (!std::isfinite(design.baseline_mean)) return;
  for (Eigen::Index i = 0; i < size; ++i) {
    values(i) = rows[static_cast<std::size_t>(i)].baseline - design.baseline_mean;
  }
  add_column(design.data, "baseline", values);
  design.covariates.push_back("baseline");
}

/// Adds the term unless its groups have one number each or are those of one that is there.
void add_term(MixedModelData& data, const std::string& name, const std::vector<int>& group) {
  const int count = group.empty() ? 0 : *std::max_element(group.begin(), group.end()) + 1;
  if (count >= static_cast<int>(group.size())) return;
  for (const RandomTerm& other : data.random) {
    if (other.group == group) return;
  }
  data.random.push_back({.name = name, .group = group});
}

void add_slope(const Rows& rows, ModelSlope slope, MixedModelData& data) {
  if (slope == ModelSlope::none || data.random.empty()) return;
  RandomTerm& person = data.random.front();
  person.columns = Eigen::MatrixXd::Ones(static_cast<Eigen::Index>(rows.size()), 2);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    person.columns(static_cast<Eigen::Index>(i), 1) = rows[i].m->day;
  }
  person.column_names = {"intercept", "day"};
  person.correlated = slope == ModelSlope::correlated;
}

void add_random(const Rows& rows, const ModelPlan& plan, const ModelOptions& options,
                MixedModelData& data) {
  const auto person = [](const ModelRow& a, const ModelRow& b) {
    return a.participant == b.participant;
  };
  const auto place = [&](const ModelRow& a, const ModelRow& b) {
    return person(a, b) && a.place == b.place;
  };
  const auto session = [&](const ModelRow& a, const ModelRow& b) {
    return place(a, b) && a.time == b.time;
  };
  data.participant = numbered_runs(rows, person);
  add_term(data, "participant", data.participant);
  add_slope(rows, options.slope, data);
  add_term(data, "place in participant", numbered_runs(rows, place));
  const auto people = static_cast<std::size_t>(rows.back().participant) + 1;
  add_term(data, "session in participant",
           numbered(rows, people * plan.times.size(), [&](const ModelRow& row) {
             return static_cast<std::size_t>(row.participant) * plan.times.size() +
                    static_cast<std::size_t>(row.time);
           }));
  add_term(data, "session in place", numbered_runs(rows, session));
  add_term(data, "run in session", numbered_runs(rows, [&](const ModelRow& a, const ModelRow& b) {
             return session(a, b) && a.run == b.run;
           }));
}

}  // namespace

CellDesign cell_design(std::span<const Measurement* const> measurements, const ModelPlan& plan,
                       std::span<const PersonCovariate> covariates, const ModelOptions& options) {
  CellDesign design;
  const ModelRows all = model_rows(measurements, plan, covariates, options, design);
  const Rows& rows = all.rows;
  if (rows.empty()) {
    throw Error(ErrorKind::bad_data, design.dropped.empty()
                                         ? "no numbers behind the baseline"
                                         : "no numbers left: " + design.dropped.front().why);
  }
  add_cells(all, plan, design);
  add_covariates(rows, covariates, design);
  add_random(rows, plan, options, design.data);
  design.data.values.resize(static_cast<Eigen::Index>(rows.size()));
  for (std::size_t i = 0; i < rows.size(); ++i) {
    design.data.values(static_cast<Eigen::Index>(i)) = rows[i].y;
  }
  return design;
}

}  // namespace stiff
