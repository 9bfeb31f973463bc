#pragma once

#include "stiff/contact/indentation_cycles.h"
#include "stiff/contact/relaxation_fit.h"
#include "stiff/core/estimate.h"

#include <span>

#include <Eigen/Core>

namespace stiff {

/// A contact, and how it goes with the series that it was found by.
struct RampContact {
  Estimate travel_m;
  Eigen::VectorXd covariance;  ///< with each of `RelaxationFit::value`; empty without a value
};

/// Where a flat end on a tissue that relaxes met it (travel, m), by the law that the hold has
/// shown:
///
///     F(t) = offset + a [g_inf s + sum g_i tau_i (1 - e^(-s / tau_i))],   s = t - t_c > 0
///
/// over the rest and the even way in of a cycle. Least squares in offset and a for each contact,
/// golden section over contacts within a quarter of the depth about `near_m`; standard error of the
/// profile's curvature, of white noise, with what the series' own errors move. A polynomial in the
/// depth puts the contact of a fast relaxation too deep. Reasons: `low_signal` where nothing
/// relaxes or a term has no value, `too_few`, `not_converged`.
RampContact ramp_contact(std::span<const double> time_s, std::span<const double> force_n,
                         const IndentationCycle& cycle, const RelaxationFit& relaxation,
                         double near_m);

}  // namespace stiff
