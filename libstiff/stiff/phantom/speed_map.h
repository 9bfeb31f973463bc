#pragma once

#include "stiff/core/axis.h"
#include "stiff/core/cube.h"
#include "stiff/phantom/swe_phantom_options.h"
#include "stiff/recording/region.h"
#include "stiff/recording/shear_wave_truth.h"

#include <memory>
#include <vector>

namespace stiff {

/// Whether the whole medium has one speed.
bool is_uniform(const PhantomMedium& medium);

/// 0 well outside a nodule or band to 1 well inside: (1 + tanh(d / edge_m))/2, d the way across its
/// border (of an ellipse to first order).
double share_inside(const Nodule& nodule, double edge_m, Point at);

/// sqrt(mu/rho) of a phantom's medium, anywhere in the plane. Layers first, uneven as the muscle
/// is; then bands, then nodules over them, both even. mu goes from one side of an edge to the other
/// as `share_inside` does. The unevenness is drawn on points 0.3 mm apart within 60 mm of the
/// probe's middle and 100 mm deep, and linear between them; beyond, it goes on as at the border.
class MediumSpeed {
 public:
  explicit MediumSpeed(const PhantomMedium& medium);
  double operator()(Point at) const;

 private:
  double uneven(Point at) const;

  double background_;
  double edge_m_;
  std::vector<Layer> layers_;
  std::vector<Nodule> nodules_;
  double log_sd_ = 0;
  double trend_per_m_ = 0;
  std::shared_ptr<const Picture<float>> field_;
};

/// The same on a grid: (axial, lateral), m/s.
Picture<float> speed_map(const PhantomMedium& medium, const Axis& axial_m, const Axis& lateral_m);

/// Where the speed is one: of each nodule the ellipse of 0.7 of its size (`nodule-1`, ...), of each
/// band the bar of 0.7 of its width (`band-1`, ...). Nothing where there are none.
std::vector<RegionTruth> true_regions(const PhantomMedium& medium);

}  // namespace stiff
