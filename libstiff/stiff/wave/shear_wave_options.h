#pragma once

#include "stiff/core/options.h"
#include "stiff/motion/motion_options.h"
#include "stiff/wave/guided_wave.h"
#include "stiff/wave/push_group_speed.h"
#include "stiff/wave/push_map.h"
#include "stiff/wave/slowness_error.h"

namespace stiff {

struct TissueOptions {
  bool isotropic = false;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    visit(Option{"isotropic", "", "The tissue is isotropic: give Young's modulus too, E = 3 mu"},
          self.isotropic);
  }
};

/// What a person quotes for a recording.
struct PrimaryOptions {
  double line_error = 0.02;
  double wave_error = 0.04;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    visit(Option{"primary-line-error", "1",
                 "Relative error of the line of arrivals up to which the group speed is quoted", 0,
                 1},
          self.line_error);
    visit(Option{"primary-wave-error", "1",
                 "Relative error of the group speed by the wave equation up to which it is quoted",
                 0, 1},
          self.wave_error);
  }
};

/// Everything that `analyse_shear_wave` can be told.
struct ShearWaveOptions {
  MotionOptions motion;
  PushMapOptions map;
  SlownessErrorOptions error;
  PushGroupSpeedOptions group;
  GuidedWaveOptions guided;
  PrimaryOptions primary;
  TissueOptions tissue;

  template <class Self, class Visitor>
  static void describe(Self&, Visitor&&) {}
  template <class Self, class Visitor>
  static void groups(Self& self, Visitor&& visit) {
    visit("Tissue", self.tissue);
    visit("Motion", self.motion);
    visit("Map: band", self.map.band);
    visit("Map: directional filter", self.map.fan);
    visit("Map: vector correlation", self.map.correlation);
    visit("Map: range", self.map.zone);
    visit("Map: finite push", self.map.finite_push);
    visit("Map: presence of a wave", self.map.presence);
    visit("Map: error", self.error);
    visit("Group speed: directional filter", self.group.direction);
    visit("Group speed: line of pixels", self.group.line);
    visit("Group speed: time to peak", self.group.peak);
    visit("Group speed: line through the arrivals", self.group.group);
    visit("Group speed: Radon", self.group.radon);
    visit("Group speed: wave equation", self.group.helmholtz);
    visit("Guided waves", self.guided);
    visit("The number to quote", self.primary);
  }
};

}  // namespace stiff
