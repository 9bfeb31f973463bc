#pragma once

#include "stiff/core/estimate.h"

#include <cstdint>
#include <span>

namespace stiff {

/// A standardised change with its 95 % interval. `corrected` is Hedges' g = J d, without the bias
/// of few people; the interval is of the population's effect, for d and g alike.
struct EffectSize {
  double value = kNaN;
  double corrected = kNaN;
  double ci_low = kNaN;
  double ci_high = kNaN;
};

/// Effect sizes of two measurements of each person (Lakens2013), m the mean difference, s its
/// standard deviation, s_1, s_2 those of before and after, r their correlation:
///
///     dz  = m / s                  by what people's changes scatter: that of the t test
///     dav = m / ((s_1 + s_2) / 2)  by how people differ
///     drm = dz sqrt(2 (1 - r))     the same where s_1 = s_2
///
/// dz has the exact interval of non-central t (GouletPelletier2018). dav and drm have +- 1.96
/// standard errors from the covariances of a normal sample's moments (Bonett2008 for dav with
/// pooled variance): from 8 people on they hold 93 to 97 %, drm 91 % where the two spreads differ
/// by half. They are NaN where before or after do not scatter.
struct PairedEffects {
  EffectSize dz;
  EffectSize dav;
  EffectSize drm;
  double correlation = kNaN;
  double hedges_j = kNaN;
  std::int64_t n = 0;
  Reason reason = Reason::none;  ///< `too_few` below 3 people; `bad_input` where one is not finite;
                                 ///< `low_signal` where all changes are equal
};

/// \throws Error (usage) where the two differ in length.
PairedEffects paired_effects(std::span<const double> before, std::span<const double> after);

/// dz alone, for changes without levels (a difference of two changes).
EffectSize effect_of_changes(std::span<const double> differences);

/// Hedges' exact factor J = Gamma(dof / 2) / (sqrt(dof / 2) Gamma((dof - 1) / 2)) (Hedges1981).
/// NaN unless dof > 1.
double hedges_j(double dof);

/// The non-centralities whose t distributions have `t` as their 97.5 and 2.5 % quantile: the 95 %
/// interval of the one that t came from. Error below 1e-9 within |t| < 60; beyond, by the normal
/// approximation of t.
struct NoncentralityInterval {
  double low = kNaN;
  double high = kNaN;
};
NoncentralityInterval noncentrality_interval(double t, double dof);

}  // namespace stiff
