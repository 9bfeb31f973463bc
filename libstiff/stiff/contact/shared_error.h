#pragma once

#include "stiff/contact/indenter.h"
#include "stiff/core/estimate.h"

namespace stiff {

/// A factor on a modulus that is the same for all cycles of a recording and not known exactly:
/// through the tissue's thickness and Poisson's ratio. 95 % ends and a standard error, relative.
struct SharedError {
  double low = 0, high = 0;  ///< E (1 - low) to E (1 + high)
  double std_error = 0;
};

/// E = F / G(depth; h, nu): G at the ends of the thickness's 95 % interval, and of Poisson's
/// ratio's (held within 0 to 0.5), one after the other; independent. Nothing of a half space's
/// thickness.
SharedError shared_error(const Indenter& indenter, double depth_m, double thickness_std_error_m,
                         double poisson_ratio, double poisson_std_error);

/// An estimate with the shared factor's error: standard errors in quadrature, and each end of the
/// interval moved by both distances in quadrature (the recovery of variances, Zou2008): the
/// interval may be lopsided, as a thickness makes it.
Estimate with_shared_error(const Estimate& estimate, const SharedError& shared);

}  // namespace stiff
