#pragma once

#include "stiff/core/estimate.h"
#include "stiff/core/options.h"
#include "stiff/motion/motion_field.h"
#include "stiff/result/maps.h"
#include "stiff/wave/arrival_time_to_peak.h"
#include "stiff/wave/directional_filter.h"
#include "stiff/wave/group_speed_line.h"
#include "stiff/wave/helmholtz_speed.h"
#include "stiff/wave/push_zone.h"
#include "stiff/wave/radon_speed.h"
#include "stiff/wave/wave_line.h"

#include <vector>

namespace stiff {

struct PushGroupSpeedOptions {
  DirectionalOptions direction;
  WaveLineOptions line;
  TimeToPeakOptions peak;
  GroupSpeedOptions group;
  RadonOptions radon;
  HelmholtzOptions helmholtz;
};

/// One number for the tissue beside a push, from the line of pixels at the depth of its focus.
struct PushGroupSpeed {
  std::vector<Estimate> time_to_peak;  ///< one a side that the field of view holds
  std::vector<Estimate> radon;
  std::vector<HelmholtzSpeed> helmholtz;
  SpaceTime space_time;  ///< the line over time, its arrivals and the lines fitted to them
};

/// `directions`: the sides on which there is a wave (1 towards larger lateral positions, -1 the
/// other way). A side without one, or with too few columns for
/// a line, is not among the estimates.
PushGroupSpeed push_group_speed(const MotionField& motion, const PushZone& zone,
                                std::span<const int> directions,
                                const PushGroupSpeedOptions& options = {});

}  // namespace stiff
