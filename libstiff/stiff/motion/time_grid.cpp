#include "stiff/motion/time_grid.h"

#include "stiff/core/error.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <string>

namespace stiff {
namespace {

double median_interval(std::span<const double> time_s) {
  std::vector<double> interval;
  for (std::size_t i = 1; i < time_s.size(); ++i) interval.push_back(time_s[i] - time_s[i - 1]);
  const bool increasing = std::all_of(interval.begin(), interval.end(),
                                      [](double dt) { return std::isfinite(dt) && dt > 0; });
  if (!increasing) throw Error(ErrorKind::bad_data, "the frame times do not increase");
  const auto middle = interval.begin() + static_cast<std::ptrdiff_t>((interval.size() - 1) / 2);
  std::nth_element(interval.begin(), middle, interval.end());
  return *middle;
}

/// The weights of the measured frames round a missing one: value = sum of weight * frame.
struct Filling {
  Index frame = 0;
  std::vector<std::pair<Index, double>> weights;
};

void add(Filling& filling, Index frame, double weight) {
  for (auto& [index, sum] : filling.weights) {
    if (index == frame) {
      sum += weight;
      return;
    }
  }
  filling.weights.emplace_back(frame, weight);
}

/// Adds `scale` times the slope at node `k` (per frame) of the parabola through it and its
/// neighbours.
void add_slope(Filling& filling, const std::vector<Index>& nodes, std::size_t k, double scale) {
  const double left = k > 0 ? static_cast<double>(nodes[k] - nodes[k - 1]) : 0;
  const double right = k + 1 < nodes.size() ? static_cast<double>(nodes[k + 1] - nodes[k]) : 0;
  if (left > 0 && right > 0) {
    const double span = left + right;
    add(filling, nodes[k - 1], -scale * right / (left * span));
    add(filling, nodes[k], scale * (right - left) / (left * right));
    add(filling, nodes[k + 1], scale * left / (right * span));
  } else if (left > 0) {
    add(filling, nodes[k - 1], -scale / left);
    add(filling, nodes[k], scale / left);
  } else if (right > 0) {
    add(filling, nodes[k], -scale / right);
    add(filling, nodes[k + 1], scale / right);
  }
}

std::vector<Filling> fillings(std::span<const unsigned char> measured) {
  std::vector<Index> nodes;
  for (std::size_t t = 0; t < measured.size(); ++t) {
    if (measured[t] != 0) nodes.push_back(static_cast<Index>(t));
  }
  assert(!nodes.empty());
  std::vector<Filling> all;
  for (std::size_t t = 0; t < measured.size(); ++t) {
    if (measured[t] != 0) continue;
    Filling filling{static_cast<Index>(t), {}};
    const auto after = std::lower_bound(nodes.begin(), nodes.end(), filling.frame);
    if (after == nodes.begin() || after == nodes.end()) {
      add(filling, after == nodes.begin() ? nodes.front() : nodes.back(), 1);
    } else {
      const auto k = static_cast<std::size_t>(after - nodes.begin()) - 1;
      const auto gap = static_cast<double>(nodes[k + 1] - nodes[k]);
      const double s = static_cast<double>(filling.frame - nodes[k]) / gap;
      add(filling, nodes[k], (1 + 2 * s) * (1 - s) * (1 - s));
      add(filling, nodes[k + 1], s * s * (3 - 2 * s));
      add_slope(filling, nodes, k, gap * s * (1 - s) * (1 - s));
      add_slope(filling, nodes, k + 1, gap * s * s * (s - 1));
    }
    all.push_back(std::move(filling));
  }
  return all;
}

}  // namespace

TimeGrid time_grid(std::span<const double> time_s, double push_time_s) {
  if (time_s.size() < 3) {
    throw Error(ErrorKind::bad_data, "an acquisition of " + std::to_string(time_s.size()) +
                                         " frames is too short to see motion");
  }
  const double step = median_interval(time_s);
  const auto pushed = std::lower_bound(time_s.begin(), time_s.end(), push_time_s);
  const auto before = static_cast<std::size_t>(pushed - time_s.begin());
  const std::size_t anchor = before < time_s.size() ? before : 0;
  TimeGrid grid;
  grid.frames_before_push = static_cast<Index>(before);
  grid.slot.resize(time_s.size());
  for (std::size_t i = 0; i < time_s.size(); ++i) {
    const double position = (time_s[i] - time_s[anchor]) / step;
    grid.slot[i] = static_cast<Index>(std::llround(position));
    const bool on_grid = std::abs(position - std::round(position)) <= 0.1;
    if (i >= anchor && !on_grid) {
      throw Error(ErrorKind::bad_data, "the frame times are not uniform at frame " +
                                           std::to_string(i + 1) +
                                           ": gaps are allowed, jitter is not");
    }
    if (i > 0 && grid.slot[i] <= grid.slot[i - 1]) {
      throw Error(ErrorKind::bad_data,
                  "two frames lie on one time at frame " + std::to_string(i + 1));
    }
  }
  const Index first = grid.slot.front();
  for (Index& slot : grid.slot) slot -= first;
  const double origin = time_s[anchor] + static_cast<double>(first) * step;
  grid.time_s = {origin - push_time_s, step, grid.slot.back() + 1};
  if (grid.time_s.size > 4 * static_cast<Index>(time_s.size())) {
    throw Error(ErrorKind::bad_data, "most frames of the time axis are missing");
  }
  return grid;
}

Cube<float> place_on_grid(const Cube<float>& frames, const TimeGrid& grid) {
  assert(static_cast<std::size_t>(frames.time()) == grid.slot.size());
  Cube<float> out(frames.axial(), frames.lateral(), grid.time_s.size);
  for (Index z = 0; z < frames.axial(); ++z) {
    for (Index x = 0; x < frames.lateral(); ++x) {
      const auto from = frames.trace(z, x);
      const auto to = out.trace(z, x);
      for (std::size_t t = 0; t < from.size(); ++t) {
        to[static_cast<std::size_t>(grid.slot[t])] = from[t];
      }
    }
  }
  return out;
}

void interpolate_missing(Cube<float>& field, std::span<const unsigned char> measured) {
  const std::vector<Filling> all = fillings(measured);
  for (Index z = 0; z < field.axial() && !all.empty(); ++z) {
    for (Index x = 0; x < field.lateral(); ++x) {
      const auto trace = field.trace(z, x);
      for (const Filling& filling : all) {
        double value = 0;
        for (const auto& [frame, weight] : filling.weights) {
          value += weight * static_cast<double>(trace[static_cast<std::size_t>(frame)]);
        }
        trace[static_cast<std::size_t>(filling.frame)] = static_cast<float>(value);
      }
    }
  }
}

}  // namespace stiff
