#include "stiff/comparison/map_comparison.h"

#include "stiff/result/quantity.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace stiff {
namespace {

constexpr double kMillimetres = 1e3;

const QuantityMap* map_of(const Maps& maps, const std::string& name) {
  const auto found = std::find_if(maps.quantities.begin(), maps.quantities.end(),
                                  [&](const QuantityMap& map) { return map.quantity == name; });
  return found == maps.quantities.end() ? nullptr : &*found;
}

/// The pictures that are laid on each other; values on the logarithmic scale.
LocatedPicture guide(const Maps& maps, const QuantityMap& map, RegisterBy by) {
  LocatedPicture out{maps.axial_m, maps.lateral_m, {}};
  if (by == RegisterBy::bmode) {
    out.value = maps.bmode;
  } else {
    out.value = (map.value > 0).select(map.value.log(), static_cast<float>(kNaN));
  }
  return out;
}

LocatedMap located(const Maps& maps, const QuantityMap& map) {
  return {{maps.axial_m, maps.lateral_m, map.value}, {maps.axial_m, maps.lateral_m, map.std_error}};
}

/// Why two recordings cannot be compared at all; empty where they can.
std::string fault_of(const QuantityMap* before, const QuantityMap* after, const std::string& name) {
  if (!before) return "there is no map of " + name + " before";
  if (!after) return "there is no map of " + name + " after";
  if (before->std_error.size() == 0) return "the map before has no standard error";
  if (after->std_error.size() == 0) return "the map after has no standard error";
  return "";
}

void register_both(MapChangeRow& row, const Maps& before, const Maps& after,
                   const QuantityMap& map_before, const QuantityMap& map_after, RegisterBy by,
                   const RegistrationOptions& options) {
  const bool both = before.bmode.size() > 0 && after.bmode.size() > 0;
  if (by == RegisterBy::automatic) by = both ? RegisterBy::bmode : RegisterBy::map;
  row.registered_by = by == RegisterBy::bmode ? "bmode" : by == RegisterBy::map ? "map" : "none";
  if (by == RegisterBy::none) {
    row.registration.accepted = true;
    return;
  }
  if (by == RegisterBy::bmode && !both) {
    row.registration.why = "not both recordings have a B-mode picture";
    return;
  }
  row.registration =
      register_pictures(guide(before, map_before, by), guide(after, map_after, by), options);
}

std::vector<CandidateChangeRow> candidate_rows(const MapChangeRow& row,
                                               std::vector<CandidateFate> fates,
                                               const PlacedCandidates& before,
                                               const PlacedCandidates& after) {
  std::vector<CandidateChangeRow> out;
  for (CandidateFate& fate : fates) {
    CandidateChangeRow one;
    one.pair = row.pair;
    one.quantity = row.quantity;
    one.units = row.units;
    const bool first = fate.of_first;
    const int number = first ? fate.number_pre : fate.number_post;
    for (const Candidate& c : (first ? before : after).candidates) {
      if (c.number != number) continue;
      one.kind = to_string(c.kind);
      one.centroid_lateral_mm = c.centroid_lateral_mm;
      one.centroid_axial_mm = c.centroid_axial_mm;
    }
    one.fate = std::move(fate);
    out.push_back(std::move(one));
  }
  return out;
}

/// All candidates, with one reason.
std::vector<CandidateFate> unknown_fates(const PlacedCandidates& before,
                                         const PlacedCandidates& after, const std::string& why) {
  std::vector<CandidateFate> out;
  for (const PlacedCandidates* of : {&before, &after}) {
    for (const Candidate& c : of->candidates) {
      if (c.kind == CandidateKind::site) continue;
      CandidateFate fate;
      fate.why = why;
      fate.of_first = of == &before;
      (fate.of_first ? fate.number_pre : fate.number_post) = c.number;
      out.push_back(std::move(fate));
    }
  }
  return out;
}

void count_fates(MapChangeRow& row, const std::vector<CandidateChangeRow>& candidates) {
  for (const CandidateChangeRow& one : candidates) {
    switch (one.fate.fate) {
      case Fate::vanished:
        ++row.vanished;
        break;
      case Fate::stayed:
        ++row.stayed;
        break;
      case Fate::came:
        ++row.came;
        break;
      case Fate::unknown:
        ++row.unknown;
        break;
    }
  }
}

MapChange written(const MapChangeRow& row, const MapDifference& difference,
                  const std::vector<CandidateOnGrid>& before,
                  const std::vector<CandidateOnGrid>& after) {
  MapChange out;
  out.before = row.pair.before;
  out.after = row.pair.after;
  out.quantity = row.quantity;
  out.registered_by = row.registered_by;
  out.shift_lateral_mm = row.registration.motion.shift_lateral_m * kMillimetres;
  out.shift_axial_mm = row.registration.motion.shift_axial_m * kMillimetres;
  out.rotation_deg = row.registration.motion.rotation_rad * 180 / std::numbers::pi;
  out.axial_m = difference.axial_m;
  out.lateral_m = difference.lateral_m;
  out.pre = difference.pre;
  out.post = difference.post;
  out.log_ratio = difference.log_ratio;
  out.log_ratio_std_error = difference.log_ratio_std_error;
  out.difference = difference.difference;
  out.difference_std_error = difference.difference_std_error;
  const auto labels = [&](const std::vector<CandidateOnGrid>& regions) {
    Picture<std::int32_t> label =
        Picture<std::int32_t>::Zero(difference.axial_m.size, difference.lateral_m.size);
    for (const CandidateOnGrid& one : regions) {
      label = (one.region != 0).select(one.number, label);
    }
    return label;
  };
  out.candidate_pre = labels(before);
  out.candidate_post = labels(after);
  return out;
}

}  // namespace

std::span<const Choice<RegisterBy>> choices(RegisterBy) {
  static constexpr std::array<Choice<RegisterBy>, 4> kAll{{{RegisterBy::automatic, "auto"},
                                                           {RegisterBy::bmode, "bmode"},
                                                           {RegisterBy::map, "map"},
                                                           {RegisterBy::none, "none"}}};
  return kAll;
}

MapComparison compare_maps(const MapPair& pair, const Maps& before, const Maps& after,
                           const PlacedCandidates& candidates_before,
                           const PlacedCandidates& candidates_after,
                           const MapComparisonOptions& options,
                           const RegistrationOptions& registration, const FateOptions& fate) {
  MapComparison out;
  MapChangeRow& row = out.row;
  row.pair = pair;
  row.quantity = options.quantity;
  row.units = quantity(options.quantity).units;
  const QuantityMap* map_before = map_of(before, options.quantity);
  const QuantityMap* map_after = map_of(after, options.quantity);
  row.why = fault_of(map_before, map_after, options.quantity);
  if (row.why.empty()) {
    register_both(row, before, after, *map_before, *map_after, options.register_by, registration);
    if (!row.registration.accepted) row.why = "not registered: " + row.registration.why;
  }
  if (!row.why.empty()) {
    out.candidates =
        candidate_rows(row, unknown_fates(candidates_before, candidates_after, row.why),
                       candidates_before, candidates_after);
    count_fates(row, out.candidates);
    return out;
  }
  const auto first = candidates_on_grid(candidates_before, before.axial_m, before.lateral_m);
  const auto second = candidates_on_grid(candidates_after, before.axial_m, before.lateral_m,
                                        row.registration.motion);
  Picture<unsigned char> apart =
      Picture<unsigned char>::Zero(before.axial_m.size, before.lateral_m.size);
  for (const auto* all : {&first, &second}) {
    for (const CandidateOnGrid& one : *all) apart = apart.max(one.region);
  }
  const MapDifference difference = difference_of_maps(
      located(before, *map_before), located(after, *map_after), row.registration, apart);
  const Picture<unsigned char> seen = difference.log_ratio.isFinite().cast<unsigned char>();
  row.n_pixels = difference.n_pixels;
  row.dispersion = difference.dispersion;
  row.change = region_change(difference, seen);
  row.ok = row.change.log_ratio.has_value();
  if (!row.ok) row.why = "too few pixels have a value in both maps";
  out.candidates =
      candidate_rows(row,
                     candidate_fates(candidates_before, candidates_after, row.registration.motion,
                                     seen, before.axial_m, before.lateral_m, fate),
                     candidates_before, candidates_after);
  const RegionChange outside = region_change(difference, (apart == 0).cast<unsigned char>());
  for (CandidateChangeRow& one : out.candidates) {
    one.inside = region_change(difference, one.fate.region);
    one.outside = outside;
  }
  count_fates(row, out.candidates);
  if (row.ok) out.change = written(row, difference, first, second);
  return out;
}

}  // namespace stiff
