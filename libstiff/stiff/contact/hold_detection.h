#pragma once

#include "stiff/core/estimate.h"
#include "stiff/core/options.h"

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace stiff {

struct HoldDetectionOptions {
  double shortest_s = 5;
  double threshold = 0.3;
  double lowest_force_n = 0.2;
  double gap_s = 0.5;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    visit(Option{"hold-shortest", "s", "Shortest hold; shorter presses are none", 2, 600},
          self.shortest_s);
    visit(Option{"hold-threshold", "1",
                 "Share of the recording's range of force above which the tissue is pressed", 0.05,
                 0.9},
          self.threshold);
    visit(Option{"hold-lowest-force", "N", "Least rise of the force that is a hold", 0, 1000},
          self.lowest_force_n);
    visit(Option{"hold-gap", "s", "Longest dip below the threshold within one hold", 0, 10},
          self.gap_s);
  }
};

/// A stretch in which the force is held. Times in seconds from the recording's first sample.
struct Hold {
  Estimate onset_s;     ///< end of the ramp, where the hold begins to relax freely
  Estimate duration_s;  ///< to where letting go begins, or to the record's end
  double ramp_start_s = kNaN;
  double end_s = kNaN;
  double end_error_s = kNaN;        ///< standard error of `end_s`; 0 at the record's end
  double let_go_s = kNaN;           ///< end of the unloading; NaN where the record ends before
  double rest_n = 0;                ///< force before the ramp; the sensor's zero
  double misfit = 1;                ///< of an even ramp, the larger of both (`hold_corners.h`)
  std::size_t first = 0, last = 0;  ///< samples of the hold, clear of ramp and unloading
};

struct HoldSearch {
  Reason reason = Reason::none;  ///< `no_hold`
  std::string message;           ///< one line, why not, or what was left out
  std::vector<Hold> holds;       ///< with a ramp, in time's order
};

/// Finds the holds of a compression.
///
/// The force, smoothed over 0.2 s, is pressed where it is above a share of its range (5th to 95th
/// percentile); a dip shorter than `gap_s` belongs to the hold. The ramp is found by a line through
/// the samples between 20 and 80 % of its rise, from the rest to the level held after it (median
/// over 0.3 s from the largest force within 5 s); then both its ends are fitted as the corners of
/// an even ramp of a relaxing body (`hold_corners.h`), with the fit's standard errors. Letting go
/// likewise. Where a ramp has less than three samples the line stands: its standard errors are
/// those of line and level under the rest's noise, and a sample's width. A hold whose ramp is not
/// in the record is left out (its onset is not known), as is a recording whose force at rest is
/// above half of that held: it never came from rest.
HoldSearch find_holds(std::span<const double> force_n, double sampling_frequency_hz,
                      const HoldDetectionOptions& options = {});

}  // namespace stiff
