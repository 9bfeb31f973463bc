#pragma once

#include "stiff/core/axis.h"
#include "stiff/core/cube.h"
#include "stiff/phantom/swe_phantom_options.h"
#include "stiff/recording/region.h"
#include "stiff/recording/shear_wave_truth.h"

#include <vector>

namespace stiff {

/// sqrt(mu/rho) of a phantom's medium, anywhere in the plane. Layers first, then nodules over them;
/// mu goes from one side of an edge to the other as (1 + tanh(d / edge_m))/2, d the way across it
/// (of an ellipse to first order).
class MediumSpeed {
 public:
  explicit MediumSpeed(const PhantomMedium& medium);
  double operator()(Point at) const;
  bool uniform() const { return layers_.empty() && nodules_.empty(); }

 private:
  double background_;
  double edge_m_;
  std::vector<Layer> layers_;
  std::vector<Nodule> nodules_;
};

/// The same on a grid: (axial, lateral), m/s.
Picture<float> speed_map(const PhantomMedium& medium, const Axis& axial_m, const Axis& lateral_m);

/// Where the speed is one: of each nodule the ellipse of 0.7 of its size (`nodule-1`, ...). Nothing
/// where there are none.
std::vector<RegionTruth> true_regions(const PhantomMedium& medium);

}  // namespace stiff
