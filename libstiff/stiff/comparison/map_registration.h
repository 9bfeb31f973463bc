#pragma once

#include "stiff/comparison/located_picture.h"
#include "stiff/comparison/rigid_motion.h"
#include "stiff/core/options.h"

#include <string>

namespace stiff {

/// How two pictures of one muscle are laid on each other, and when that is refused.
struct RegistrationOptions {
  double max_shift_m = 8e-3;
  double max_rotation_deg = 10;
  double background_m = 6e-3;
  double resolution_m = 0.4e-3;
  double min_correlation = 0.3;
  double alpha = 0.01;
  double min_overlap = 0.5;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    visit(Option{"max-shift", "m", "Largest shift searched, lateral and axial", 1e-4, 0.05},
          self.max_shift_m);
    visit(Option{"max-rotation", "deg", "Largest rotation searched", 0, 45}, self.max_rotation_deg);
    visit(Option{"background", "m",
                 "Gaussian width (SD) of the background taken off both pictures before", 1e-3, 1},
          self.background_m);
    visit(Option{"register-resolution", "m",
                 "Distance of the samples that are compared in the last step", 1e-4, 5e-3},
          self.resolution_m);
    visit(Option{"min-correlation", "1", "Refused below this correlation at the optimum", 0, 1},
          self.min_correlation);
    visit(Option{"register-alpha", "1",
                 "Refused where unrelated pictures would correlate so well with more than this "
                 "chance",
                 1e-12, 1},
          self.alpha);
    visit(Option{"min-overlap", "1", "Least share of the smaller picture that both must see", 0.05,
                 1},
          self.min_overlap);
  }
};

/// Where the first picture's tissue lies in the second, and how well that is known.
struct MapRegistration {
  RigidMotion motion;
  double shift_lateral_std_error_m = kNaN;
  double shift_axial_std_error_m = kNaN;
  double rotation_std_error_rad = kNaN;
  double correlation = kNaN;        ///< normalised, at the optimum
  double independent_pairs = kNaN;  ///< that it rests on
  double p_chance = kNaN;           ///< that unrelated pictures reach it somewhere in the search
  double overlap = kNaN;            ///< share of the smaller picture that both see
  bool accepted = false;
  std::string why;  ///< empty where accepted
};

/// Rigid registration of two pictures, on grids of their own, by normalised correlation
/// (LewisNCC1995) over shifts and rotations: all of them on samples of 1 mm, the best ones climbed
/// on 0.5 mm, the best of these at `resolution_m`, and there the maximum of the quadratic through
/// the 27 values about it. At each step both pictures are smoothed to half the samples' distance,
/// and first rid of their background. Pixels that say nothing (NaN) take no part; n counts the
/// rest.
///
/// Errors, to first order, for pictures of signal and noise alike in correlation, of Gaussian
/// shape:
///   cov = (1 - r^2) / (2 n_eff r) (-H)^-1,
/// r the correlation, H its second derivatives, n_eff the independent pairs
/// (picture_correlation.h); the 2 since slope times noise varies faster than the picture does. The
/// chance of r among unrelated pictures is that of Student's t with n_eff - 2 degrees of freedom,
/// with the maximum over the search counted as that of a smooth random field (Worsley1996).
///
/// Where no rotation is determined (one round nodule in an even muscle), it is held at 0, its error
/// is NaN, and the shift is searched alone, at half of `alpha`.
///
/// Refused: too little in common, flat pictures, an optimum at the edge of the search or without a
/// maximum, r below `min_correlation`, chance above `alpha`. \throws Error (usage) where a picture
/// has not the size of its axes.
MapRegistration register_pictures(const LocatedPicture& fixed, const LocatedPicture& moving,
                                  const RegistrationOptions& options = {});

}  // namespace stiff
