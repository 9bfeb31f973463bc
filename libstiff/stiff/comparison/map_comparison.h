#pragma once

#include "stiff/comparison/candidate_fate.h"
#include "stiff/comparison/map_difference.h"
#include "stiff/comparison/map_pairs.h"
#include "stiff/comparison/map_registration.h"
#include "stiff/result/map_change.h"
#include "stiff/result/maps.h"
#include "stiff/result/table.h"

#include <optional>
#include <string>
#include <vector>

namespace stiff {

/// What the maps are laid on each other by. `automatic`: the B-mode pictures where both have one,
/// else the maps; `none`: they lie as they were recorded.
enum class RegisterBy { automatic, bmode, map, none };
std::span<const Choice<RegisterBy>> choices(RegisterBy);

struct MapComparisonOptions {
  std::string quantity = "shear_modulus";
  RegisterBy register_by = RegisterBy::automatic;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    visit(Option{"quantity", "NAME", "Of which maps"}, self.quantity);
    visit(Option{"register-by", "",
                 "What the maps are laid on each other by: auto takes the B-mode where both "
                 "have one, else the map; none takes them as they were recorded"},
          self.register_by);
  }
};

/// One pair of recordings: a row of the table `map_changes`. NaN and `why` where it was refused.
struct MapChangeRow {
  MapPair pair;
  std::string quantity;
  std::string units;
  std::string registered_by;
  MapRegistration registration;
  bool ok = false;
  std::string why;
  RegionChange change{no_estimate(Reason::bad_input), no_estimate(Reason::bad_input)};
  std::int64_t n_pixels = 0;
  double dispersion = kNaN;
  std::int64_t vanished = 0, stayed = 0, came = 0, unknown = 0;
};

/// One candidate: a row of `candidate_changes`.
struct CandidateChangeRow {
  MapPair pair;
  std::string quantity;
  std::string units;
  CandidateFate fate;
  std::string kind;
  double centroid_lateral_mm = kNaN;  ///< in its own recording's frame
  double centroid_axial_mm = kNaN;
  RegionChange inside{no_estimate(Reason::bad_input), no_estimate(Reason::bad_input)};
  RegionChange outside{no_estimate(Reason::bad_input), no_estimate(Reason::bad_input)};
};

struct MapComparison {
  MapChangeRow row;
  std::vector<CandidateChangeRow> candidates;
  std::optional<MapChange> change;  ///< where the pair was compared
};

/// Registers two recordings' maps, takes their difference and says what became of their candidates.
/// Outside is what both maps see and no candidate of either covers. Where the pair is refused, its
/// candidates are `unknown`.
MapComparison compare_maps(const MapPair& pair, const Maps& before, const Maps& after,
                           const PlacedCandidates& candidates_before,
                           const PlacedCandidates& candidates_after,
                           const MapComparisonOptions& options,
                           const RegistrationOptions& registration, const FateOptions& fate);

Table map_changes_table(const std::vector<MapChangeRow>& rows);
Table candidate_changes_table(const std::vector<CandidateChangeRow>& rows);

}  // namespace stiff
