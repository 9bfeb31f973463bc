#pragma once

#include "stiff/baseline/log_map.h"
#include "stiff/result/candidates.h"

#include <vector>

namespace stiff {

/// A stiff place as a shape: the connected pixels about a seed that lie above half height between
/// what is expected there and the place's own plateau (the 65th centile of its pixels, found
/// together with them in a few turns). Half height keeps the area through a symmetric blur, as long
/// as the blur is narrower than the place. What hangs on it by less than 2 mm is left to itself
/// (`opened_region`): in an uneven muscle half height alone runs out into what is stiff beside it.
/// \pre noise of single pixels is smoothed out of the map; else its holes tear a place apart.
struct CandidateRegion {
  std::vector<Index> pixels;  ///< of the map, row-major
  double plateau = kNaN;      ///< in the quantity's unit
};

/// \param expected what is expected, in the quantity's unit. \param taken pixels that belong to
/// another region already. Empty where the seed does not stand above half height of its plateau.
CandidateRegion half_height_region(const LogMap& map, double expected, Index seed,
                                   const std::vector<unsigned char>& taken);

/// Centroid, area, ellipse by second moments (a uniform ellipse's own axes), and how much of the
/// ellipse is filled.
struct RegionShape {
  double lateral_mm = kNaN, axial_mm = kNaN;
  double area_mm2 = kNaN;
  double major_mm = kNaN, minor_mm = kNaN;
  double orientation_deg = kNaN;
  double top_mm = kNaN;  ///< depth of the upper end
  double fill = kNaN;    ///< area over the ellipse's area
};
RegionShape region_shape(const LogMap& map, const std::vector<Index>& pixels);

struct KindOptions {
  double fibre_angle_deg = 0;       ///< of the fibres from lateral towards depth; NaN: not in plane
  double least_elongation = 1.7;    ///< of a band: major over minor, noise and blur in it
  double widest_angle_deg = 30;     ///< between a band and the fibres
  double least_fill = 0.6;          ///< of the ellipse, below which a region is no shape
  double largest_nodule_mm2 = 250;  ///< beyond it a compact region is a diffuse one
};

/// Long along the fibres: a taut band; compact and not longer than 2.5 times its width: a nodule;
/// else diffuse.
CandidateKind kind_of(const RegionShape& shape, const KindOptions& options);

}  // namespace stiff
