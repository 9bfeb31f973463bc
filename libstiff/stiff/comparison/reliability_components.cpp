#include "stiff/comparison/measurement_error.h"
#include "stiff/comparison/measurement_plan.h"
#include "stiff/comparison/reliability_rows.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <unordered_map>

namespace stiff {
namespace {

constexpr std::array<const char*, 5> kChain{"person", "side", "session", "run", "repeat"};
constexpr std::array<std::string Measurement::*, 4> kLabels{
    &Measurement::participant, &Measurement::side, &Measurement::session, &Measurement::run};

/// Numbers of the labels, in an order that does not depend on the rows'.
std::vector<int> labels_of(const std::vector<const Measurement*>& numbers,
                           std::string Measurement::*member) {
  std::unordered_map<std::string, int> number;
  for (const Measurement* m : numbers) number.emplace(m->*member, 0);
  std::vector<std::string> names;
  for (const auto& [name, _] : number) names.push_back(name);
  std::sort(names.begin(), names.end(), natural_less);
  for (std::size_t i = 0; i < names.size(); ++i) number[names[i]] = static_cast<int>(i);
  std::vector<int> out;
  out.reserve(numbers.size());
  for (const Measurement* m : numbers) out.push_back(number[m->*member]);
  return out;
}

/// How many of the chain's levels lie above the numbers: recordings that are one a session have the
/// session as their residual, not a run that nobody repeated.
std::size_t levels_above(const std::vector<std::vector<int>>& labels, bool are_repeats) {
  if (are_repeats) return 4;
  std::vector<std::array<int, 3>> sessions;
  for (std::size_t i = 0; i < labels[0].size(); ++i) {
    sessions.push_back({labels[0][i], labels[1][i], labels[2][i]});
  }
  std::sort(sessions.begin(), sessions.end());
  const bool repeated = std::adjacent_find(sessions.begin(), sessions.end()) != sessions.end();
  return repeated ? 3 : 2;
}

double known(const NestedComponent& component) {
  return component.variance.has_value() ? component.variance.value : 0;
}

/// The components by name, with how many runs and repeats a session has.
struct Planned {
  ErrorComponents components;
  double runs = 1;
  double repeats = 1;
  bool has_session = false;
};

Planned planned_of(const NestedComponents& nested) {
  Planned out;
  for (const NestedComponent& c : nested.components) {
    // One side of one person: both are what its repeats have in common.
    if (c.name == "person" || c.name == "side") out.components.person += known(c);
    if (c.name == "session") {
      out.components.session = known(c);
      out.has_session = c.variance.has_value();
    }
    if (c.name == "run") {
      out.components.run = known(c);
      out.runs = c.per_group;
    }
    if (c.name == "repeat") {
      out.components.repeat = known(c);
      out.repeats = c.per_group;
    }
  }
  return out;
}

Estimate plain(double value, std::int64_t people) {
  if (!std::isfinite(value)) return no_estimate(Reason::too_few);
  Estimate out;
  out.value = value;
  out.n = people;
  return out;
}

void add_nested_rows(const ReliabilityKey& key, const NestedComponents& nested, Reliability& out) {
  const Planned planned = planned_of(nested);
  const ErrorComponents& c = planned.components;
  const double within = (c.run + c.repeat / planned.repeats) / planned.runs;
  const double between = c.session + within;
  const std::int64_t people = nested.components[0].groups;
  const auto add = [&](const std::string& index, const std::string& units, double value,
                       const std::string& note) {
    out.rows.push_back(
        {key, "nested", index, units, plain(value, people), people, 0, "none", note});
  };
  if (planned.has_session) {
    const double sem = std::sqrt(between);
    const std::string note = "one recording against one of another session, by components";
    add("sem_between_sessions", key.units, sem, note);
    add("mdc95_between_sessions", key.units, minimal_detectable_change(sem), note);
    if (nested.mean > 0) {
      add("mdc95_percent_between_sessions", "%", 100 * minimal_detectable_change(sem) / nested.mean,
          note);
    }
    add("icc_between_sessions", "1", c.person / (c.person + between), note);
  }
  if (within > 0) {
    add("sem_within_session", key.units, std::sqrt(within),
        "within a session: says nothing of a change between sessions");
  }
}

}  // namespace

void add_component_rows(const NestedNumbers& data, Reliability& out) {
  std::vector<std::vector<int>> labels;
  for (const auto member : kLabels) labels.push_back(labels_of(data.numbers, member));
  const std::size_t levels = levels_above(labels, data.are_repeats);
  NestedValues values;
  for (std::size_t l = 0; l < levels; ++l) {
    values.levels.emplace_back(kChain[l]);
    values.groups.push_back(std::move(labels[l]));
  }
  for (const Measurement* m : data.numbers) values.values.push_back(m->value);
  const NestedComponents nested = nested_components(values, kChain[levels]);
  double sum = 0;
  for (const NestedComponent& c : nested.components) sum += known(c);
  for (const NestedComponent& c : nested.components) {
    out.components.push_back({data.key, c.name, c.variance,
                              c.variance.has_value() && sum > 0 ? c.variance.value / sum : kNaN,
                              c.groups, c.per_group, nested.mean});
  }
  if (nested.reason == Reason::none) add_nested_rows(data.key, nested, out);
}

}  // namespace stiff
