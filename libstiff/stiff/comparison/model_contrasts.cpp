#include "stiff/comparison/model_contrasts.h"

#include <cmath>
#include <cstddef>
#include <map>
#include <set>
#include <string_view>
#include <utility>

namespace stiff {
namespace {

using Part = PlannedContrast::Part;

/// Rows of weights by cells.
class Cells {
 public:
  explicit Cells(const CellDesign& design) : design_(design) {
    for (std::size_t i = 0; i < design.cells.size(); ++i) {
      column_[{design.cells[i].group, design.cells[i].time}] = static_cast<Eigen::Index>(i);
      groups_.insert(design.cells[i].group);
    }
  }

  const std::set<ModelGroup>& groups() const { return groups_; }

  /// The mean of a cell; false where it has no numbers.
  bool add(const ModelGroup& group, const std::string& time, double sign,
           Eigen::RowVectorXd& weights) const {
    const auto at = column_.find({group, time});
    if (at == column_.end()) return false;
    weights(at->second) += sign;
    return true;
  }

  Eigen::RowVectorXd zero() const {
    return Eigen::RowVectorXd::Zero(static_cast<Eigen::Index>(design_.data.names.size()));
  }

  /// With `session_share` of every session, whether a crossover's data tell it: what a session
  /// without a column hides must be what its alias says.
  bool is_told(const Eigen::RowVectorXd& weights, double session_share) const {
    for (const auto& [session, alias] : design_.aliases) {
      if (!(std::abs(weights.head(alias.size()).dot(alias) - session_share) < 1e-8)) return false;
    }
    return true;
  }

  std::string lacking(const ModelGroup& group, const std::string& time) const {
    const std::string label = group_label(group);
    return "no number" + (label.empty() ? "" : " of " + label) +
           (time.empty() ? "" : " at " + time);
  }

 private:
  const CellDesign& design_;
  std::map<std::pair<ModelGroup, std::string>, Eigen::Index> column_;
  std::set<ModelGroup> groups_;
};

/// The group that another is compared with; itself for the reference.
ModelGroup reference_of(const ModelGroup& group, const ModelPlan& plan) {
  if (plan.design == ModelDesign::sides) return {group.arm, plan.reference.role};
  return plan.reference;
}

void add_means(const Cells& cells, const CellDesign& design, const ModelPlan& plan,
               std::vector<PlannedContrast>& out) {
  const bool crossover = plan.design == ModelDesign::crossover;
  const double share = crossover ? 1 / static_cast<double>(plan.times.size()) : 0;
  for (const ModelCell& cell : design.cells) {
    Eigen::RowVectorXd weights = cells.zero();
    cells.add(cell.group, cell.time, 1, weights);
    for (std::size_t s = 0; s < design.sessions.size(); ++s) {
      weights(static_cast<Eigen::Index>(design.cells.size() + s)) = share;
    }
    PlannedContrast mean{Part::mean, "mean", group_label(cell.group), "", cell.time, "",
                         weights,    ""};
    if (!cells.is_told(weights, share)) {
      mean.weights.resize(0, 0);
      mean.note = "the sessions hide it: at some all have one treatment";
    }
    out.push_back(std::move(mean));
  }
}

/// Signed cells of one contrast.
struct Signed {
  ModelGroup group;
  std::string time;
  double sign;
};

PlannedContrast contrast_of(const Cells& cells, PlannedContrast contrast,
                            const std::vector<Signed>& parts) {
  Eigen::RowVectorXd weights = cells.zero();
  for (const Signed& part : parts) {
    if (cells.add(part.group, part.time, part.sign, weights)) continue;
    contrast.note = cells.lacking(part.group, part.time);
    return contrast;
  }
  contrast.weights = weights;
  return contrast;
}

void add_changes(const Cells& cells, const ModelPlan& plan, std::vector<PlannedContrast>& out) {
  const std::string& baseline = plan.times.front();
  for (const ModelGroup& group : cells.groups()) {
    for (std::size_t t = 1; t < plan.times.size(); ++t) {
      out.push_back(contrast_of(
          cells,
          {Part::contrast, "change", group_label(group), "", plan.times[t], baseline, {}, ""},
          {{group, plan.times[t], 1}, {group, baseline, -1}}));
    }
  }
}

/// Groups against the reference: their changes, or their means at each session.
void add_comparisons(const Cells& cells, const ModelPlan& plan, bool of_changes,
                     std::vector<PlannedContrast>& out) {
  const std::string baseline = of_changes ? plan.times.front() : "";
  for (const ModelGroup& group : cells.groups()) {
    const ModelGroup other = reference_of(group, plan);
    if (group == other) continue;
    if (plan.design == ModelDesign::sides && !cells.groups().contains(other)) continue;
    for (std::size_t t = 0; t < plan.times.size(); ++t) {
      const std::string& time = plan.times[t];
      if (t == 0 && plan.times.size() > 1) continue;
      PlannedContrast contrast{Part::contrast,
                               of_changes ? "treatment x time" : "difference",
                               group_label(group),
                               group_label(other),
                               time,
                               baseline,
                               {},
                               ""};
      std::vector<Signed> parts{{group, time, 1}, {other, time, -1}};
      if (of_changes) parts.insert(parts.end(), {{group, baseline, -1}, {other, baseline, 1}});
      out.push_back(contrast_of(cells, std::move(contrast), parts));
    }
  }
}

/// Each technique against the reference, then the others in pairs.
void add_techniques(const Cells& cells, const ModelPlan& plan, std::vector<PlannedContrast>& out) {
  std::vector<ModelGroup> order{plan.reference};
  for (const ModelGroup& group : cells.groups()) {
    if (group != plan.reference) order.push_back(group);
  }
  for (std::size_t b = 0; b < order.size(); ++b) {
    for (std::size_t a = b + 1; a < order.size(); ++a) {
      PlannedContrast contrast = contrast_of(cells,
                                             {Part::contrast,
                                              "difference",
                                              group_label(order[a]),
                                              group_label(order[b]),
                                              "",
                                              "",
                                              {},
                                              ""},
                                             {{order[a], "", 1}, {order[b], "", -1}});
      if (contrast.weights.size() > 0 && !cells.is_told(contrast.weights, 0)) {
        contrast.weights.resize(0, 0);
        contrast.note = "the sessions hide it: no session has both";
      }
      out.push_back(std::move(contrast));
    }
  }
}

/// All contrasts of one term at once, where there are several.
void add_joint(std::vector<PlannedContrast>& out, const std::string& term) {
  std::vector<Eigen::MatrixXd> rows;
  for (const PlannedContrast& contrast : out) {
    if (contrast.part != Part::contrast || contrast.term != term) continue;
    if (contrast.weights.size() > 0) rows.push_back(contrast.weights);
  }
  if (rows.size() < 2) return;
  PlannedContrast joint{Part::joint, term, "", "", "", "", {}, ""};
  joint.weights.resize(static_cast<Eigen::Index>(rows.size()), rows.front().cols());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    joint.weights.row(static_cast<Eigen::Index>(i)) = rows[i];
  }
  out.push_back(std::move(joint));
}

}  // namespace

std::vector<PlannedContrast> planned_contrasts(const CellDesign& design, const ModelPlan& plan,
                                               bool adjusted) {
  const Cells cells(design);
  std::vector<PlannedContrast> out;
  add_means(cells, design, plan, out);
  const std::size_t columns = design.data.names.size();
  for (std::size_t c = 0; c < design.covariates.size(); ++c) {
    Eigen::RowVectorXd weights = cells.zero();
    weights(static_cast<Eigen::Index>(columns - design.covariates.size() + c)) = 1;
    out.push_back({Part::covariate, design.covariates[c], "", "", "", "", weights, ""});
  }
  const bool of_changes = !adjusted && plan.times.size() > 1;
  if (plan.design == ModelDesign::crossover) {
    add_techniques(cells, plan, out);
    add_joint(out, "difference");
    return out;
  }
  if (of_changes) add_changes(cells, plan, out);
  if (plan.design != ModelDesign::sessions) add_comparisons(cells, plan, of_changes, out);
  const bool alone = plan.design == ModelDesign::sessions;
  for (const char* term : {"change", "treatment x time", "difference"}) {
    if (alone == (std::string_view(term) == "change")) add_joint(out, term);
  }
  return out;
}

}  // namespace stiff
