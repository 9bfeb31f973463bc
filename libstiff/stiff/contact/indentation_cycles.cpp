#include "stiff/contact/indentation_cycles.h"

#include "stiff/dsp/line_fit.h"
#include "stiff/dsp/robust_scale.h"

#include <algorithm>
#include <cmath>

namespace stiff {
namespace {

constexpr std::size_t kFewestOnAWay = 6;

// A level between ways is a hold where it takes this many times the turn of two lines and noise.
constexpr double kHoldOverTurn = 4;
constexpr std::size_t kFewestInAHold = 8;

struct Turn {
  std::size_t at;
  bool deep;
};

// Turning points, each further than `least` from the one before.
std::vector<Turn> turning_points(std::span<const double> depth, double least) {
  std::vector<Turn> turns;
  std::size_t low = 0, high = 0;
  int going = 0;  // 1 in, -1 out, 0 not known yet
  for (std::size_t i = 1; i < depth.size(); ++i) {
    if (depth[i] > depth[high]) high = i;
    if (depth[i] < depth[low]) low = i;
    if (going >= 0 && depth[i] < depth[high] - least) {
      // A record that begins deep has no turn there: no way led to it.
      if (going > 0) turns.push_back({high, true});
      going = -1;
      low = i;
    } else if (going <= 0 && depth[i] > depth[low] + least) {
      turns.push_back({low, false});
      going = 1;
      high = i;
    }
  }
  if (going > 0) turns.push_back({high, true});
  if (going < 0) turns.push_back({low, false});
  return turns;
}

// The line of depth over time through the middle of a way between two samples.
struct Way {
  LineFit line;
  double when(double depth) const { return (depth - line.intercept) / line.slope; }
};

Way middle_of(std::span<const double> time, std::span<const double> depth, std::size_t from,
              std::size_t to) {
  const double a = depth[from], b = depth[to];
  // By means of five: samples picked by their own noise would tilt the line.
  const auto share = [&](std::size_t i) {
    const std::size_t first = std::max(i, from + 2) - 2, last = std::min(i + 2, to);
    double sum = 0;
    for (std::size_t j = first; j <= last; ++j) sum += depth[j];
    return (sum / static_cast<double>(last - first + 1) - a) / (b - a);
  };
  // From the far end back: rests at the near end are left behind at the first sample beyond.
  std::size_t last = to;
  while (last > from && share(last) > 0.9) --last;
  std::vector<double> x, y;
  for (std::size_t i = last; i > from && !(share(i) < 0.3); --i) {
    x.push_back(time[i]);
    y.push_back(depth[i]);
  }
  if (x.size() < kFewestOnAWay) {
    x = {time[from], time[to]};
    y = {a, b};
  }
  return {least_squares_line(x, y)};
}

std::size_t first_at(std::span<const double> time, double when, std::size_t low, std::size_t high) {
  const auto found = std::lower_bound(time.begin() + static_cast<std::ptrdiff_t>(low),
                                      time.begin() + static_cast<std::ptrdiff_t>(high), when);
  return static_cast<std::size_t>(found - time.begin());
}

// Around a turning point: the samples that stay within the tolerance of it.
std::pair<std::size_t, std::size_t> level_around(std::span<const double> depth, std::size_t at,
                                                 std::size_t low, std::size_t high,
                                                 double tolerance) {
  std::size_t first = at, last = at;
  while (first > low && std::abs(depth[first - 1] - depth[at]) <= tolerance) --first;
  while (last + 1 < high && std::abs(depth[last + 1] - depth[at]) <= tolerance) ++last;
  return {first, last};
}

IndentationCycle cycle_of(std::span<const double> time, std::span<const double> depth,
                          std::size_t before, std::size_t peak, std::size_t after, bool unloads,
                          double noise, const IndentationCycleOptions& options) {
  IndentationCycle cycle;
  const double rise = depth[peak] - depth[before];
  // The peak is the noise's highest: 4 above the level, and others may be 4 below it.
  const double tolerance = options.level_tolerance * rise + 8 * noise;
  const auto [first, last] = level_around(depth, peak, before, after + 1, tolerance);
  const std::vector<double> level(depth.begin() + static_cast<std::ptrdiff_t>(first),
                                  depth.begin() + static_cast<std::ptrdiff_t>(last + 1));
  const Way in = middle_of(time, depth, before, first > before ? first : peak);
  cycle.speed_m_per_s = in.line.slope;
  cycle.unloads = unloads;
  const double turn_s = 2 * tolerance / cycle.speed_m_per_s;
  cycle.holds = level.size() >= kFewestInAHold && time[last] - time[first] > kHoldOverTurn * turn_s;
  cycle.deepest_m = cycle.holds ? median(level) : depth[peak];
  cycle.ramp_end_s = std::min(in.when(cycle.deepest_m), time[cycle.holds ? last : peak]);
  cycle.loading_end = cycle.holds ? first_at(time, cycle.ramp_end_s, before + 1, last) : peak + 1;
  cycle.hold_end = cycle.loading_end;
  cycle.end = after + 1;
  if (cycle.holds) {
    cycle.hold_end = last + 1;
    if (unloads) {
      const Way out = middle_of(time, depth, last, after);
      cycle.hold_end = first_at(time, out.when(cycle.deepest_m), cycle.loading_end, last + 1);
    }
  }
  if (unloads) {
    // The rest after the way out is the next cycle's.
    const Way out = middle_of(time, depth, cycle.hold_end - 1, after);
    const double back_s = out.when(depth[after] + 4 * noise);
    cycle.end = std::max(first_at(time, back_s, cycle.hold_end, after + 1), cycle.hold_end);
  }
  // As much of the rest before as the way in takes.
  cycle.start_s = in.when(depth[before] + 4 * noise);
  const double lead_s = cycle.ramp_end_s - in.when(depth[before]);
  cycle.begin = first_at(time, in.when(depth[before]) - lead_s, 0, cycle.loading_end);
  return cycle;
}

}  // namespace

double white_noise(std::span<const double> time, std::span<const double> signal) {
  std::vector<double> off;
  for (std::size_t i = 1; i + 1 < signal.size(); ++i) {
    const double share = (time[i + 1] - time[i]) / (time[i + 1] - time[i - 1]);
    const double line = share * signal[i - 1] + (1 - share) * signal[i + 1];
    off.push_back(std::abs(signal[i] - line) /
                  std::sqrt(1 + share * share + (1 - share) * (1 - share)));
  }
  return off.empty() ? kNaN : median(std::move(off)) / 0.6745;
}

IndentationCycles find_cycles(std::span<const double> time, std::span<const double> depth,
                              const IndentationCycleOptions& options) {
  IndentationCycles found;
  if (depth.size() < 3) return found;
  found.depth_noise_m = white_noise(time, depth);
  const auto [low, high] = std::minmax_element(depth.begin(), depth.end());
  const double least = std::max(options.least_excursion * (*high - *low), 16 * found.depth_noise_m);
  if (!(*high - *low > least)) return found;
  const std::vector<Turn> turns = turning_points(depth, least);
  std::size_t free = 0;  // the first sample that no cycle before has
  for (std::size_t i = 1; i < turns.size(); ++i) {
    if (!turns[i].deep) continue;
    const bool unloads = i + 1 < turns.size();
    const std::size_t after = unloads ? turns[i + 1].at : depth.size() - 1;
    IndentationCycle cycle = cycle_of(time, depth, turns[i - 1].at, turns[i].at, after, unloads,
                                      found.depth_noise_m, options);
    cycle.begin = std::max(cycle.begin, free);
    if (cycle.loading_end < cycle.begin + kFewestOnAWay) continue;
    free = cycle.end;
    found.cycles.push_back(cycle);
  }
  return found;
}

}  // namespace stiff
