#pragma once

#include "stiff/core/axis.h"

#include <span>
#include <vector>

namespace stiff {

/// A half cosine from 0 to 1: 0 for u <= 0, (1 - cos(pi u)) / 2 between, 1 for u >= 1.
double cosine_ramp(double u);

/// The symmetric Hann window, w[n] = (1 - cos(2 pi (n + 1) / (size + 1))) / 2: no sample is 0.
std::vector<double> hann_window(Index size);

/// 1 with a half cosine over the first `begin` and the last `end` samples (the ramp's own 0 lies
/// one sample outside). Ramps longer than the record together are shortened in proportion.
///
/// A taper that reaches the wave moves its peak: at the end of a short record it pulls late
/// arrivals forward and biases speed upwards (25 ms in place of 1 ms: +2 to +3.6 %). Filters of
/// this library taper a continuation beyond the record's ends instead (see band_pass.h).
std::vector<double> edge_taper(Index size, Index begin, Index end);

}  // namespace stiff
