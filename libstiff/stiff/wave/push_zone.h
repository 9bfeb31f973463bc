#pragma once

#include "stiff/core/options.h"
#include "stiff/motion/motion_field.h"

namespace stiff {

struct PushZoneOptions {
  double margin_m = 1e-3;
  double far_limit_m = 0.1;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    visit(
        Option{"push-margin", "m", "Kept free beside the push, beyond its own half width", 0, 2e-2},
        self.margin_m);
    visit(Option{"far-limit", "m", "Farthest from the push that the map goes", 1e-3, 0.5},
          self.far_limit_m);
  }
};

/// The push as the map needs it.
struct PushZone {
  double lateral_m = kNaN;     ///< of the push's axis
  double half_width_m = kNaN;  ///< half width of the tissue that it moved
  double depth_m = kNaN;       ///< of the focus
  bool located = false;        ///< false: neither said nor seen
};

/// Takes what the recording says; what it does not say is measured from the motion of the first
/// half millisecond after the push: the column where its energy is largest, and half the width
/// at half of that energy (1.5 mm where the motion has no such peak); the depth at which the motion
/// beyond 4 mm from the axis has most energy, over 4 mm of depth.
PushZone push_zone(const MotionField& motion);

/// The columns on one side of the push that a map may use, as an inclusive range; last < first
/// where there are none. `direction` is 1 for larger lateral positions. `reach_m` is how far the
/// map's windows reach to either side of a pixel: they must not touch the push.
struct ColumnRange {
  Index first = 0;
  Index last = -1;
  bool empty() const { return last < first; }
  Index size() const { return empty() ? 0 : last - first + 1; }
};
ColumnRange wave_columns(const Axis& lateral_m, const PushZone& zone, int direction, double reach_m,
                         const PushZoneOptions& options);

}  // namespace stiff
