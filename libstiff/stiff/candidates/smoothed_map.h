#pragma once

#include "stiff/baseline/log_map.h"

namespace stiff {

/// The map's ln values averaged over a Gaussian window, each pixel over those that count about it
/// (normalised convolution, KnutssonWestin1993); cut off at three SD. What had no value has none.
LogMap smoothed_map(const LogMap& map, double sd_m);

}  // namespace stiff
