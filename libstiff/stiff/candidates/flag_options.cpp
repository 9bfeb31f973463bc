#include "stiff/candidates/flag_options.h"

#include <array>

namespace stiff {

std::span<const Choice<ScoreKind>> choices(ScoreKind) {
  static constexpr std::array<Choice<ScoreKind>, 4> kAll{{{ScoreKind::own, "own"},
                                                          {ScoreKind::side, "side"},
                                                          {ScoreKind::healthy, "healthy"},
                                                          {ScoreKind::any, "any"}}};
  return kAll;
}

std::span<const Choice<RegionRule>> choices(RegionRule) {
  static constexpr std::array<Choice<RegionRule>, 3> kAll{{{RegionRule::enhancement, "enhancement"},
                                                           {RegionRule::peak, "peak"},
                                                           {RegionRule::extent, "extent"}}};
  return kAll;
}

}  // namespace stiff
