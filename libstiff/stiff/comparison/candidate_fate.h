#pragma once

#include "stiff/comparison/rigid_motion.h"
#include "stiff/core/axis.h"
#include "stiff/core/cube.h"
#include "stiff/core/options.h"
#include "stiff/result/candidates.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace stiff {

/// What became of a place. `unknown` where the other map does not see it.
enum class Fate { vanished, stayed, came, unknown };
std::string_view to_string(Fate fate);

/// When two candidates are one place.
struct FateOptions {
  double match_overlap = 0.25;
  double match_distance_mm = 3;
  double min_seen = 0.5;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    visit(Option{"match-overlap", "1",
                 "Candidates that share this part of the smaller one are one place", 0.01, 1},
          self.match_overlap);
    visit(
        Option{"match-distance", "mm", "So are those whose centroids lie no further apart", 0, 50},
        self.match_distance_mm);
    visit(Option{"min-seen", "1",
                 "Least part of a candidate that the other map must see to say what became of it",
                 0.01, 1},
          self.min_seen);
  }
};

/// The candidates of one recording. `label` is their label map on `axial_m`, `lateral_m`; where it
/// is empty, the ellipses of the candidates' axes stand for them. `scored` false: the recording was
/// not looked at.
struct PlacedCandidates {
  std::vector<Candidate> candidates;
  Axis axial_m;
  Axis lateral_m;
  Picture<std::int32_t> label;
  bool scored = true;
};

struct CandidateFate {
  bool of_first = true;  ///< the row is of a candidate of the first recording
  Fate fate = Fate::unknown;
  std::string why;     ///< of `unknown`
  int number_pre = 0;  ///< 0: none
  int number_post = 0;
  double overlap = kNaN;          ///< with the other one: common pixels over the smaller one's
  double distance_mm = kNaN;      ///< of the centroids, after registration
  double seen = kNaN;             ///< share of the place that both maps see
  Picture<unsigned char> region;  ///< on the first map's grid, as far as it reaches
};

/// A candidate's pixels on a grid.
struct CandidateOnGrid {
  int number = 0;
  Picture<unsigned char> region;
  double lateral_mm = kNaN;  ///< centroid in the grid's frame
  double axial_mm = kNaN;
  double whole = 0;  ///< pixels that all of it would have on that grid
};

/// The candidates of a recording on a grid: its own or, with a motion, that of a recording which it
/// is registered to. Those of the kind `site` have no shape and are left out.
std::vector<CandidateOnGrid> candidates_on_grid(const PlacedCandidates& of, const Axis& axial_m,
                                               const Axis& lateral_m,
                                               const std::optional<RigidMotion>& motion = {});

/// What became of each candidate of two recordings. One row for each of the first and, behind them,
/// for each of the second that is not the other half of such a row: `came`, or `stayed` where it
/// is part of one that was there. A match is the place with the largest overlap, else the nearest
/// centroid. A candidate is a threshold crossed: that it vanished is not by itself a change; the
/// change inside, with its interval, is. \param seen the pixels of the first map's grid where the
/// difference has a value.
std::vector<CandidateFate> candidate_fates(const PlacedCandidates& pre,
                                           const PlacedCandidates& post, const RigidMotion& motion,
                                           const Picture<unsigned char>& seen, const Axis& axial_m,
                                           const Axis& lateral_m, const FateOptions& options = {});

}  // namespace stiff
