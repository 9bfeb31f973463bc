#include "stiff/comparison/model_design.h"

#include "stiff/comparison/mixed_model_checks.h"
#include "stiff/comparison/model_rows.h"
#include "stiff/core/error.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>

#include <Eigen/QR>

namespace stiff {
namespace {

using Rows = std::vector<ModelRow>;

template <class Get>
std::vector<int> numbered(const Rows& rows, Get get) {
  std::map<decltype(get(rows.front())), int> numbers;
  std::vector<int> out;
  out.reserve(rows.size());
  for (const ModelRow& row : rows) {
    out.push_back(numbers.try_emplace(get(row), static_cast<int>(numbers.size())).first->second);
  }
  return out;
}

/// The cells that have numbers: groups in order of their names, sessions in the plan's.
std::vector<ModelCell> cells_of(const Rows& rows, const ModelPlan& plan) {
  std::set<std::pair<ModelGroup, std::string>> there;
  std::set<ModelGroup> groups;
  const bool crossover = plan.design == ModelDesign::crossover;
  for (const ModelRow& row : rows) {
    there.insert({row.group, crossover ? "" : row.time});
    groups.insert(row.group);
  }
  std::vector<ModelCell> cells;
  for (const ModelGroup& group : groups) {
    if (crossover) cells.push_back({group, ""});
    for (const std::string& time : plan.times) {
      if (!crossover && there.contains({group, time})) cells.push_back({group, time});
    }
  }
  return cells;
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

void add_cells(const Rows& rows, const ModelPlan& plan, CellDesign& design) {
  design.cells = cells_of(rows, plan);
  const auto size = static_cast<Eigen::Index>(rows.size());
  std::map<std::pair<ModelGroup, std::string>, Eigen::Index> column;
  for (const ModelCell& cell : design.cells) {
    column[{cell.group, cell.time}] = static_cast<Eigen::Index>(design.data.names.size());
    design.data.names.push_back(cell_name(cell));
  }
  design.data.fixed = Eigen::MatrixXd::Zero(size, static_cast<Eigen::Index>(column.size()));
  const bool crossover = plan.design == ModelDesign::crossover;
  for (Eigen::Index i = 0; i < size; ++i) {
    const ModelRow& row = rows[static_cast<std::size_t>(i)];
    design.data.fixed(i, column.at({row.group, crossover ? "" : row.time})) = 1;
  }
  for (std::size_t t = 1; crossover && t < plan.times.size(); ++t) {
    Eigen::VectorXd there(size);
    for (Eigen::Index i = 0; i < size; ++i) {
      there(i) = rows[static_cast<std::size_t>(i)].time == plan.times[t] ? 1 : 0;
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
    std::map<std::string, double> people;
    for (Eigen::Index i = 0; i < size; ++i) {
      const std::string& who = rows[static_cast<std::size_t>(i)].m->participant;
      values(i) = people[who] = covariate.values.at(who);
    }
    double mean = 0;
    for (const auto& [who, value] : people) mean += value / static_cast<double>(people.size());
    add_column(design.data, covariate.name, values.array() - mean);
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

void add_random(const Rows& rows, const ModelOptions& options, MixedModelData& data) {
  using Key = std::tuple<std::string_view, std::string_view, std::string_view, std::string_view,
                         std::string_view>;
  data.participant =
      numbered(rows, [](const ModelRow& row) { return std::string_view(row.m->participant); });
  add_term(data, "participant", data.participant);
  add_slope(rows, options.slope, data);
  add_term(data, "place in participant", numbered(rows, [](const ModelRow& row) {
             return Key(row.m->participant, row.m->side, row.m->site, {}, {});
           }));
  add_term(data, "session in participant", numbered(rows, [](const ModelRow& row) {
             return Key(row.m->participant, {}, {}, row.time, {});
           }));
  add_term(data, "session in place", numbered(rows, [](const ModelRow& row) {
             return Key(row.m->participant, row.m->side, row.m->site, row.time, {});
           }));
  add_term(data, "run in session", numbered(rows, [](const ModelRow& row) {
             return Key(row.m->participant, row.m->side, row.m->site, row.time, row.m->run);
           }));
}

}  // namespace

CellDesign cell_design(std::span<const Measurement* const> measurements, const ModelPlan& plan,
                       std::span<const PersonCovariate> covariates, const ModelOptions& options) {
  CellDesign design;
  const Rows rows = model_rows(measurements, plan, covariates, options, design);
  if (rows.empty()) {
    throw Error(ErrorKind::bad_data, design.dropped.empty()
                                         ? "no numbers behind the baseline"
                                         : "no numbers left: " + design.dropped.front().why);
  }
  add_cells(rows, plan, design);
  add_covariates(rows, covariates, design);
  add_random(rows, options, design.data);
  design.data.values.resize(static_cast<Eigen::Index>(rows.size()));
  for (std::size_t i = 0; i < rows.size(); ++i) {
    design.data.values(static_cast<Eigen::Index>(i)) = rows[i].y;
  }
  return design;
}

}  // namespace stiff
