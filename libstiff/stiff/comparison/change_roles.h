#pragma once

#include "stiff/comparison/change_pairs.h"

#include <span>
#include <string>

namespace stiff {

/// Where repeats between sessions without a treatment come from.
struct ControlSource {
  bool is_known = false;
  bool by_side = false;  ///< within persons: treated is compared with untreated
  std::string arm;       ///< what other arms are compared with; empty where there is none
  std::string text;      ///< "the arm control", "the side left", ..., or why there is none
};

/// Says of each pair which arm it is of and whether it is a control:
///
/// 1. the arm of --control, and the side of --control-side;
/// 2. else the places to which treatments.tsv gives nothing, or rest, up to `post`, where others
///    get something;
/// 3. else the group called `control`, where there are others;
/// 4. else none is, and no verdict on a person is possible.
///
/// Without groups everyone is of the arm `all`; with (2) and people none of whose places are
/// treated, of the arms `treated` and `untreated`. With groups, who has none goes to `dropped`;
/// arms are compared with the named one, else the one that gets nothing, or is called `control`,
/// `sham` or `placebo`. With (2), where one arm's muscle has a side that is treated in some and not
/// in others, group contrasts are of `treated` and `untreated` places instead of sides. \throws
/// Error (bad_data): a named arm or side that there is not; an arm that was measured but has no
/// pair; fewer than two participants.
ControlSource assign_roles(ChangePairs& pairs, std::span<const Measurement> measurements,
                           const ChangeOptions& options);

}  // namespace stiff
