#include "stiff/candidates/smoothed_map.h"

#include <algorithm>
#include <cmath>

namespace stiff {
namespace {

/// A Gaussian window down the columns; what lies beyond the picture is 0.
Picture<float> window_down(const Picture<float>& picture, double sd) {
  Picture<float> out = picture;
  const Index reach = std::min<Index>(static_cast<Index>(std::ceil(3 * sd)), picture.rows() - 1);
  for (Index k = 1; k <= reach; ++k) {
    const auto weight = static_cast<float>(std::exp(-0.5 * static_cast<double>(k * k) / (sd * sd)));
    const Index rows = picture.rows() - k;
    out.topRows(rows) += weight * picture.bottomRows(rows);
    out.bottomRows(rows) += weight * picture.topRows(rows);
  }
  return out;
}

}  // namespace

LogMap smoothed_map(const LogMap& map, double sd_m) {
  const auto window = [&](const Picture<float>& picture) -> Picture<float> {
    const Picture<float> down = window_down(picture, sd_m / map.axial_m.step);
    return window_down(down.transpose(), sd_m / map.lateral_m.step).transpose();
  };
  const auto counts = map.value == map.value;
  const Picture<float> sum = window(counts.select(map.value, 0.0F));
  const Picture<float> weight = window(counts.cast<float>());
  LogMap out = map;
  out.value = counts.select(sum / weight, map.value);
  return out;
}

}  // namespace stiff
