#include "stiff/wave/push_group_speed.h"

#include <algorithm>
#include <cmath>

namespace stiff {
namespace {

// The rows that the line averages, as a field of their own: the rest need not be filtered.
MotionField rows_of(const MotionField& motion, Index first, Index last) {
  MotionField part;
  part.kind = motion.kind;
  part.axial_m = {motion.axial_m[first], motion.axial_m.step, last - first + 1};
  part.lateral_m = motion.lateral_m;
  part.time_s = motion.time_s;
  part.measured = motion.measured;
  part.push = motion.push;
  part.value = Cube<float>(part.axial_m.size, motion.value.lateral(), motion.value.time());
  const Index row = motion.value.lateral() * motion.value.time();
  std::copy_n(motion.value.data() + first * row, part.axial_m.size * row, part.value.data());
  if (motion.noise_std.rows() == motion.axial_m.size) {
    part.noise_std = motion.noise_std.middleRows(first, part.axial_m.size);
  }
  if (motion.correlation.rows() == motion.axial_m.size) {
    part.correlation = motion.correlation.middleRows(first, part.axial_m.size);
  }
  return part;
}

void start_picture(const MotionField& motion, double depth_m, SpaceTime& picture) {
  picture.lateral_m = motion.lateral_m;
  picture.time_s = motion.time_s;
  const Index z = motion.axial_m.nearest(depth_m);
  picture.axial_m = motion.axial_m[z];
  picture.quantity = motion.kind == MotionKind::velocity ? "velocity" : "displacement";
  const auto scale = motion.kind == MotionKind::velocity ? 1e3F : 1e6F;
  picture.value.resize(motion.lateral_m.size, motion.time_s.size);
  for (Index x = 0; x < motion.lateral_m.size; ++x) {
    const auto trace = motion.value.trace(z, x);
    for (Index t = 0; t < motion.time_s.size; ++t) {
      picture.value(x, t) = scale * trace[static_cast<std::size_t>(t)];
    }
  }
  picture.arrival_s.assign(static_cast<std::size_t>(motion.lateral_m.size), kNaN);
  picture.fit_arrival_s = picture.arrival_s;
}

void draw(const Arrivals& arrivals, const GroupSpeed& group, double push_lateral_m, int direction,
          SpaceTime& picture) {
  for (Index i = 0; i < arrivals.distance_m.size; ++i) {
    const double distance = arrivals.distance_m[i];
    const auto x =
        static_cast<std::size_t>(picture.lateral_m.nearest(push_lateral_m + direction * distance));
    picture.arrival_s[x] = arrivals.time_s[static_cast<std::size_t>(i)];
    if (group.arrival.ok()) picture.fit_arrival_s[x] = group.at(distance);
  }
}

// How many columns of one side the line takes; fewer than its fit needs are not worth a filter.
Index columns_of_line(const Axis& lateral_m, double push_lateral_m, int direction,
                      const WaveLineOptions& options) {
  Index count = 0;
  for (Index x = 0; x < lateral_m.size; ++x) {
    const double distance = direction * (lateral_m[x] - push_lateral_m);
    count += distance >= options.min_distance_m && distance <= options.max_distance_m;
  }
  return count;
}

// What goes to each side, for one forward transform a depth.
struct BothWays {
  MotionField rightwards;
  MotionField leftwards;
};

BothWays separate(MotionField rows, const DirectionalOptions& options) {
  BothWays both{rows, std::move(rows)};
  const Index columns = both.leftwards.value.lateral();
  const Index frames = both.leftwards.value.time();
  const DirectionalFilter filter(columns, frames, both.leftwards.lateral_m.step,
                                 both.leftwards.time_s.step, options);
  const auto size = static_cast<std::size_t>(columns * frames);
  std::vector<float> plane(size);
  for (Index z = 0; z < both.leftwards.value.axial(); ++z) {
    const Index at = z * columns * frames;
    std::copy_n(both.leftwards.value.data() + at, size, plane.begin());
    filter.separate(plane, {both.rightwards.value.data() + at, size},
                    {both.leftwards.value.data() + at, size});
  }
  return both;
}

}  // namespace

PushGroupSpeed push_group_speed(const MotionField& motion, const PushZone& zone,
                                std::span<const int> directions,
                                const PushGroupSpeedOptions& options) {
  PushGroupSpeed out;
  const double half = std::max(options.line.half_band_m, options.helmholtz.half_height_m);
  const Index first = motion.axial_m.nearest(zone.depth_m - half);
  const Index last = motion.axial_m.nearest(zone.depth_m + half);
  start_picture(motion, zone.depth_m, out.space_time);
  std::vector<int> usable;
  for (const int direction : directions) {
    if (columns_of_line(motion.lateral_m, zone.lateral_m, direction, options.line) >=
        options.group.min_lines) {
      usable.push_back(direction);
    }
  }
  if (usable.empty()) return out;
  MotionField cut = rows_of(motion, first, last);
  cut.push.lateral_m = zone.lateral_m;
  cut.push.axial_m = zone.depth_m;
  const auto both = separate(std::move(cut), options.direction);
  for (const int direction : usable) {
    const Travel travel = direction > 0 ? Travel::to_larger : Travel::to_smaller;
    const MotionField& rows = direction > 0 ? both.rightwards : both.leftwards;
    const auto line = wave_line(rows, travel, options.line);
    if (line.distance_m.size == 0) continue;
    const auto arrivals = arrival_time_to_peak(line, options.peak);
    const auto group = group_speed_line(arrivals, options.group);
    out.time_to_peak.push_back(group.speed);
    out.radon.push_back(radon_speed(line, options.radon).speed);
    out.helmholtz.push_back(helmholtz_speed(rows, travel, options.line, options.helmholtz));
    draw(arrivals, group, zone.lateral_m, direction, out.space_time);
  }
  return out;
}

}  // namespace stiff
