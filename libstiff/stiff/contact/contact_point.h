#pragma once

#include "stiff/contact/loading_fit.h"
#include "stiff/core/estimate.h"
#include "stiff/core/options.h"

#include <span>

namespace stiff {

enum class ContactRule {
  joint_fit,           ///< `loading_fit.h`: the default
  baseline_deviation,  ///< the force leaves its first tenth by twice that tenth's largest deviation
  constant_line,       ///< a constant, then a straight line
  constant_polynomial,  ///< a constant, then d^3 / (a d^2 + b d + c)
  frechet,              ///< furthest from the straight path from first to last
  gradient,             ///< backwards from the end, where the slope is below 1 % of its largest
};
std::span<const Choice<ContactRule>> choices(ContactRule);
std::string_view to_string(ContactRule rule);

/// Where the probe meets the tissue (travel, m), by rules in use for force curves (Mueller2019,
/// whose package's definitions these follow, with the depth for the sample's number). The two fits
/// carry the standard error of their covariance; the others have none. Each rule has a bias of its
/// own: deviation comes late, by the threshold over the stiffness; Frechet's point depends on how
/// much air was recorded, and needs a curve that bends; a line is right under a flat end and late
/// under a sphere; the polynomial, which starts with the third power, is early under a flat end.
/// \param force_n, depth_m of the way in, air first. Reasons: `too_few`, `no_contact`,
/// `not_converged`. \throws Error (usage) for `joint_fit`, which is `fit_loading`'s.
Estimate contact_point(ContactRule rule, std::span<const double> time_s,
                       std::span<const double> force_n, std::span<const double> depth_m);

/// The same with an error for each rule: how far it lies, root mean square, from the contact of
/// `joint` in copies of that curve with its noise (parametric bootstrap, Efron1993; fixed seed).
/// It counts the rule's bias. \pre joint.ok() and its contact has a value.
Estimate contact_point_with_error(ContactRule rule, std::span<const double> time_s,
                                  std::span<const double> force_n, std::span<const double> depth_m,
                                  const LoadingFit& joint, const Indenter& indenter,
                                  int copies = 40);

}  // namespace stiff
