#include "stiff/comparison/model_plan.h"

#include "stiff/core/error.h"
#include "stiff/result/people.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <tuple>
#include <utility>

namespace stiff {
namespace {

constexpr const char* kNone = "none";

[[noreturn]] void refuse(const std::string& what) {
  throw Error(ErrorKind::bad_data, what);
}

std::string joined(const std::set<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

/// Every distinct text of the measurements, the empty one left out.
template <class Get>
std::set<std::string> every(std::span<const Measurement> all, Get get) {
  std::set<std::string> out;
  for (const Measurement& m : all) out.insert(get(m));
  out.erase("");
  return out;
}

bool is_treated(const Measurement& m, const std::string& control_side) {
  return control_side.empty()
             ? !m.treatment.empty() && m.treatment != kNone && m.treatment != "rest"
             : m.side != control_side;
}

/// The one that is called `control`, in any spelling.
std::optional<std::string> named_control(const std::set<std::string>& names) {
  for (const std::string& name : names) {
    if (plain_label(name) == "control") return name;
  }
  return std::nullopt;
}

/// Mean day of each session; infinite where one of its recordings has none.
std::map<std::string, double> mean_days(std::span<const Measurement> all, const ModelPlan& plan) {
  std::map<std::string, std::pair<double, double>> sums;
  for (const Measurement& m : all) {
    auto& [sum, count] = sums[plan.time_of(m)];
    sum += std::isfinite(m.day) ? m.day : std::numeric_limits<double>::infinity();
    ++count;
  }
  std::map<std::string, double> out;
  for (const auto& [time, sum] : sums) out[time] = sum.first / sum.second;
  return out;
}

std::string first_by_day(const std::map<std::string, double>& days) {
  std::string first;
  std::set<std::string> names;
  for (const auto& [time, day] : days) {
    names.insert(time);
    if (std::isfinite(day) && (first.empty() || day < days.at(first))) first = time;
  }
  const bool all_known =
      std::all_of(days.begin(), days.end(), [](const auto& d) { return std::isfinite(d.second); });
  if (days.size() > 1 && !all_known) {
    refuse("which session is the baseline is not said: name it by --baseline (" + joined(names) +
           "), or give days in sessions.tsv");
  }
  return days.size() == 1 ? days.begin()->first : first;
}

/// The one session that is the time point `baseline` in everyone; empty where there is no such one.
std::string baseline_label(std::span<const Measurement> all) {
  std::set<std::string> at_baseline;
  for (const Measurement& m : all) {
    if (m.time_point == "baseline") at_baseline.insert(m.session);
  }
  if (at_baseline.size() != 1) return "";
  const std::string& label = *at_baseline.begin();
  const bool always = std::all_of(all.begin(), all.end(), [&](const Measurement& m) {
    return m.session != label || m.time_point == "baseline";
  });
  return always ? label : "";
}

void plan_times(std::span<const Measurement> all, const ModelOptions& options, ModelPlan& plan) {
  const auto labels = every(all, [](const Measurement& m) { return m.session; });
  const auto points = every(all, [](const Measurement& m) { return m.time_point; });
  std::string baseline = options.baseline.empty() ? baseline_label(all) : options.baseline;
  if (baseline.empty() && points.contains("baseline")) baseline = "baseline";
  if (!baseline.empty() && !labels.contains(baseline)) {
    if (!points.contains(baseline)) {
      refuse("--baseline " + baseline + ": there is no such session, but " + joined(labels) +
             (points.empty() ? "" : "; the time points " + joined(points)));
    }
    plan.by_time_point = true;
  }
  auto days = mean_days(all, plan);
  if (days.size() > 1) days.erase("");
  if (baseline.empty()) baseline = first_by_day(days);
  std::vector<std::tuple<bool, double, std::string>> order;
  for (const auto& [time, day] : days) order.emplace_back(time != baseline, day, time);
  std::sort(order.begin(), order.end());
  for (const auto& [later, day, time] : order) plan.times.push_back(time);
}

/// Whether a person has places of both roles.
bool has_both_roles(std::span<const Measurement> all, const std::string& control_side) {
  std::map<std::string, std::pair<bool, bool>> roles;
  for (const Measurement& m : all) {
    if (control_side.empty() ? m.treatment.empty() : m.side.empty()) continue;
    auto& [treated, untreated] = roles[m.participant];
    (is_treated(m, control_side) ? treated : untreated) = true;
  }
  return std::any_of(roles.begin(), roles.end(),
                     [](const auto& r) { return r.second.first && r.second.second; });
}

void plan_arms(std::span<const Measurement> all, const ModelOptions& options, ModelPlan& plan) {
  std::set<std::string> arms = every(all, [](const Measurement& m) { return m.group; });
  if (arms.empty()) {
    for (const Measurement& m : all) {
      if (is_treated(m, "")) plan.treated_people.insert(m.participant);
    }
    const bool some_untreated = std::any_of(all.begin(), all.end(), [&](const Measurement& m) {
      return !m.treatment.empty() && !plan.treated_people.contains(m.participant);
    });
    plan.arm_by_treatment = some_untreated && !plan.treated_people.empty();
    if (plan.arm_by_treatment) arms = {"treated", "untreated"};
  }
  plan.tells_arms = arms.size() > 1;
  if (!options.control.empty() && plan.design != ModelDesign::crossover &&
      !arms.contains(options.control)) {
    refuse("--control " + options.control + ": no one measured is of that arm" +
           (arms.empty() ? "; participants.tsv has no groups" : ", but of " + joined(arms)));
  }
  if (!plan.tells_arms) return;
  plan.reference.arm = !options.control.empty()   ? options.control
                       : arms.contains("control") ? "control"
                       : plan.arm_by_treatment    ? "untreated"
                                                  : *arms.begin();
}

void choose_design(std::span<const Measurement> all, const ModelOptions& options, ModelPlan& plan) {
  const bool both = has_both_roles(all, options.control_side);
  if (plan.design == ModelDesign::automatic) {
    plan.design = both              ? ModelDesign::sides
                  : plan.tells_arms ? ModelDesign::arms
                                    : ModelDesign::sessions;
  }
  if (plan.design == ModelDesign::sides) {
    if (!both) {
      refuse(
          "no person has a treated and an untreated place: name the untreated side by "
          "--control-side, or give treatments.tsv");
    }
    plan.reference.role = "untreated";
    if (plan.tells_arms) {
      plan.notes.push_back("sides are compared within each arm; --design arms compares the arms");
    }
  } else if (plan.design == ModelDesign::arms && !plan.tells_arms) {
    const auto arms = every(all, [](const Measurement& m) { return m.group; });
    refuse("arms are compared, but " + (arms.empty() ? "participants.tsv has no groups"
                                                     : "all measured are of " + joined(arms)));
  }
  if (plan.design == ModelDesign::sessions || plan.design == ModelDesign::crossover) {
    plan.tells_arms = plan.arm_by_treatment = false;
    plan.reference = {};
  }
  if (plan.design == ModelDesign::sessions && plan.times.size() < 2) {
    refuse("one session (" + plan.times.front() + ") and one arm: there is nothing to compare");
  }
  if (options.adjust_baseline && plan.design == ModelDesign::sessions) {
    refuse("--adjust-baseline compares arms or sides at the same baseline; there is one arm");
  }
  const bool no_later = plan.times.size() < 2 && options.adjust_baseline;
  if (no_later) refuse("--adjust-baseline needs a session behind the baseline");
}

/// The technique that each recording's session follows at once; `none` where none does.
void plan_crossover(std::span<const Measurement> all, const ModelOptions& options,
                    ModelPlan& plan) {
  using Place = std::tuple<std::string, std::string, std::string, std::string>;
  std::map<Place, std::map<std::pair<double, std::string>, std::string>> techniques;
  for (const Measurement& m : all) {
    if (!std::isfinite(m.day)) {
      refuse("sub-" + m.participant + " session " + m.session +
             ": a crossover needs every session's day in sessions.tsv");
    }
    techniques[{m.participant, m.muscle, m.side, m.site}][{m.day, m.session}] = m.technique;
  }
  std::set<std::string> given;
  for (const Measurement& m : all) {
    const auto& course = techniques.at({m.participant, m.muscle, m.side, m.site});
    const auto at = course.find({m.day, m.session});
    const std::string before = at == course.begin() ? "" : std::prev(at)->second;
    const bool fresh = !at->second.empty() && at->second != before;
    plan.given[m.recording_id] = fresh ? at->second : kNone;
    given.insert(plan.given[m.recording_id]);
  }
  if (given.size() < 2)
    refuse("a crossover needs two treatments in treatments.tsv, or one and none");
  if (!options.control.empty() && !given.contains(options.control)) {
    refuse("--control " + options.control + ": no session follows it, but " + joined(given));
  }
  plan.reference.role = !options.control.empty() ? options.control
                        : named_control(given)   ? *named_control(given)
                        : given.contains(kNone)  ? kNone
                                                 : *given.begin();
}

}  // namespace

std::string group_label(const ModelGroup& group) {
  return group.arm + (group.arm.empty() || group.role.empty() ? "" : " ") + group.role;
}

const std::string& ModelPlan::time_of(const Measurement& m) const {
  return by_time_point ? m.time_point : m.session;
}

bool ModelPlan::group_of(const Measurement& m, ModelGroup& group, std::string& why) const {
  group = {};
  if (time_of(m).empty() && !times.front().empty()) {
    why = by_time_point ? "its session has no time point" : "no session";
    return false;
  }
  if (tells_arms) {
    group.arm = arm_by_treatment
                    ? (treated_people.contains(m.participant) ? "treated" : "untreated")
                    : m.group;
    if (group.arm.empty()) {
      why = "no group in participants.tsv";
      return false;
    }
  }
  if (design == ModelDesign::crossover) group.role = given.at(m.recording_id);
  if (design != ModelDesign::sides) return true;
  if (control_side.empty() ? m.treatment.empty() : m.side.empty()) {
    why = control_side.empty() ? "treatments.tsv does not say whether it was treated" : "no side";
    return false;
  }
  group.role = is_treated(m, control_side) ? "treated" : "untreated";
  return true;
}

ModelPlan plan_models(std::span<const Measurement> measurements, const ModelOptions& options) {
  if (measurements.empty()) refuse("no numbers to model");
  ModelPlan plan;
  plan.design = options.design;
  plan.control_side = options.control_side;
  const auto sides = every(measurements, [](const Measurement& m) { return m.side; });
  if (!options.control_side.empty() && !sides.contains(options.control_side)) {
    refuse("--control-side " + options.control_side + ": no recording is of that side, but of " +
           joined(sides));
  }
  plan_times(measurements, options, plan);
  plan_arms(measurements, options, plan);
  choose_design(measurements, options, plan);
  if (plan.design == ModelDesign::crossover) plan_crossover(measurements, options, plan);
  return plan;
}

}  // namespace stiff
