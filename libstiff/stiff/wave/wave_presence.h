#pragma once

#include "stiff/core/options.h"
#include "stiff/core/reason.h"
#include "stiff/wave/arrival_map.h"
#include "stiff/wave/lateral_fan.h"
#include "stiff/wave/push_zone.h"

#include <span>
#include <vector>

namespace stiff {

struct WavePresenceOptions {
  double min_direction_db = 3;
  double min_arrival_correlation = 0.8;
  double latest_start_s = 5e-3;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    visit(Option{"min-direction", "dB",
                 "Smallest power of what leaves the push over what comes to it", 0, 60},
          self.min_direction_db);
    visit(Option{"min-arrival-correlation", "1",
                 "Smallest correlation of arrival with distance from the push", 0, 1},
          self.min_arrival_correlation);
    visit(Option{"latest-start", "s", "How far from the push's end the arrivals may start", 1e-4,
                 0.1},
          self.latest_start_s);
  }
};

/// What speaks for a wave on one side of a push.
struct WavePresence {
  double direction_db = 0;          ///< power away from the push over power towards it
  double arrival_correlation = 0;   ///< of arrival time with distance, by column
  double start_s = 0;               ///< the arrivals' line at the push's axis
  double slowness_s_per_m = 0;      ///< the line's slope
  Reason reason = Reason::no_wave;  ///< none where all of them do
};

/// Is there a wave that leaves the push on this side? No value is given without it, whatever the
/// pixels' correlations are: a directional filter makes travelling waves of anything, noise too.
///
/// A wave that a push made (1) carries more power away from the push than towards it: motion that
/// stands, shakes or decorrelates has both alike, whatever its spectrum; (2) arrives later at the
/// columns farther off, along a line (those within 30 dB of the strongest: what an absorbing tissue
/// leaves beyond is less than what the filter leaks); (3) at a speed within the range searched; (4)
/// starts at the push, at about its time.
WavePresence wave_presence(const WaveSpectrum& outgoing, const WaveSpectrum& incoming,
                           const ArrivalMap& arrivals, const PushZone& zone, int direction,
                           ColumnRange columns, std::span<const double> weight,
                           double slowest_m_per_s, double fastest_m_per_s,
                           const WavePresenceOptions& options = {});

/// The weight of each frequency: the share of its power that leaves the push beyond what comes to
/// it, (P_out - P_in) / P_out, 0 where negative. Noise and standing motion have both alike, so a
/// frequency that holds only these counts nothing. Times (f / f_last)^(2 emphasis): emphasis 1
/// correlates the motion's time derivative, whose front is shorter.
std::vector<double> outgoing_weight(const WaveSpectrum& outgoing, const WaveSpectrum& incoming,
                                    ColumnRange columns, double emphasis = 0);

}  // namespace stiff
