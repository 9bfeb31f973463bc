#pragma once

#include "stiff/contact/indenter.h"
#include "stiff/core/estimate.h"
#include "stiff/core/options.h"

#include <span>

#include <Eigen/Core>

namespace stiff {

struct LoadingFitOptions {
  int most_terms = 4;
  bool drift = true;
  double misfit_level = 0.01;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    visit(Option{"indent-most-terms", "1",
                 "Most terms of the modulus over depth: 1 constant, 2 straight, more curved", 1, 4},
          self.most_terms);
    visit(Option{"indent-drift", "", "Let the force drift over the way in, where the data ask so"},
          self.drift);
    visit(Option{"indent-misfit-level", "1",
                 "Chance that a right model's error is widened for a misfit", 1e-6, 0.5},
          self.misfit_level);
  }
};

/// The way in, from the air to the deepest point, as one curve with the contact point free:
///
///     F(w, t) = offset + drift (t - t_mid) + sum_k A_k u^k G(w - w_c),   u = (w - w_c) / depth
///
/// w travel (m), G force over modulus of the `Indenter`, 0 in the air. sum A_k u^k is the modulus
/// at a depth as a secant; of an elastic layer A_0 alone. How many terms, and whether there is a
/// drift, is chosen by the Bayesian information criterion (Schwarz1978). The search is exact over
/// candidates of w_c, for each of which the rest is linear; then Gauss-Newton over all.
///
/// The depth is noisy too. The derivatives are taken at a depth from the neighbours before and
/// after, whose noise is another's (instrumental variables, Reiersol1945): least squares on a noisy
/// depth would read too low by the noise's share of its variance. (What noise does to the kink at
/// the contact is left: +0.2 % of the modulus at noise of 3 % of the depth.) Air and tissue have a
/// weight each, of their residuals' scatter.
struct LoadingFit {
  enum class Contact { found, before_record, never };

  Reason reason = Reason::none;  ///< `too_few`, `no_contact`, `not_converged`, `out_of_range`,
                                 ///< `beyond_thickness`, `outside_field` (a sphere which touches
                                 ///< from the first sample on)
  Contact contact = Contact::found;
  Estimate contact_depth_m;     ///< w_c; `outside_field` where it lies before the record
  Estimate secant_pa;           ///< of the whole way in: force at the deepest point over G there
  Estimate tangent_pa;          ///< slope at the deepest point over that of G
  Estimate contact_tangent_pa;  ///< A_0

  Eigen::VectorXd value;       ///< w_c, offset, [drift,] A_0, ...: m, N, N/s, Pa
  Eigen::MatrixXd covariance;  ///< of `value`, the misfit counted
  bool drift = false;
  int terms = 0;
  double mid_s = kNaN, depth_m = kNaN;        ///< t_mid; the depth by which u is scaled
  double deepest_m = kNaN;                    ///< travel at the deepest point
  double air_noise_n = kNaN, noise_n = kNaN;  ///< residuals in the air, in the tissue
  double misfit = 1;  ///< variance of the residuals' means over what white residuals would have; 1
                      ///< where that is no more than chance
  double dof = kNaN;
  std::int64_t n = 0;

  bool ok() const { return reason == Reason::none; }
  double offset_n(double time_s) const;  ///< force of the air
};

/// \param deepest_m travel at the end of the way in. A flat
/// end which touches from the first sample on is answered by the straight line through all samples
/// (its stiffness needs no contact point): `contact_depth_m` has no value then.
LoadingFit fit_loading(std::span<const double> time_s, std::span<const double> force_n,
                       std::span<const double> depth_m, const Indenter& indenter, double deepest_m,
                       const LoadingFitOptions& options = {});

/// The fit's force at a time and travel.
double loading_force_n(const LoadingFit& fit, const Indenter& indenter, double time_s,
                       double depth_m);

/// The same with the contact point given, from another rule (`contact_point.h`), with its standard
/// error, which is carried on to the moduli.
LoadingFit fit_loading_from(std::span<const double> time_s, std::span<const double> force_n,
                            std::span<const double> depth_m, const Indenter& indenter,
                            double deepest_m, const Estimate& contact_depth_m,
                            const LoadingFitOptions& options = {});

}  // namespace stiff
