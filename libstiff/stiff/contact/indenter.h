#pragma once

#include "stiff/contact/sphere_modulus.h"
#include "stiff/core/estimate.h"
#include "stiff/recording/indentation_recording.h"

#include <memory>
#include <vector>

namespace stiff {

/// A rigid, frictionless probe on a layer that is bonded to a plane, rigid bone, or on a half
/// space: the force at a depth is Young's modulus times G(depth), in small strain.
///
///     flat:    G = 2 a kappa w / (1 - nu^2)                       (Hayes1972)
///     sphere:  G = 4/3 sqrt(R) w^(3/2) psi / (1 - nu^2)           (Hertz1882, and the layer's psi)
class Indenter {
 public:
  /// \param thickness_m NaN: a half space. \throws Error (usage) for a radius or a thickness that
  /// is not positive, or a Poisson ratio outside 0 to 0.5.
  Indenter(ProbeShape shape, double radius_m, double poisson_ratio, double thickness_m);

  /// The same probe on a layer of another thickness; the tables are shared.
  Indenter with_thickness(double thickness_m) const;
  Indenter with_poisson_ratio(double poisson_ratio) const;

  /// G (m2) and dG/dw (m); 0 where the depth is not positive. Beyond the depths of `refusal` the
  /// correction stays at its last value, so that a search may pass there.
  double force_over_modulus_m2(double depth_m) const;
  double slope_m(double depth_m) const;

  /// `none`, or why there is no modulus at a depth: `beyond_thickness`, `out_of_range`.
  Reason refusal(double depth_m) const;

  ProbeShape shape() const { return shape_; }
  double thickness_m() const { return thickness_m_; }

 private:
  struct Correction {  // psi and d psi / d chi at even steps of chi
    std::vector<double> psi, slope;
    double step;
  };
  static std::shared_ptr<const Correction> correction_of(double poisson_ratio);
  /// psi and chi d psi / d chi.
  std::pair<double, double> psi(double depth_m) const;

  ProbeShape shape_;
  double radius_m_, poisson_ratio_, thickness_m_;
  double factor_ = kNaN;  ///< 2 a kappa / (1 - nu^2), or 4/3 sqrt(R) / (1 - nu^2)
  std::shared_ptr<const Correction> correction_;
};

}  // namespace stiff
