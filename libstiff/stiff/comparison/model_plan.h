#pragma once

#include "stiff/comparison/measurement.h"
#include "stiff/comparison/model_options.h"

#include <map>
#include <set>
#include <span>
#include <string>
#include <vector>

namespace stiff {

/// What a measurement is compared as.
struct ModelGroup {
  std::string arm;   ///< empty where arms are not told apart
  std::string role;  ///< `treated`, `untreated`, or a crossover's technique

  auto operator<=>(const ModelGroup&) const = default;
};
std::string group_label(const ModelGroup& group);

/// Which sessions and groups a study's models have, the same for all of its quantities and muscles.
struct ModelPlan {
  ModelDesign design = ModelDesign::sessions;
  std::vector<std::string> times;  ///< sessions: the baseline, then by day, then by name
  ModelGroup reference;            ///< the control: arm, role, or both
  std::vector<std::string> notes;

  /// The session as the plan names it: its label, or its time point.
  const std::string& time_of(const Measurement& m) const;
  /// False, with the reason, for a measurement that is in no group.
  bool group_of(const Measurement& m, ModelGroup& group, std::string& why) const;

  bool by_time_point = false;
  std::string control_side;
  bool arm_by_treatment = false;             ///< there are no groups: who was treated, who was not
  bool tells_arms = false;                   ///< several arms
  std::set<std::string> treated_people;      ///< anywhere
  std::map<std::string, std::string> given;  ///< a crossover's technique by recording_id
};

/// Chooses design, baseline and control as ModelOptions says. Places are treated or not by
/// --control-side, else by treatments.tsv (`none` is not). In a crossover a technique counts for
/// the first session after it was given; where it had been given before the session before, too,
/// the session is `none`, washed out. \throws Error (bad_data, usage): one session where sessions
/// are compared, one arm, no side of both roles, an arm, side or session that nobody has, a
/// baseline or an order of sessions that is not said.
ModelPlan plan_models(std::span<const Measurement> measurements, const ModelOptions& options);

}  // namespace stiff
