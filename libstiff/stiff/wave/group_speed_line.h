#pragma once

#include "stiff/core/estimate.h"
#include "stiff/core/options.h"
#include "stiff/dsp/line_fit.h"
#include "stiff/wave/arrivals.h"

#include <cstdint>
#include <span>
#include <vector>

namespace stiff {

/// How the line through the arrivals is found.
enum class LineMethod { ransac, theil_sen, tukey };
std::span<const Choice<LineMethod>> choices(LineMethod);

struct GroupSpeedOptions {
  LineMethod method = LineMethod::ransac;
  double slowest_m_per_s = 0.5;
  double fastest_m_per_s = 15;
  int min_lines = 8;
  double min_used_fraction = 0.6;
  double min_determination = 0.9;
  int seed = 1;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    visit(Option{"group-line", "", "How the line through the arrivals is found"}, self.method);
    visit(Option{"group-slowest", "m/s", "Group speeds below are out_of_range", 0.05, 10},
          self.slowest_m_per_s);
    visit(Option{"group-fastest", "m/s", "Group speeds above are out_of_range", 0.5, 100},
          self.fastest_m_per_s);
    visit(Option{"group-min-lines", "1", "Fewest arrivals that make a group speed", 3, 1000},
          self.min_lines);
    visit(Option{"group-min-used", "1",
                 "Smallest share of the distances whose arrival lies on the line", 0, 1},
          self.min_used_fraction);
    visit(Option{"group-min-determination", "1", "Smallest R^2 of the line", 0, 1},
          self.min_determination);
    visit(Option{"group-seed", "1", "Seed of the random consensus", 0, 2147483647}, self.seed);
  }
};

struct GroupSpeed {
  Estimate speed;                   ///< m/s; n is the number of arrivals on the line
  LineFit arrival;                  ///< time (s) against distance (m), for the eye
  std::vector<unsigned char> used;  ///< by distance

  double at(double distance_m) const { return arrival.at(distance_m); }
};

/// The speed at which arrivals move away from the push: the inverse slope of a robust line of time
/// against distance (RANSAC as Wang2010, Theil-Sen or Tukey's biweight). Arrivals are weighted by
/// their own error bar's inverse square, held within a factor 4 so that no few traces carry the
/// line.
///
/// Standard error: that of the line, sigma_slope / slope^2, with the residuals' autocorrelation r_k
/// counted: neighbouring lines share speckle and kernel, so their variance is multiplied by tau = 1
/// + 2 sum_k r_k up to the first r_k <= 0, and the degrees of freedom are n / tau - 2. A curved
/// course of arrivals raises tau too. It is the scatter about the line; what bends all arrivals
/// alike is not in it.
///
/// No value: `too_few`, or the arrivals' most frequent reason, where too few arrived;
/// `low_correlation` where they are not on one line; `no_wave` where R^2 is low; `out_of_range` for
/// a slope beyond the speeds asked for, also a negative one. Never clamped.
GroupSpeed group_speed_line(const Arrivals& arrivals, const GroupSpeedOptions& options = {});

/// One estimate from the two sides of a push (or from several pushes): the mean slowness weighted
/// by inverse variance. If the sides disagree by more than their errors, the standard error is
/// raised to their disagreement (Birge's ratio). Sides without a value are passed over; if none has
/// one, the first side's reason stands.
Estimate combine_speeds(std::span<const Estimate> sides);

}  // namespace stiff
