#pragma once

#include "stiff/core/estimate.h"

#include <memory>

namespace stiff {

/// A rigid, frictionless punch on an elastic layer bonded to a rigid base, for the phantoms: the
/// dual integral equations of Hayes1972 as one of Fredholm's second kind, solved by Nystroem's
/// method. Written apart from the analysis' own, so that each tests the other.
///
///     flat:    P = E 2 a kappa w / (1 - nu^2)
///     sphere:  P = E 2 a int_0^1 phi / (1 - nu^2), phi for the right side w - (a t)^2 / R, with
///              the radius of contact a such that phi(1) = 0
class LayerPunch {
 public:
  /// \param sphere the punch is a sphere of that radius, and not a flat end of it. \param
  /// thickness_m NaN: a half space. \param deepest_m of a sphere: the depth up to which it is
  /// asked. \throws Error (usage) for numbers that are not positive, a Poisson ratio outside 0 to
  /// 0.5, or a sphere deeper than its radius or the layer.
  LayerPunch(bool sphere, double radius_m, double poisson_ratio, double thickness_m,
             double deepest_m);
  ~LayerPunch();
  LayerPunch(LayerPunch&&) noexcept;
  LayerPunch& operator=(LayerPunch&&) noexcept;

  /// Force over Young's modulus (m2) at a depth; 0 where the depth is not positive. Relative error
  /// below 1e-6.
  double force_over_modulus_m2(double depth_m) const;

 private:
  struct Table;
  double flat_m_ = kNaN;
  std::unique_ptr<Table> table_;
};

}  // namespace stiff
