#pragma once

#include "stiff/core/estimate.h"

namespace stiff {

/// Depth over thickness beyond which these solutions of small strain are only a guide (facts of the
/// literature: warn above it).
inline constexpr double kSmallStrain = 0.1;

/// A layer of tissue on a rigid base, bonded to it. A thickness of NaN stands for a half space.
struct TissueLayer {
  double poisson_ratio = 0.5;
  double thickness_m = kNaN;
  double thickness_std_error_m = 0;
};

/// E / S of the flat end of a rigid, frictionless punch (1/m): (1 - nu^2) / (2 a kappa), kappa of
/// `hayes_kappa`, 1 on a half space. NaN where a / h or nu is outside its range.
/// \throws Error (usage) for a radius or a thickness that is not positive.
double punch_modulus_per_stiffness(double radius_m, double poisson_ratio,
                                   double thickness_m = kNaN);

/// Young's modulus (Pa) of a layer or half space from the stiffness dP/dw of the contact, and back.
double flat_punch_modulus_pa(double stiffness_n_per_m, double radius_m, double poisson_ratio,
                             double thickness_m = kNaN);
double flat_punch_stiffness_n_per_m(double modulus_pa, double radius_m, double poisson_ratio,
                                    double thickness_m = kNaN);

/// The same with the errors of stiffness and thickness, taken as independent. std_error to first
/// order: (sd E / E)^2 = (sd S / S)^2 + (slope sd h / h)^2, slope of `hayes_kappa_log_slope`. The
/// interval's ends: those of S alone and of h alone, mapped and added as roots of squares, so that
/// it is as lopsided as kappa makes it; an end is NaN where h less 1.96 of its errors is out of
/// range. Reasons: the stiffness's own; `out_of_range` (a / h or nu).
Estimate flat_punch_modulus_pa(const Estimate& stiffness_n_per_m, double radius_m,
                               const TissueLayer& layer);

}  // namespace stiff
