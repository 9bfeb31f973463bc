#include "stiff/comparison/change_roles.h"

#include "stiff/core/error.h"
#include "stiff/result/people.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

namespace stiff {
namespace {

using Words = std::set<std::string>;

std::string joined(const Words& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text.empty() ? "none" : text;
}

Words arms_of(const ChangePairs& pairs) {
  Words arms;
  for (const ChangePair& pair : pairs.pairs) {
    if (!pair.arm.empty()) arms.insert(pair.arm);
  }
  return arms;
}

/// Who has no group where others have one belongs to no arm.
void drop_without_arm(ChangePairs& pairs, const Words& arms) {
  if (arms.empty()) {
    for (ChangePair& pair : pairs.pairs) pair.arm = "all";
    return;
  }
  Words seen;
  std::erase_if(pairs.pairs, [&](const ChangePair& pair) {
    if (!pair.arm.empty()) return false;
    if (seen.insert(pair.participant).second) {
      pairs.dropped.push_back({"", pair.participant, "", "", "", "",
                               "no group in participants.tsv, where others have one"});
    }
    return true;
  });
}

/// An arm whose people were measured before or after, but nobody both times.
void check_arms(const ChangePairs& pairs, std::span<const Measurement> measurements,
                const ChangeOptions& options) {
  std::map<std::string, Words> measured;
  for (const Measurement& m : measurements) {
    if (!m.group.empty()) measured[m.group].insert(m.participant);
  }
  const Words arms = arms_of(pairs);
  for (const auto& [arm, people] : measured) {
    if (arms.contains(arm)) continue;
    throw Error(ErrorKind::bad_data, "the arm " + arm + " is empty: of its " +
                                         std::to_string(people.size()) +
                                         " people nobody has a number both in " + options.pre +
                                         " and in " + options.post);
  }
}

void check_named(const ChangePairs& pairs, const ChangeOptions& options) {
  const Words arms = arms_of(pairs);
  if (!options.control.empty() && !arms.contains(options.control)) {
    throw Error(ErrorKind::bad_data,
                "--control " + options.control + ": there is no such group, but " + joined(arms));
  }
  if (options.control_side.empty()) return;
  Words sides;
  for (const ChangePair& pair : pairs.pairs) sides.insert(pair.side.empty() ? "(none)" : pair.side);
  if (!sides.contains(options.control_side)) {
    throw Error(ErrorKind::bad_data, "--control-side " + options.control_side +
                                         ": there is no such side, but " + joined(sides));
  }
}

/// Whether treatments.tsv gives a place nothing up to `post`. Techniques are known at a session
/// where the sessions have an order; else what the place gets at all.
class Treatments {
 public:
  explicit Treatments(const ChangePairs& pairs) {
    for (const ChangePair& pair : pairs.pairs) {
      has_order_ = has_order_ || !pair.technique.empty();
    }
  }
  bool none(const ChangePair& pair) const {
    if (pair.treatment.empty()) return false;
    const std::string& given = has_order_ ? pair.technique : pair.treatment;
    return given.empty() || given == "none" || given == "rest";
  }

 private:
  bool has_order_ = false;
};

/// Sides are no names of what was done where a side is treated in some and not in others.
void name_by_treatment(ChangePairs& pairs) {
  std::map<std::tuple<std::string, std::string, std::string>, std::pair<bool, bool>> has;
  for (const ChangePair& pair : pairs.pairs) {
    auto& [treated, untreated] = has[{pair.arm, pair.kind.muscle, pair.side}];
    (pair.is_control ? untreated : treated) = true;
  }
  const bool mixed = std::any_of(has.begin(), has.end(), [](const auto& one) {
    return one.second.first && one.second.second;
  });
  if (!mixed) return;
  for (ChangePair& pair : pairs.pairs) {
    pair.contrast_side = pair.is_control ? "untreated" : "treated";
  }
}

/// The arm that the others are compared with by its name; empty where there is none.
std::string reference_arm(const Words& arms) {
  for (const char* name : {"control", "sham", "placebo"}) {
    for (const std::string& arm : arms) {
      if (arms.size() > 1 && plain_label(arm) == name) return arm;
    }
  }
  return "";
}

void find_by_treatment(ChangePairs& pairs, ControlSource& source, bool has_groups) {
  std::map<std::string, std::pair<bool, bool>> people;
  for (const ChangePair& pair : pairs.pairs) {
    auto& [treated, untreated] = people[pair.participant];
    (pair.is_control ? untreated : treated) = true;
  }
  bool whole_people = false;
  for (const auto& [who, has] : people) {
    source.by_side = source.by_side || (has.first && has.second);
    whole_people = whole_people || !has.first;
  }
  source.is_known = true;
  source.text = "places that treatments.tsv gives nothing";
  if (!has_groups && whole_people) {
    for (ChangePair& pair : pairs.pairs) {
      pair.arm = people.at(pair.participant).first ? "treated" : "untreated";
    }
    source.arm = "untreated";
  }
  if (has_groups) {
    Words untreated = arms_of(pairs);
    for (const ChangePair& pair : pairs.pairs) {
      if (!pair.is_control) untreated.erase(pair.arm);
    }
    source.arm = untreated.size() == 1 ? *untreated.begin() : reference_arm(arms_of(pairs));
  }
  name_by_treatment(pairs);
}

void find_control(ChangePairs& pairs, ControlSource& source, bool has_groups) {
  const Treatments treatments(pairs);
  std::size_t untreated = 0;
  for (ChangePair& pair : pairs.pairs) {
    pair.is_control = treatments.none(pair);
    untreated += pair.is_control ? 1 : 0;
  }
  if (untreated > 0 && untreated < pairs.pairs.size()) {
    find_by_treatment(pairs, source, has_groups);
    return;
  }
  source.arm = reference_arm(arms_of(pairs));
  source.is_known = plain_label(source.arm) == "control";
  source.text = source.is_known ? "the arm " + source.arm
                                : "no repeats between sessions: name an arm by --control or an "
                                  "untreated side by --control-side";
  for (ChangePair& pair : pairs.pairs) pair.is_control = source.is_known && pair.arm == source.arm;
}

}  // namespace

ControlSource assign_roles(ChangePairs& pairs, std::span<const Measurement> measurements,
                           const ChangeOptions& options) {
  check_named(pairs, options);
  check_arms(pairs, measurements, options);
  const Words arms = arms_of(pairs);
  drop_without_arm(pairs, arms);
  Words people;
  for (const ChangePair& pair : pairs.pairs) people.insert(pair.participant);
  if (people.size() < 2) {
    throw Error(ErrorKind::bad_data, "one participant, " + *people.begin() +
                                         ": a change of people needs two or more of them");
  }
  ControlSource source;
  if (options.control.empty() && options.control_side.empty()) {
    find_control(pairs, source, !arms.empty());
    return source;
  }
  source.is_known = true;
  source.arm = options.control;
  source.by_side = !options.control_side.empty();
  if (!options.control.empty()) source.text = "the arm " + options.control;
  if (source.by_side) {
    source.text += (source.text.empty() ? "the side " : " and the side ") + options.control_side;
  }
  for (ChangePair& pair : pairs.pairs) {
    pair.is_control = (!options.control.empty() && pair.arm == options.control) ||
                      (source.by_side && pair.side == options.control_side);
  }
  return source;
}

}  // namespace stiff
