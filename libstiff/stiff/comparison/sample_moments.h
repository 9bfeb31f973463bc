#pragma once

#include "stiff/core/estimate.h"

#include <cstdint>
#include <span>

namespace stiff {

/// Mean and variance (n - 1) of a sample, in two passes. The variance is 0 where the values are
/// equal but for rounding (within 1e-12 of the largest). Reason `too_few` below two values;
/// `bad_input` where one is not finite.
struct SampleMoments {
  std::int64_t n = 0;
  double mean = kNaN;
  double variance = kNaN;
  Reason reason = Reason::none;
};

SampleMoments sample_moments(std::span<const double> values);

}  // namespace stiff
