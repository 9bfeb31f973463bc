#pragma once

#include "stiff/contact/indenter.h"
#include "stiff/core/estimate.h"

#include <functional>

namespace stiff {

/// A factor on a modulus that is the same for all cycles of a recording and not known exactly:
/// through the tissue's thickness and Poisson's ratio. 95 % ends and a standard error, relative.
struct SharedError {
  double low = 0, high = 0;  ///< E (1 - low) to E (1 + high)
  double std_error = 0;
};

/// The modulus that a recording gives with another thickness or Poisson's ratio, at the ends of the
/// thickness's 95 % interval and of the ratio's (held within 0 to 0.5), over the one it gives as
/// they are; the two independent. Nothing of a half space's thickness. \param modulus of an
/// indenter: 1 / G(depth) for a flat end; of a sphere the fit made again, as another G moves the
/// contact too.
SharedError shared_error(const Indenter& indenter,
                         const std::function<double(const Indenter&)>& modulus,
                         double thickness_std_error_m, double poisson_ratio,
                         double poisson_std_error);

/// An estimate with the shared factor's error: standard errors in quadrature, and each end of the
/// interval moved by both distances in quadrature (the recovery of variances, Zou2008): the
/// interval may be lopsided, as a thickness makes it.
Estimate with_shared_error(const Estimate& estimate, const SharedError& shared);

}  // namespace stiff
