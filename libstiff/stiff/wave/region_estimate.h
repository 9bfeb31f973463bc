#pragma once

#include "stiff/core/cube.h"
#include "stiff/core/estimate.h"
#include "stiff/wave/compound.h"
#include "stiff/wave/slowness_error.h"

namespace stiff {

/// The speed of a region, in m/s: the inverse of the median slowness of its pixels that have a
/// value. The median is the same whether slowness, speed or modulus is ranked, and no wild pixel
/// moves it far.
///
/// The standard error is that of the pixels' mean times sqrt(pi / 2), the median's loss under
/// normal errors, with every pair's correlation counted (`slowness_error.h`), and in quadrature
/// what all pixels share (`finite_push.h`). `n` is the number of pixels; the interval takes
/// Student's t with the degrees of freedom of the error's estimate. `inside` is 1 within the
/// region. Fewer than `least` pixels are `too_few`; if none has a value, the reason that most of
/// them bear is given.
Estimate region_speed(const CompoundMap& map, const SlownessError& error,
                      const Picture<unsigned char>& inside, Index least = 3);

}  // namespace stiff
