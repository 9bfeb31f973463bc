#pragma once

#include "stiff/comparison/located_picture.h"
#include "stiff/comparison/rigid_motion.h"

#include <vector>

namespace stiff {

/// A picture's samples about `cell_m` apart, those that say something.
struct PictureSamples {
  struct Sample {
    double axial_m, lateral_m, value;
  };
  std::vector<Sample> samples;
  Index axial_stride = 1;
  Index lateral_stride = 1;
};
PictureSamples sampled(const LocatedPicture& picture, double cell_m);

/// Normalised correlation of samples with a picture under a motion, and over how many samples both
/// say something; NaN where one of the two does not vary over them.
struct MovedCorrelation {
  double value = kNaN;
  Index n = 0;
};
MovedCorrelation moved_correlation(const PictureSamples& fixed, const LocatedPicture& moving,
                                   const RigidMotion& motion);

/// How many independent pairs the correlation of two pictures on one grid rests on. Of unrelated
/// pictures its variance is (Bartlett1935, Clifford1989)
///   1/n_eff = 1/N sum_h w(h) r_a(h) r_b(h),
/// r the pictures' own correlations at the lag h in pixels, w(h) the pairs at that lag over N, up
/// to the lags given. Never above N.
double independent_pairs(const Picture<float>& a, const Picture<float>& b, Index axial_lags,
                         Index lateral_lags);

}  // namespace stiff
