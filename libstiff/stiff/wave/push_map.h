#pragma once

#include "stiff/core/options.h"
#include "stiff/motion/motion_field.h"
#include "stiff/wave/arrival_map.h"
#include "stiff/wave/finite_push.h"
#include "stiff/wave/lateral_fan.h"
#include "stiff/wave/push_zone.h"
#include "stiff/wave/vector_correlation_map.h"
#include "stiff/wave/wave_presence.h"
#include "stiff/wave/wave_spectrum.h"

#include <vector>

namespace stiff {

struct PushMapOptions {
  MapBandOptions band;
  LateralFanOptions fan;
  VectorCorrelationOptions correlation;
  PushZoneOptions zone;
  FinitePushOptions finite_push;
  WavePresenceOptions presence;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    MapBandOptions::describe(self.band, visit);
    LateralFanOptions::describe(self.fan, visit);
    VectorCorrelationOptions::describe(self.correlation, visit);
    PushZoneOptions::describe(self.zone, visit);
    FinitePushOptions::describe(self.finite_push, visit);
    WavePresenceOptions::describe(self.presence, visit);
  }
};

/// The map of one side of one push.
struct SideMap {
  int direction = 1;  ///< 1: towards larger lateral positions
  ColumnRange columns;
  WavePresence presence;
  SlownessMap slowness;              ///< all `no_wave` where presence says so
  double frequency_centroid_hz = 0;  ///< of the weighted power of the wave, over the side's pixels
};

/// One push: spectrum, directional filter, presence, and vector correlation of each side that the
/// field of view holds. Pixels under the push are `under_push`; those that the wave
/// reaches too late for the record to hold all of it are `outside_field`.
struct PushMap {
  PushZone zone;
  std::vector<SideMap> sides;
  bool moved = false;  ///< the motion in the band stands out of its noise somewhere beside the push
};
PushMap push_map(const MotionField& motion, const PushMapOptions& options = {});

}  // namespace stiff
