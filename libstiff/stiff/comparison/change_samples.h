#pragma once

#include "stiff/comparison/change_pairs.h"
#include "stiff/comparison/change_roles.h"

#include <span>
#include <string>
#include <vector>

namespace stiff {

/// Which people's changes a contrast is of.
enum class ContrastKind {
  change,         ///< after less before, of one arm and side
  between_sides,  ///< the treated side's change less the untreated one's, within persons
  between_arms,   ///< one arm's changes less the control's
};
std::string contrast_name(ContrastKind kind);

/// The numbers of one contrast, one a person: sites, and sides of one role, are averaged within the
/// person before anything else.
struct ChangeSample {
  ContrastKind contrast = ContrastKind::change;
  ComparedKind kind;
  std::string arm;
  std::string side;
  std::string versus;  ///< the other arm or side; empty for a plain change
  std::vector<std::string> people;
  std::vector<double> before;  ///< levels, of a plain change only
  std::vector<double> after;
  std::vector<double> changes;        ///< in the quantity's unit
  std::vector<double> logs;           ///< of after / before; empty where a level is not above 0
  std::vector<double> other_changes;  ///< of the other arm
  std::vector<double> other_logs;
  std::string note;
};

/// All contrasts that the pairs allow: the change of each arm and side; where sides are controls,
/// treated against untreated within persons of each arm; where there are arms, each against the
/// control's, by side (without a control arm: two arms, the second by name less the first).
std::vector<ChangeSample> change_samples(std::span<const ChangePair> pairs,
                                         const ControlSource& control);

}  // namespace stiff
