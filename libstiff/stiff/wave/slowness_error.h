#pragma once

#include "stiff/core/axis.h"
#include "stiff/core/cube.h"
#include "stiff/core/options.h"

#include <span>

namespace stiff {

struct SlownessErrorOptions {
  double neighbourhood_m = 5e-3;
  double least_share = 0.25;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    visit(Option{"error-neighbourhood", "m", "Side of the box in which a pixel's error is measured",
                 1e-3, 5e-2},
          self.neighbourhood_m);
    visit(Option{"error-least-share", "1", "Share of that box that must have a value", 0.01, 1},
          self.least_share);
  }
};

/// The random error of a map of slowness, measured on the map itself.
struct SlownessError {
  Picture<float> std_error;  ///< s/m, one pixel; NaN where it cannot be known
  Picture<float>
      correlation;  ///< of two pixels' errors by distance: lags (-m..m, -n..n), 1 at its centre
  double correlation_variance = 0;  ///< of one lag of the correlation
  Picture<float> dof;               ///< degrees of freedom of std_error

  Index axial_reach() const { return (correlation.rows() - 1) / 2; }
  Index lateral_reach() const { return (correlation.cols() - 1) / 2; }
};

/// A pixel's error has two causes: noise, and the speckle, whose brightest grain in a kernel need
/// not lie at its centre, so that a lag is measured over another distance than the one it is
/// divided by. The second does not fall with the SNR, is the same for each push, and can be had
/// from no noise model. So the error is measured: the scatter of the map about its own local plane,
/// in a box many kernels wide (`local_scatter.h`), is what the errors of single pixels are, as far
/// as they change within the box. The mean square about the plane is divided by the share of the
/// errors that the plane cannot follow, from their correlation; the degrees of freedom are the
/// number of independent pixels, n / sum rho^2, less the plane's three.
///
/// What is alike all over the box (diffraction, viscosity, the push's shape) does not show in it:
/// see the budget in CONVENTIONS.md. At the edge of an inclusion the scatter holds the edge's own
/// blur, and is the larger.
SlownessError slowness_error(const Picture<float>& slowness, const Picture<unsigned char>& valid,
                             const Axis& axial_m, const Axis& lateral_m,
                             const SlownessErrorOptions& options = {});

/// The variance of sum_i w_i e_i over errors e_i of the given standard errors and correlation;
/// `weighted_error` holds w_i * std_error_i, 0 outside the region. The correlation is itself an
/// estimate, each lag of it uncertain by sqrt(`correlation_variance`): `dof` are the degrees of
/// freedom that the variance has for that, 2 V^2 / var(V), at most those given for one pixel's own.
struct SumVariance {
  double variance = 0;
  double dof = 0;
};
SumVariance variance_of_sum(const Picture<float>& weighted_error, const SlownessError& error);

}  // namespace stiff
