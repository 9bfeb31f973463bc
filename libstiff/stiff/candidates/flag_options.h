#pragma once

#include "stiff/core/options.h"

#include <cstdint>
#include <span>

namespace stiff {

/// Against what a map is held. One is declared beforehand; all are reported.
enum class ScoreKind {
  own,      ///< the muscle's own field: what lies round the place
  side,     ///< the other side of the same person
  healthy,  ///< healthy people
  any,      ///< whichever is clearest, the error held over all that there are
};
std::span<const Choice<ScoreKind>> choices(ScoreKind);

/// What makes a place stand out of a score's picture.
enum class RegionRule {
  enhancement,  ///< threshold-free cluster enhancement: height and extent together
  peak,         ///< the largest z alone
  extent,       ///< the area above a fixed z
};
std::span<const Choice<RegionRule>> choices(RegionRule);

struct FlagOptions {
  ScoreKind score = ScoreKind::own;
  RegionRule rule = RegionRule::enhancement;
  double alpha = 0.05;
  int simulations = 1000;
  double surroundings_m = 6e-3;
  double extent_z = 2.5;
  double least_area_mm2 = 200;
  std::uint64_t seed = 1;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    visit(Option{"score", "", "The score that flags, declared before the results are seen"},
          self.score);
    visit(Option{"rule", "", "What makes a place stand out"}, self.rule);
    visit(Option{"alpha", "1", "Chance of any candidate in a healthy muscle", 1e-4, 0.5},
          self.alpha);
    visit(Option{"simulations", "1", "Healthy muscles simulated for it", 99, 1000000},
          self.simulations);
    visit(Option{"surroundings", "m",
                 "SD of the Gaussian window that says what lies round a place, for the own score",
                 2e-3, 1},
          self.surroundings_m);
    visit(Option{"extent-z", "1", "z above which the rule `extent` counts area", 0.5, 10},
          self.extent_z);
    visit(Option{"least-area", "mm2", "A map with less valid field is not scored", 1, 1e5},
          self.least_area_mm2);
    visit(Option{"seed", "1", "Seed of the simulated muscles"}, self.seed);
  }
};

}  // namespace stiff
