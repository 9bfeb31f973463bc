#include "stiff/wave/push_zone.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace stiff {
namespace {

constexpr double kFirstMotion = 0.5e-3;
constexpr double kUsualHalfWidth = 1.5e-3;
constexpr double kBesideThePush = 4e-3;
constexpr double kDepthBand = 4e-3;

// The motion's energy by column over the first frames after the push.
std::vector<double> early_energy(const MotionField& motion) {
  std::vector<double> energy(static_cast<std::size_t>(motion.lateral_m.size), 0.0);
  const Axis& time = motion.time_s;
  const auto first = std::max<Index>(0, static_cast<Index>(std::ceil(time.index_of(0) + 1e-6)));
  const auto last =
      std::min(time.size - 1, std::max(first, static_cast<Index>(time.index_of(kFirstMotion))));
  for (Index z = 0; z < motion.axial_m.size; ++z) {
    for (Index x = 0; x < motion.lateral_m.size; ++x) {
      const auto trace = motion.value.trace(z, x);
      for (Index t = first; t <= last; ++t) {
        const double m = static_cast<double>(trace[static_cast<std::size_t>(t)]);
        energy[static_cast<std::size_t>(x)] += m * m;
      }
    }
  }
  return energy;
}

// The middle of the 4 mm of depth that move most, beyond the push itself.
double depth_of_most_motion(const MotionField& motion, double push_lateral_m) {
  std::vector<double> total(static_cast<std::size_t>(motion.axial_m.size) + 1, 0.0);
  for (Index z = 0; z < motion.axial_m.size; ++z) {
    double energy = 0;
    for (Index x = 0; x < motion.lateral_m.size; ++x) {
      if (std::abs(motion.lateral_m[x] - push_lateral_m) < kBesideThePush) continue;
      for (const float m : motion.value.trace(z, x))
        energy += static_cast<double>(m) * static_cast<double>(m);
    }
    total[static_cast<std::size_t>(z) + 1] = total[static_cast<std::size_t>(z)] + energy;
  }
  const auto half =
      std::max<Index>(0, static_cast<Index>(std::lround(kDepthBand / (2 * motion.axial_m.step))));
  double best = -1;
  Index depth = motion.axial_m.size / 2;
  for (Index z = 0; z < motion.axial_m.size; ++z) {
    const Index low = std::max<Index>(0, z - half);
    const Index high = std::min(motion.axial_m.size, z + half + 1);
    const double mean =
        (total[static_cast<std::size_t>(high)] - total[static_cast<std::size_t>(low)]) /
        static_cast<double>(high - low);
    if (mean > best) {
      best = mean;
      depth = z;
    }
  }
  return motion.axial_m[depth];
}

double half_width(const std::vector<double>& energy, Index centre, double step_m) {
  auto sorted = energy;
  std::nth_element(sorted.begin(), sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2),
                   sorted.end());
  const double floor = sorted[sorted.size() / 2];
  const double peak = energy[static_cast<std::size_t>(centre)];
  if (!(peak > 4 * floor)) return kUsualHalfWidth;
  const double half = floor + (peak - floor) / 2;
  const auto size = static_cast<Index>(energy.size());
  Index low = centre;
  Index high = centre;
  while (low > 0 && energy[static_cast<std::size_t>(low - 1)] > half) --low;
  while (high + 1 < size && energy[static_cast<std::size_t>(high + 1)] > half) ++high;
  const Index reach = low == 0           ? high - centre
                      : high == size - 1 ? centre - low
                                         : std::max(high - centre, centre - low);
  return std::clamp((static_cast<double>(reach) + 0.5) * step_m, 0.3e-3, 4e-3);
}

}  // namespace

PushZone push_zone(const MotionField& motion) {
  PushZone zone{.lateral_m = motion.push.lateral_m,
                .half_width_m = motion.push.half_width_m,
                .depth_m = motion.push.axial_m,
                .located = true};
  const auto energy = early_energy(motion);
  auto centre = static_cast<Index>(std::max_element(energy.begin(), energy.end()) - energy.begin());
  if (!std::isfinite(zone.lateral_m)) {
    zone.lateral_m = motion.lateral_m[centre];
    zone.located = energy[static_cast<std::size_t>(centre)] > 0;
  } else {
    centre = motion.lateral_m.nearest(zone.lateral_m);
  }
  if (!std::isfinite(zone.half_width_m))
    zone.half_width_m = half_width(energy, centre, motion.lateral_m.step);
  const bool focus_seen =
      zone.depth_m >= motion.axial_m.first && zone.depth_m <= motion.axial_m.last();
  if (!focus_seen) zone.depth_m = depth_of_most_motion(motion, zone.lateral_m);
  return zone;
}

ColumnRange wave_columns(const Axis& lateral_m, const PushZone& zone, int direction, double reach_m,
                         const PushZoneOptions& options) {
  const double near = zone.half_width_m + options.margin_m + reach_m;
  const double far = options.far_limit_m;
  const double low = direction > 0 ? zone.lateral_m + near : zone.lateral_m - far;
  const double high = direction > 0 ? zone.lateral_m + far : zone.lateral_m - near;
  ColumnRange range;
  range.first = std::max<Index>(0, static_cast<Index>(std::ceil(lateral_m.index_of(low) - 1e-9)));
  range.last =
      std::min(lateral_m.size - 1, static_cast<Index>(std::floor(lateral_m.index_of(high) + 1e-9)));
  return range;
}

}  // namespace stiff
