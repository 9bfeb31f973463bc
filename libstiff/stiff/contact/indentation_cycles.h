#pragma once

#include "stiff/core/estimate.h"
#include "stiff/core/options.h"

#include <cstddef>
#include <span>
#include <vector>

namespace stiff {

struct IndentationCycleOptions {
  double least_excursion = 0.25;
  double level_tolerance = 0.01;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    visit(Option{"indent-least-excursion", "1",
                 "Smallest way in or out that makes a cycle, over the whole travel", 0.02, 0.9},
          self.least_excursion);
    visit(Option{"indent-level-tolerance", "1",
                 "How far from its level a hold may stray, over the way in", 1e-4, 0.1},
          self.level_tolerance);
  }
};

/// One way of the probe into the tissue and out again: samples [begin, loading_end) are the rest
/// before and the way in, [loading_end, hold_end) the hold, [hold_end, end) the way out.
struct IndentationCycle {
  std::size_t begin = 0, loading_end = 0, hold_end = 0, end = 0;
  double deepest_m = kNaN;      ///< travel at the end of the way in
  double start_s = kNaN;        ///< when an even ramp of the mean speed leaves the rest
  double ramp_end_s = kNaN;     ///< when it reaches `deepest_m`
  double speed_m_per_s = kNaN;  ///< of the way in, its middle
  bool holds = false;           ///< the level is kept for longer than a turn takes
  bool unloads = false;         ///< the probe comes back by `least_excursion` or more
};

struct IndentationCycles {
  std::vector<IndentationCycle> cycles;  ///< in time; empty where the probe never goes in and stays
  double depth_noise_m = kNaN;           ///< standard deviation of what is white in the depth
};

/// Finds the ways in and out in the depth alone: turning points that differ by `least_excursion` of
/// the travel (a zigzag filter), a line through the middle (30 to 90 %) of each way, and the level
/// between two ways where it is kept for longer than the lines' meeting explains. The times need
/// not be even. A record that begins deep begins with a way out, which is no cycle. \param depth_m
/// of the same length as `time_s`, finite.
IndentationCycles find_cycles(std::span<const double> time_s, std::span<const double> depth_m,
                              const IndentationCycleOptions& options = {});

/// The standard deviation of white noise on a smooth signal: of each sample about the line through
/// its neighbours, by the median. 0 where more than half of the samples lie on it.
double white_noise(std::span<const double> time_s, std::span<const double> signal);

}  // namespace stiff
