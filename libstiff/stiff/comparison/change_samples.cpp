#include "stiff/comparison/change_samples.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <tuple>

namespace stiff {
namespace {

/// One person's places of one kind, arm and side, averaged.
struct PersonChange {
  double before = 0;
  double after = 0;
  double log = 0;  ///< NaN where a level is not above 0
  double n = 0;
  bool other_device = false;
  bool is_control = false;

  void add(const ChangePair& pair) {
    before += pair.before.value;
    after += pair.after.value;
    log += pair.log_change();
    other_device = other_device || pair.other_device;
    is_control = pair.is_control;
    n += 1;
  }
  double change() const { return (after - before) / n; }
};

using People = std::map<std::string, PersonChange>;
using CellKey = std::tuple<ComparedKind, std::string, std::string>;  // kind, arm, side

std::map<CellKey, People> cells_of(std::span<const ChangePair> pairs) {
  std::map<CellKey, People> cells;
  for (const ChangePair& pair : pairs) {
    cells[{pair.kind, pair.arm, pair.contrast_side}][pair.participant].add(pair);
  }
  return cells;
}

void mark(ChangeSample& sample, bool other_device) {
  if (other_device) sample.note = "another device after than before";
}

/// Logarithms count only where all people have one.
void drop_partial_logs(std::vector<double>& logs) {
  const bool all = std::all_of(logs.begin(), logs.end(), [](double x) { return std::isfinite(x); });
  if (!all) logs.clear();
}

ChangeSample plain_change(const CellKey& key, const People& people) {
  ChangeSample out;
  out.kind = std::get<0>(key);
  out.arm = std::get<1>(key);
  out.side = std::get<2>(key);
  bool other_device = false;
  for (const auto& [who, person] : people) {
    out.people.push_back(who);
    out.before.push_back(person.before / person.n);
    out.after.push_back(person.after / person.n);
    out.changes.push_back(person.change());
    out.logs.push_back(person.log / person.n);
    other_device = other_device || person.other_device;
  }
  drop_partial_logs(out.logs);
  mark(out, other_device);
  return out;
}

/// Of the persons who have both.
ChangeSample side_against_side(const CellKey& treated, const People& treated_people,
                               const CellKey& untreated, const People& untreated_people) {
  ChangeSample out;
  out.contrast = ContrastKind::between_sides;
  out.kind = std::get<0>(treated);
  out.arm = std::get<1>(treated);
  out.side = std::get<2>(treated);
  out.versus = std::get<2>(untreated);
  bool other_device = false;
  for (const auto& [who, person] : treated_people) {
    const auto other = untreated_people.find(who);
    if (other == untreated_people.end()) continue;
    out.people.push_back(who);
    out.changes.push_back(person.change() - other->second.change());
    out.logs.push_back(person.log / person.n - other->second.log / other->second.n);
    other_device = other_device || person.other_device || other->second.other_device;
  }
  const std::size_t alone = treated_people.size() + untreated_people.size() - 2 * out.people.size();
  drop_partial_logs(out.logs);
  mark(out, other_device);
  if (alone > 0) {
    out.note += (out.note.empty() ? "" : "; ") + std::to_string(alone) +
                (alone == 1 ? " person has" : " people have") + " one side only";
  }
  return out;
}

ChangeSample arm_against_arm(const ChangeSample& arm, const ChangeSample& other) {
  ChangeSample out = arm;
  out.contrast = ContrastKind::between_arms;
  out.versus = other.arm;
  out.before.clear();
  out.after.clear();
  out.people.insert(out.people.end(), other.people.begin(), other.people.end());
  out.other_changes = other.changes;
  out.other_logs = other.logs;
  if (out.logs.empty() || out.other_logs.empty()) {
    out.logs.clear();
    out.other_logs.clear();
  }
  if (out.note.empty()) out.note = other.note;
  return out;
}

bool is_control_cell(const People& people) {
  return std::all_of(people.begin(), people.end(),
                     [](const auto& one) { return one.second.is_control; });
}

void add_between_sides(const std::map<CellKey, People>& cells, std::vector<ChangeSample>& out) {
  for (const auto& [treated, treated_people] : cells) {
    const auto& [kind, arm, side] = treated;
    if (is_control_cell(treated_people)) continue;
    for (const auto& [other, other_people] : cells) {
      const bool is_other =
          std::get<0>(other) == kind && std::get<1>(other) == arm && std::get<2>(other) != side;
      if (!is_other || !is_control_cell(other_people)) continue;
      ChangeSample sample = side_against_side(treated, treated_people, other, other_people);
      if (!sample.people.empty()) out.push_back(std::move(sample));
    }
  }
}

/// \param plain the changes of all arms and sides.
void add_between_arms(std::span<const ChangeSample> plain, const ControlSource& control,
                      std::vector<ChangeSample>& out) {
  std::set<std::string> arms;
  for (const ChangeSample& sample : plain) arms.insert(sample.arm);
  const bool two = control.arm.empty() && arms.size() == 2;
  const std::string reference = two ? *arms.begin() : control.arm;
  if (reference.empty()) return;
  std::map<std::pair<ComparedKind, std::string>, const ChangeSample*> of_reference;
  for (const ChangeSample& sample : plain) {
    if (sample.arm == reference) of_reference[{sample.kind, sample.side}] = &sample;
  }
  for (const ChangeSample& sample : plain) {
    if (sample.arm == reference) continue;
    auto other = of_reference.find({sample.kind, sample.side});
    if (other == of_reference.end() && sample.side == "treated") {
      other = of_reference.find({sample.kind, "untreated"});
    }
    if (other == of_reference.end()) continue;
    out.push_back(arm_against_arm(sample, *other->second));
  }
}

}  // namespace

std::string contrast_name(ContrastKind kind) {
  switch (kind) {
    case ContrastKind::between_sides:
      return "between_sides";
    case ContrastKind::between_arms:
      return "between_arms";
    case ContrastKind::change:
      break;
  }
  return "change";
}

std::vector<ChangeSample> change_samples(std::span<const ChangePair> pairs,
                                         const ControlSource& control) {
  const std::map<CellKey, People> cells = cells_of(pairs);
  std::vector<ChangeSample> out;
  for (const auto& [key, people] : cells) out.push_back(plain_change(key, people));
  const std::vector<ChangeSample> plain = out;
  if (control.by_side) add_between_sides(cells, out);
  add_between_arms(plain, control, out);
  return out;
}

}  // namespace stiff
